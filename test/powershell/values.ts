import * as fc from 'fast-check';
import type { DateValue, Hashtable, Value } from '../../shared/commands/value.ts';
import type { EngineValue } from './powershell-host.ts';

/** Values of every kind that a parameter can have, awkward ones far more often than chance would. */

const awkward = [
  `'`,
  '\u2018',
  '\u2019',
  '\u201A',
  '\u201B',
  '"',
  '\u201C',
  '\u201D',
  '\u201E',
  '`',
  '$',
  '$(throw 1)',
  '$env:PATH',
  '${x}',
  '@(',
  `'@`,
  `\n'@\n`,
  `\r\n"@`,
  '#',
  '<#',
  '# SIG # Begin signature block',
  ';',
  '|',
  '&',
  '--%',
  '-',
  '\u2013',
  '\u2014',
  '\u2015',
  '\0',
  '\b',
  '\t',
  '\n',
  '\r',
  '\u0085',
  '\u00A0',
  '\u1680',
  '\u2028',
  '\u2029',
  '\u200B',
  '\u202E',
  '\u2066',
  '\uFEFF',
  '\uFFFE',
  '\uFFFF',
  '\uD800',
  '\uDC00',
  '\u{1F600}',
  '\u0451',
  '\u00E9',
  'e\u0301',
  '\uF8FF',
  '\\',
  '{0}',
  '%',
  ' ',
  '',
];

export const text: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...awkward), fc.string({ maxLength: 3 })))
      .map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...awkward,
      '--%',
      '-Name',
      '-Name:x',
      '/?',
      '@x',
      '*',
      '1',
      '-1',
      '0x1F',
      '1kb',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  },
);

const date: fc.Arbitrary<DateValue> = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((point) => ({ date: point.toISOString() }));

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((some) => (Object.is(some, -0) ? 0 : some)),
);

const simple: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 1, arbitrary: number },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: date },
);

/** Keys of a hashtable differ without regard to case, so each gets a number in front. */
const hashtable = (value: fc.Arbitrary<Value>): fc.Arbitrary<Hashtable> =>
  fc.array(fc.tuple(text, value), { maxLength: 3 }).map((pairs) => ({
    hashtable: Object.fromEntries(pairs.map(([key, entry], index) => [`${String(index)}${key}`, entry])),
  }));

export const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 1, arbitrary: fc.array(simple, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.array(simple, { maxLength: 2 }), { maxLength: 2 }) },
  { weight: 1, arbitrary: hashtable(fc.oneof(simple, fc.array(simple, { maxLength: 2 }))) },
);

/** A value as the engine must have it after binding to a parameter of type Object, in a form that compares. */
export function expected(of: Value): unknown {
  if (Array.isArray(of)) return { list: of.map((item: Value) => expected(item)) };
  if (of !== null && typeof of === 'object') {
    if ('hashtable' in of)
      return {
        hashtable: Object.fromEntries(
          Object.entries(of.hashtable).map(([key, entry]) => [key, expected(entry)]),
        ),
      };
    if ('date' in of) return { date: new Date(of.date).getTime() };
    throw new Error('References are not values that the engine has.');
  }
  return of;
}

/** What the engine had, in the same form. */
export function comparable(of: EngineValue): unknown {
  switch (of.type) {
    case 'integer':
    case 'double':
      return Number(of.value);
    case 'date':
      return { date: new Date(of.value).getTime() };
    case 'list':
      return { list: of.value.map(comparable) };
    case 'hashtable':
      return {
        hashtable: Object.fromEntries(
          of.value.map(([key, entry]) => {
            const name = comparable(key);
            if (typeof name !== 'string') throw new Error('A key is not a text.');
            return [name, comparable(entry)];
          }),
        ),
      };
    case 'secret':
      return { secret: of.value };
    case 'char':
    case 'other':
      return { [of.type]: of.value };
    default:
      return of.value;
  }
}
