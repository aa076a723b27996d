import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { readTokens, writeTokens, type Typed } from '../../electron/tokens/tokens.ts';
import { callOf, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell();

/** Every UTF-16 string, lone surrogates among them, and what is special to PowerShell. */
const anyText = fc.oneof(
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.stringMatching(/^['"`$(){}@;|&<>\u2018-\u201d\u0000\r\n\t ]*$/u),
  fc.constantFrom('$(throw 1)', "'; exit 9; '", '--%', '', '#end', 'R 1 "ok', '\uffff\ufffe', '\ud800'),
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
  fc.uint8Array({ minLength: 1 }).map((bytes): Typed => ({ type: 'bytes', bytes })),
  fc
    .bigInt({ min: -(2n ** 60n), max: 2n ** 60n })
    .map((ticks): Typed => ({ type: 'span', text: String(ticks) })),
);

const anyValue: fc.Arbitrary<Typed> = fc.letrec<{ value: Typed }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    single,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .uniqueArray(fc.tuple(anyText, tie('value')), { selector: ([key]) => key, maxLength: 1 })
      .map((entries): Typed => ({ type: 'table', entries })),
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
        expect(await back(value)).toEqual(value);
      }),
      { numRuns: 5_000 },
    );
  });

  test('of a megabyte come back', async () => {
    const text = 'ë\ud800'.repeat(524_288);
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

  test('secrets arrive whole, as text only where a cmdlet takes nothing else', async () => {
    const text = 'p\ud800"$(x)é';
    const secret: Typed = { type: 'secret', text };
    expect(rowsOf(await outOf(session, callOf('Get-Plain', { Secret: secret })))).toEqual([[text]]);
    expect(rowsOf(await outOf(session, callOf('Get-AsText', { Token: secret })))).toEqual([[text]]);
  });

  test('of objects are the property paths that were asked for, in that order', async () => {
    const call = callOf('Get-Table', {}, { columns: ['Minor', 'Major', 'Build.MaxValue', 'Nothing'] });
    expect(rowsOf(await outOf(session, call))).toEqual([[2, 1, null, null]]);
  });
});
