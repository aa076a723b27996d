import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cmdlet, graph, type Body } from '../../shared/commands/command.ts';
import type { TextForm } from '../../shared/commands/powershell-literal.ts';
import { powershellText } from '../../shared/commands/powershell-text.ts';
import { later, secret, type Value } from '../../shared/commands/value.ts';
import { parseJsonText } from '../../shared/site/json-text.ts';
import { PowerShellHost, whyNoEngine, type Ran, type RunOptions } from './powershell-host.ts';
import { comparable, expected, text, value } from './values.ts';

const reason = whyNoEngine();
const forms: readonly TextForm[] = ['shown', 'file'];

describe.skipIf(reason !== undefined)(`rendered text in a real PowerShell ${reason ?? ''}`, () => {
  let host: PowerShellHost;

  beforeAll(async () => {
    host = new PowerShellHost();
    await host.declare([
      {
        name: 'Set-Thing',
        parameters: {
          Before: 'string',
          Value: 'object',
          Text: 'string',
          Texts: 'string[]',
          Flag: 'bool',
          Switch: 'switch',
          Secret: 'securestring',
          Date: 'nullable[datetime]',
          Table: 'hashtable',
          After: 'string',
        },
      },
      { name: 'Connect-ExchangeOnline', parameters: { AccessToken: 'string', ShowBanner: 'switch' } },
      { name: 'Read-Host', parameters: { Prompt: 'string', AsSecureString: 'switch' } },
      {
        name: 'Invoke-MgGraphRequest',
        parameters: {
          Method: 'string',
          Uri: 'uri',
          Headers: 'System.Collections.IDictionary',
          Body: 'object',
        },
      },
    ]);
  }, 180_000);

  afterAll(async () => {
    await host[Symbol.asyncDispose]();
  });

  /** Runs a text that calls one recorder (and maybe asks) and returns what that recorder was given. */
  async function bound(
    rendered: string,
    recorder: string,
    options?: RunOptions,
  ): Promise<Map<string, unknown>> {
    const ran: Ran = await host.run(rendered, options);
    expect(ran.errors, rendered).toEqual([]);
    const calls = ran.calls.filter(({ command }) => command !== 'Read-Host');
    expect(
      calls.map(({ command }) => command),
      rendered,
    ).toEqual([recorder]);
    return new Map([...(calls[0]?.bound ?? [])].map(([name, given]) => [name, comparable(given)]));
  }

  test.each(forms)(
    'binds 5,000 generated values to exactly what the data says (%s)',
    async (form) => {
      await fc.assert(
        fc.asyncProperty(value, async (given) => {
          const rendered = powershellText(
            cmdlet('exchange', 'Set-Thing', { Before: 'b', Value: given, After: 'a' }),
            { form },
          );
          const was = await bound(rendered, 'Set-Thing');
          if (form === 'file') expect(rendered).toMatch(/^[\u0020-\u007E]*$/u);
          // A Boolean is written for switch and Boolean parameters, as -Value:$true, and binds to this one as well.
          expect(was).toEqual(
            new Map<string, unknown>([
              ['Before', 'b'],
              ['Value', expected(given)],
              ['After', 'a'],
            ]),
          );
        }),
        { numRuns: 5000 },
      );
    },
    180_000,
  );

  test.each(forms)(
    'gives no code a chance: every text parses to one command of literals, no variable before a colon (%s)',
    async (form) => {
      await fc.assert(
        fc.asyncProperty(text, async (given) => {
          const rendered = powershellText(
            cmdlet('exchange', 'Set-Thing', { Value: given, After: later('group/cloud', 'Guid') }),
            { form },
          );
          const tree = await host.parse(rendered);
          expect(tree.errors).toEqual([]);
          expect(tree.commands.map(({ name }) => name)).toEqual(['Set-Thing']);
          expect(tree.statements).toBe(1);
          expect(tree.variables).toEqual(['group_cloud_Guid']);
          expect(tree.variablesBeforeColon).toEqual([]);
          expect(tree.expandableTexts).toBe(0);
        }),
        { numRuns: 5000 },
      );
    },
    120_000,
  );

  test('binds booleans to switch and Boolean parameters alike, and null to a date that may be none', async () => {
    for (const flag of [true, false]) {
      const rendered = powershellText(
        cmdlet('activeDirectory', 'Set-Thing', { Flag: flag, Switch: flag, Date: null, Texts: ['--%'] }),
      );
      expect(await bound(rendered, 'Set-Thing')).toEqual(
        new Map<string, unknown>([
          ['Flag', flag],
          ['Switch', flag],
          ['Date', null],
          ['Texts', { list: ['--%'] }],
        ]),
      );
    }
  });

  test('keeps the point in time of a date that has an offset', async () => {
    const rendered = powershellText(
      cmdlet('activeDirectory', 'Set-Thing', { Date: { date: '2026-11-24T10:00:00+02:00' } }),
    );
    expect((await bound(rendered, 'Set-Thing')).get('Date')).toEqual({
      date: Date.parse('2026-11-24T08:00:00Z'),
    });
  });

  test('a long text of characters that are all written by number is still compiled', async () => {
    const long = '\u0451'.repeat(20_000);
    const rendered = powershellText(cmdlet('exchange', 'Set-Thing', { Value: long }), { form: 'file' });
    expect((await bound(rendered, 'Set-Thing')).get('Value')).toBe(long);
  }, 30_000);

  test('asks for a secret and binds it as a SecureString; it stands nowhere in the text', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const rendered = powershellText(
          cmdlet('activeDirectory', 'Set-Thing', { Secret: secret('sa-1.password'), After: 'a' }),
        );
        const was = await bound(rendered, 'Set-Thing', { typed: { 'sa-1.password': typed } });
        expect(was.get('Secret')).toEqual({ secret: typed });
      }),
      { numRuns: 200 },
    );
  });

  test('a token that the cmdlet takes as text arrives as text', async () => {
    const rendered = powershellText(
      cmdlet('exchangeOnline', 'Connect-ExchangeOnline', { AccessToken: secret('token'), ShowBanner: false }),
    );
    const was = await bound(rendered, 'Connect-ExchangeOnline', { typed: { token: `ey'J"$x` } });
    expect(was.get('AccessToken')).toBe(`ey'J"$x`);
    expect(was.get('ShowBanner')).toBe(false);
  });

  /** Anything that a password field or a service can give; NUL can't be typed and ends a text in Windows. */
  const typeable = text.map((some) => some.replaceAll('\0', ''));

  const body: fc.Arbitrary<Body> = fc.letrec<{ body: Body }>((tie) => ({
    body: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(secret('p')),
      fc.constant(later('a/b', 'Id')),
      fc.array(tie('body'), { maxLength: 3 }),
      fc.dictionary(
        text.map((key) => `k${key}`),
        tie('body'),
        { maxKeys: 3 },
      ),
    ),
  })).body;

  function filled(of: Body, typed: string, known: string): unknown {
    const fill = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(fill);
      if (typeof part !== 'object' || part === null) return part;
      if ('secret' in part) return typed;
      if ('from' in part) return known;
      return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, fill(entry)]));
    };
    return fill(of);
  }

  test.each(forms)(
    'a Graph body is the exact JSON, whatever the password and the values known later hold (%s)',
    async (form) => {
      await fc.assert(
        fc.asyncProperty(body, typeable, text, async (sent, typed, known) => {
          const rendered = powershellText(graph('POST', '/users', { body: sent }), { form });
          const was = await bound(rendered, 'Invoke-MgGraphRequest', {
            typed: { p: typed },
            variables: { a_b_Id: known },
          });
          const json = was.get('Body');
          if (typeof json !== 'string') throw new Error('The body is not a text.');
          expect(parseJsonText(json)).toHaveProperty('value', filled(sent, typed, known));
          if (form === 'file') expect(rendered + json).toMatch(/^[\u0020-\u007E]*$/u);
        }),
        { numRuns: 1500 },
      );
    },
    120_000,
  );

  test('a value known later in a path is one encoded segment of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (id) => {
        const rendered = powershellText(
          graph('GET', '/users/{id}/licenseDetails?$select=id', {
            values: { id: later('a/b', 'Id') },
            eventual: true,
          }),
        );
        const was = await bound(rendered, 'Invoke-MgGraphRequest', { variables: { a_b_Id: id } });
        const uri = String(was.get('Uri'));
        expect(uri).toMatch(/^\/v1\.0\/users\/[\w\-.~%]+\/licenseDetails\?\$select=id$/u);
        expect(decodeURIComponent(uri.split('/')[3] ?? '')).toBe(id);
        expect(was.get('Headers')).toEqual({ hashtable: { ConsistencyLevel: 'eventual' } });
        expect(was.get('Method')).toBe('GET');
      }),
      { numRuns: 300 },
    );
  });

  test('what a command puts out can be taken by a variable', async () => {
    const given: Value = [1, 'two'];
    const rendered = `${powershellText(cmdlet('exchange', 'Set-Thing', { Value: given }), { assignTo: 'made' })}; $made.Guid`;
    const ran = await host.run(rendered, {
      answers: [{ command: 'Set-Thing', as: 'object', properties: { Guid: 'g-1' } }],
    });
    expect(ran.values.map(comparable)).toEqual(['g-1']);
  });
});
