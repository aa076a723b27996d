import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { rowOf } from '../../electron/powershell/command-values.ts';
import { readTokens, writeTokens, type Typed } from '../../electron/tokens/tokens.ts';
import { callOf, errorsOf, inOrder, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell();

/** Every UTF-16 string, lone surrogates among them, and what is special to PowerShell. */
const anyText = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.stringMatching(/^['"`$(){}@;|&<>\u2018-\u201f\u0000\r\n\t ]*$/u),
  fc.constantFrom(
    '$(throw 1)',
    "'; exit 9; '",
    '--%',
    '',
    '#end',
    'R 1 "ok',
    `'@`,
    `\n'@\n`,
    `\r\n"@\r\n`,
    '\uffff\ufffe',
    '\ud800',
  ),
);

const single: fc.Arbitrary<Typed> = fc.oneof(
  anyText,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((number) => readTokens(`I${number}`)[0] ?? null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
  fc.uuid().map((text): Typed => ({ type: 'guid', text })),
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .chain((date) =>
      fc
        .constantFrom('Z', '')
        .map((kind): Typed => ({ type: 'date', text: date.toISOString().replace('Z', `0000${kind}`) })),
    ),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 18n }), fc.stringMatching(/^\d{1,9}$/u), fc.constantFrom('', '-'))
    .map(([whole, fraction, sign]): Typed => ({
      type: 'decimal',
      text: `${sign}${String(whole)}.${fraction}`,
    })),
  fc.uint8Array().map((bytes): Typed => ({ type: 'bytes', bytes })),
  fc
    .bigInt({ min: -(2n ** 60n), max: 2n ** 60n })
    .map((ticks): Typed => ({ type: 'span', text: String(ticks) })),
);

const anyValue: fc.Arbitrary<Typed> = fc.letrec<{ value: Typed }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    single,
    fc.array(tie('value'), { maxLength: 3 }),
    // Keys that differ in more than their case.
    fc.array(fc.tuple(anyText, tie('value')), { maxLength: 3 }).map((pairs): Typed => ({
      type: 'table',
      entries: pairs.map(([key, value], at) => [`${at}${key}`, value]),
    })),
  ),
})).value;

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.array(anyValue), (values) => {
      const line = writeTokens(values);
      expect(line).toMatch(/^[\t\x20-\x7e]*$/u);
      expect(readTokens(line)).toEqual(values);
    }),
  );
});

describe.skipIf(reason !== undefined)(`values through the real engine ${reason ?? ''}`, () => {
  let session: BridgeSession;
  beforeAll(async () => {
    session = await openTestSession();
  });
  afterAll(async () => {
    await session[Symbol.asyncDispose]();
  });

  const back = async (value: Typed): Promise<Typed | undefined> =>
    rowsOf(await outOf(session, callOf('Get-Back', { Value: value })))[0]?.[0];

  test('come back as they went in, and no code in them runs', async () => {
    await fc.assert(
      fc.asyncProperty(anyValue, async (value) => {
        expect(inOrder((await back(value)) ?? null)).toEqual(inOrder(value));
      }),
      { numRuns: 5_000 },
    );
  });

  test('of a megabyte come back', async () => {
    for (const text of ['\u00eb\ud800'.repeat(524_288), 'abcdefgh'.repeat(131_072)])
      expect((await back(text)) === text).toBe(true);
  });

  test.each<readonly [string, Typed]>([
    ['System.String', '2026-11-24T10:00:00Z'],
    ['System.Int32', -5],
    ['System.Int64', 2 ** 40],
    ['System.Double', 0.5],
    ['System.Boolean', false],
    ['System.DateTime', { type: 'date', text: '2026-11-24T10:00:00.0000000Z' }],
    ['System.Guid', { type: 'guid', text: '6f0a4b3e-1d7c-4c52-9a51-0f7c1d2e3f40' }],
    ['System.Object[]', []],
    ['System.Object[]', ['one']],
    ['System.Collections.Hashtable', { type: 'table', entries: [] }],
    ['System.Security.SecureString', { type: 'secret', text: 'x' }],
    ['null', null],
  ])('arrive as %s', async (type, value) => {
    expect(rowsOf(await outOf(session, callOf('Get-KindOf', { Value: value })))).toEqual([[type]]);
  });

  test.each(['p\ud800"$(x)é', 'zero\0inside\0', "'\u2018\u201d`\r\n", '\udc00\uffff\ud800', ''])(
    'secrets arrive whole, as text only where a cmdlet takes nothing else: %j',
    async (text) => {
      const secret: Typed = { type: 'secret', text };
      expect(rowsOf(await outOf(session, callOf('Get-Plain', { Secret: secret })))).toEqual([[text]]);
      expect(rowsOf(await outOf(session, callOf('Get-AsText', { Token: secret })))).toEqual([[text]]);
    },
  );

  // NUL can't be typed, and ends a text where Windows reads a SecureString.
  test('any text arrives as a secret', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (any) => {
        const text = any.replaceAll('\0', '');
        const secret: Typed = { type: 'secret', text };
        expect(rowsOf(await outOf(session, callOf('Get-Plain', { Secret: secret })))).toEqual([[text]]);
      }),
      { numRuns: 500 },
    );
  });

  test('tables are read without case, as those that PowerShell makes, and keys that differ in nothing else are refused', async () => {
    const table = (...keys: readonly string[]): Typed => ({
      type: 'table',
      entries: keys.map((key) => [key, `of ${key}`]),
    });
    const called = (...keys: readonly string[]) =>
      outOf(session, callOf('Get-Keys', { Table: table(...keys) }));
    expect(rowsOf(await called('name'))).toEqual([['of name']]);
    const refused = await called('name', 'Name');
    expect(rowsOf(refused)).toEqual([]);
    expect(errorsOf(refused)).toMatchObject([{ ended: true, exception: 'System.ArgumentException' }]);
  });

  test('dates keep their kind and their point in time', async () => {
    const kindOf = async (text: string): Promise<unknown> =>
      rowsOf(await outOf(session, callOf('Get-Kind', { Date: { type: 'date', text } }))).flat();
    const at = { type: 'date', text: '2026-11-24T10:00:00.0000000Z' };
    expect(await kindOf('2026-11-24T10:00:00Z')).toEqual(['Utc', at]);
    expect(await kindOf('2026-11-24T12:00:00+02:00')).toEqual(['Local', at]);
    expect(await kindOf('2026-11-24T10:00:00')).toMatchObject(['Unspecified', { type: 'date' }]);
  });

  describe('of objects are the property paths that were asked for', () => {
    const cells = async (...columns: readonly string[]) =>
      rowsOf(await outOf(session, callOf('Get-Mailboxes', {}, { columns }))).map((row) =>
        rowOf(columns, row),
      );

    test('null where a part of the path is missing', async () => {
      expect(
        await cells('User.ADRecipient.PrimarySmtpAddress', 'User.DisplayName', 'User.Nothing.Of', 'Nothing'),
      ).toEqual([
        {
          User: {
            ADRecipient: { PrimarySmtpAddress: 'a@uni.example' },
            DisplayName: 'A',
            Nothing: null,
          },
          Nothing: null,
        },
        { User: null, Nothing: null },
      ]);
    });

    test('as lists where there are several, however many there are', async () => {
      const [first, second] = await cells('Rights', 'One', 'None', 'Addresses', 'Entries.Name');
      expect(first).toEqual({
        Rights: ['Monday', 'Friday'],
        One: ['only'],
        None: [],
        Addresses: ['smtp:a@uni.example', 'smtp:b@uni.example'],
        Entries: { Name: ['first', 'second'] },
      });
      expect(second).toEqual({ Rights: null, One: null, None: null, Addresses: null, Entries: null });
    });

    test('as text where only their text says what they are', async () => {
      expect((await cells('Size', 'Day', 'Letter', 'Changed', 'Text'))[0]).toEqual({
        Size: '5 MB (5,242,880 bytes)',
        Day: 'Monday',
        Letter: 'x',
        Changed: '2026-11-24T10:00:00.0000000Z',
        Text: 'plain',
      });
    });

    test('as what they are inside a value that has a text', async () => {
      expect((await cells('Size.Bytes', 'Text.Length', 'Rights.Count'))[0]).toEqual({
        Size: { Bytes: 5_242_880 },
        Text: { Length: 5 },
        Rights: { Count: 2 },
      });
    });
  });
});
