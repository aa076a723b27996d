import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretInOutput, withoutSecrets } from '../../../shared/log/redact.ts';

const secret = `pÄ"s<w>&o'r d+/%\\1$`;

/** A longer text with the secret in it, at each of the three places that base64 knows. */
const base64 = (value: string, encoding: 'utf8' | 'utf16le', before: string): string =>
  Buffer.from(`${before}${value}, then more`, encoding).toString('base64');

const forms: readonly (readonly [string, string])[] = [
  ['plain', secret],
  ['base64 by itself', Buffer.from(secret).toString('base64')],
  ['base64 within a longer text, first place', base64(secret, 'utf8', 'abc')],
  ['base64 within a longer text, second place', base64(secret, 'utf8', 'abcd')],
  ['base64 within a longer text, third place', base64(secret, 'utf8', 'abcde')],
  ['base64 for URLs', Buffer.from(`x${secret}`).toString('base64url')],
  ['UTF-16 in base64, as PowerShell encodes commands', base64(secret, 'utf16le', '')],
  ['UTF-16 in base64, further on', base64(secret, 'utf16le', 'a')],
  ['UTF-16 as bytes', Buffer.from(secret, 'utf16le').toString('latin1')],
  ['URL-encoded', encodeURIComponent(secret)],
  ['URL-encoded in small letters', encodeURIComponent(secret).replace(/%../gu, (each) => each.toLowerCase())],
  ['as a form', new URLSearchParams({ a: secret }).toString()],
  ['JSON-escaped', JSON.stringify({ a: secret })],
  ['JSON in JSON', JSON.stringify(JSON.stringify({ a: secret }))],
  ['JSON as Windows PowerShell writes it', `"p\\u00c4\\"s\\u003cw\\u003e\\u0026o\\u0027r d\\u002b/%\\\\1$"`],
  ['HTML-escaped', 'pÄ&quot;s&lt;w&gt;&amp;o&#39;r d+/%\\1$'],
  ['HTML-escaped another way', 'pÄ"s&lt;w&gt;&amp;o&#x27;r d+/%\\1$'],
  ['CSV-escaped', `"${secret.replaceAll('"', '""')}"`],
  ['in a PowerShell text', `'${secret.replaceAll("'", "''")}'`],
  ['hexadecimal', Buffer.from(secret).toString('hex')],
];

const pass = (chunks: readonly string[], values: readonly string[] = [secret]): string =>
  [...withoutSecrets(chunks, values)].join('');

describe('a secret in what is about to be written', () => {
  it.each(forms)('is refused: %s', (_form, text) => {
    expect(() => pass(['before ', text, ' after'])).toThrow(SecretInOutput);
  });

  it.each(forms)('is refused where it is spread over pieces: %s', (_form, text) => {
    expect(() => pass(['before ', ...text.split(''), ' after'])).toThrow(SecretInOutput);
  });

  it.each(forms)('is refused where it lies across the border of a long piece: %s', (_form, text) => {
    const half = Math.floor(text.length / 2);
    const written: string[] = [];
    const write = (): void => {
      const chunks = ['-'.repeat(200_000) + text.slice(0, half), text.slice(half) + '-'.repeat(200_000)];
      for (const piece of withoutSecrets(chunks, [secret])) written.push(piece);
    };
    expect(write).toThrow(SecretInOutput);
    expect(written.join('')).toMatch(/^-+$/u);
  });

  it('is not in the message that tells of it', () => {
    const caught = (): string => {
      try {
        return pass([secret]);
      } catch (failure) {
        return failure instanceof SecretInOutput ? failure.message : '';
      }
    };
    expect(caught()).toContain('A secret stands in this output (plain).');
    expect(caught()).not.toContain(secret);
  });

  it('is found whichever of several it is', () => {
    expect(() => pass(['has second-secret in it'], ['first-secret', 'second-secret'])).toThrow(
      SecretInOutput,
    );
  });

  it('is found in every form, wherever pieces end', () => {
    const ascii = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' });
    const cuts = fc.array(fc.nat(60), { maxLength: 5 });
    const encoders: readonly ((value: string) => string)[] = [
      (value) => value,
      (value) => JSON.stringify(value),
      encodeURIComponent,
      (value) => Buffer.from(value).toString('base64'),
      (value) => Buffer.from(value, 'utf16le').toString('base64'),
      (value) => value.replaceAll('"', '""'),
    ];
    fc.assert(
      fc.property(ascii, cuts, fc.constantFrom(...encoders), (value, places, encode) => {
        const text = `a ${encode(value)} z`;
        const borders = [0, ...places.toSorted((one, other) => one - other), text.length];
        const chunks = borders.slice(1).map((border, index) => text.slice(borders[index], border));
        expect(() => pass(chunks, [value])).toThrow(SecretInOutput);
      }),
    );
  });
});

describe('what holds no secret', () => {
  it('passes unchanged, whatever its pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 })), (chunks) => {
        expect(pass(chunks, ['not-in-there-8472'])).toBe(chunks.join(''));
      }),
    );
  });

  it('passes while it is still being made, not only at its end', () => {
    let made = 0;
    const chunks = function* (): Iterable<string> {
      for (; made < 1_000; made += 1) yield 'x'.repeat(1_000);
    };
    const first = withoutSecrets(chunks(), [secret])[Symbol.iterator]().next();
    expect(first.done).toBe(false);
    expect(made).toBeLessThan(100);
  });

  it('never has a character of two halves cut, since each piece is encoded by itself', () => {
    const text = '🙂'.repeat(200_000);
    for (const shift of ['', 'x']) {
      const pieces = [...withoutSecrets([shift + text.slice(0, 150_001), text.slice(150_001)], [secret])];
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.filter((piece) => !piece.isWellFormed())).toEqual([]);
    }
  });

  it('passes where there is no secret at all, or an empty one', () => {
    expect(pass(['abc', 'def'], [])).toBe('abcdef');
    expect(pass(['abc', 'def'], [''])).toBe('abcdef');
  });
});
