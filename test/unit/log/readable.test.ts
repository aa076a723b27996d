import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  count,
  counted,
  countOf,
  duration,
  isoWithOffset,
  listed,
  ourRights,
  rate,
  readableClock,
  readableDay,
  readableTime,
  readableValue,
  rightsOf,
  sentName,
  visible,
  visibleLines,
} from '../../../shared/log/readable.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import { entry } from '../../stand-ins/run-record.ts';

describe('names as they are shown', () => {
  it.each([
    ['invoice\u202Efdp.exe', 'invoice[U+202E]fdp.exe'],
    ['two\nlines', 'two[U+000A]lines'],
    ['zero\u200Bwidth', 'zero[U+200B]width'],
    ['tag\u{E0041}', 'tag[U+E0041]'],
    ['half \uD800', 'half [U+D800]'],
    ['line\u2028separator', 'line[U+2028]separator'],
    ['\u3164', '[U+3164]'],
    ['ad\u200Dmin', 'ad[U+200D]min'],
  ])('%j shows as %s', (name, shown) => {
    expect(visible(name)).toBe(shown);
  });

  it.each(["O'Brien", 'שלום', 'می\u200Cخواهم', '👨‍👩‍👧', '👩🏽‍🔬 Ada', '日本語', '$(calc)', '<b>'])(
    '%s is left as it is',
    (name) => {
      expect(visible(name)).toBe(name);
    },
  );

  it('have no control and no bidi character, whatever they were', () => {
    const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;
    for (const name of hostileNames) expect(visible(name)).not.toMatch(hidden);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => !hidden.test(visible(name))));
  });

  it('keep line breaks and tabs in texts of several lines', () => {
    expect(visibleLines('a\r\nb\tc\u202E\rd')).toBe('a\nb\tc[U+202E][U+000D]d');
  });
});

it('the 200 hostile names are 200 different ones', () => {
  expect(new Set(hostileNames).size).toBe(200);
  expect(hostileNames).toHaveLength(200);
});

describe('numbers', () => {
  it('have their thousands parted', () => {
    expect(count(9830)).toBe('9,830');
    expect(countOf(6176, 9830)).toBe('6,176 of 9,830');
  });

  it('take the singular where there is one', () => {
    expect(counted(1, 'change')).toBe('1 change');
    expect(counted(4, 'change')).toBe('4 changes');
    expect(counted(0, 'entry', 'entries')).toBe('0 entries');
  });

  it.each([
    [18.4, '18 a second'],
    [1, '1 a second'],
    [0.667, '40 a minute'],
  ])('%d a second reads %s', (perSecond, text) => {
    expect(rate(perSecond)).toBe(text);
  });

  it.each([
    [600, '0.6 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [250_000, '4 min 10 s'],
    [3_599_600, '1 h'],
    [3_900_000, '1 h 5 min'],
    [-5, '0.0 s'],
  ])('%d ms last %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('times', () => {
  const at = '2026-11-24T13:01:07.000Z';

  it("are given in the reader's zone, with ISO 8601 and its offset beside", () => {
    expect(readableTime(at, 'Europe/Amsterdam')).toBe('24 November 2026, 14:01:07');
    expect(isoWithOffset(at, 'Europe/Amsterdam')).toBe('2026-11-24T14:01:07+01:00');
    expect(isoWithOffset(at, 'UTC')).toBe('2026-11-24T13:01:07+00:00');
    expect(readableClock('2026-11-24T23:30:00Z', 'Europe/Amsterdam')).toBe('00:30:00');
    expect(readableDay('2026-11-24T23:30:00Z', 'Europe/Amsterdam')).toBe('25 November 2026');
  });

  it('that are none are shown as they came', () => {
    expect(readableTime('soon\u202E', 'UTC')).toBe('soon[U+202E]');
    expect(readableDay('soon', 'UTC')).toBe('soon');
    expect(isoWithOffset('soon', 'UTC')).toBe('soon');
    expect(readableClock('soon', 'UTC')).toBe('soon');
  });
});

describe('values', () => {
  it.each([
    [true, 'Yes'],
    [false, 'No'],
    [null, 'None'],
    [undefined, 'None'],
    ['', 'None'],
    [7, '7'],
    [[], 'None'],
    [['a', 'b\n'], 'a, b[U+000A]'],
    [{}, 'None'],
    [{ a: 1, b: { c: false } }, 'a: 1; b: c: No'],
  ])('%j reads %s', (value, text) => {
    expect(readableValue(value)).toBe(text);
  });

  it('list with commas and an "and"', () => {
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  it('of a command is its name', () => {
    expect(sentName({ target: 'exchange', cmdlet: 'Get-Mailbox', parameters: {} })).toBe('Get-Mailbox');
    expect(sentName({ target: 'graph', method: 'GET', path: '/users/a\u202E' })).toBe('GET /users/a[U+202E]');
  });

  it('of an entry are its rights and flags; ours is told from the others', () => {
    const delegate = { ...entry('Anna', 'Editor'), flags: ['Delegate', 'CanViewPrivateItems'] };
    expect(rightsOf(delegate)).toBe('Editor (Delegate, CanViewPrivateItems)');
    expect(rightsOf({ ...delegate, rights: [], flags: ['None'] })).toBe('None');
    expect(ourRights([delegate])).toBe('None');
    expect(ourRights([delegate, entry('Group', 'Author', true)])).toBe('Author');
  });
});
