import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calendarColumns, calendarsCsv } from '../../../electron/exports/calendars-csv.ts';
import type { RunRecord } from '../../../shared/log/run-record.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import {
  calendarRecord,
  entry,
  hostileRecord,
  manyCalendars,
  runRecord,
} from '../../stand-ins/run-record.ts';

const rowsShape = z.array(z.array(z.string()));
const csvOf = (record: RunRecord = runRecord()): string => [...calendarsCsv(record)].join('');
const rowsOf = (record?: RunRecord): string[][] => rowsShape.parse(parse(csvOf(record), { bom: true }));
const real = { world: { kind: 'real', id: 'x', name: 'westerveld.example' } } as const;

describe("the calendars' CSV", () => {
  it('has a row for each calendar, with all entries before and after', () => {
    const calendar = calendarRecord(1, {
      outcome: 'failed',
      reason: 'Mailbox is being moved',
      entriesBefore: [entry('Anna Bakker', 'Reviewer'), entry('Calendar push', 'Author', true)],
      entriesAfter: [],
      after: undefined,
    });
    expect(rowsOf(runRecord({ calendars: () => [calendar], head: real }))).toEqual([
      [...calendarColumns],
      [
        'Westerveld University',
        'Person 1',
        'person1@westerveld.example',
        'cloud',
        'Agenda',
        'Author',
        '',
        'failed',
        'Mailbox is being moved',
        'Anna Bakker: Reviewer | Calendar push: Author (ours)',
        '',
      ],
    ]);
  });

  it('is UTF-8 with its mark and ends its rows as RFC 4180 says', () => {
    expect(csvOf().startsWith('\uFEFF"site","name",')).toBe(true);
    expect(csvOf().endsWith('"\r\n')).toBe(true);
  });

  it('says in every row on the practice site that it is one, and only there', () => {
    const [, ...rows] = rowsOf(runRecord({ calendars: () => manyCalendars(3) }));
    expect(rows.map(([site]) => site)).toEqual(['Practice site', 'Practice site', 'Practice site']);
    expect(csvOf(runRecord({ head: real }))).not.toContain('Practice site');
  });

  it('has its head also where there is no calendar', () => {
    expect(rowsOf(runRecord({ calendars: () => [] }))).toEqual([[...calendarColumns]]);
  });
});

describe('200 hostile names in the CSV', () => {
  const [, ...rows] = rowsOf(hostileRecord());

  it('stay in their cells, exactly as they are but for an apostrophe before a formula', () => {
    expect(rows).toHaveLength(200);
    rows.forEach((row, index) => {
      const name = hostileNames[index] ?? '';
      expect([name, `'${name}`]).toContain(row[1]);
      expect([name, `'${name}`]).toContain(row[4]);
      expect(row[10]).toContain(name);
    });
  });

  it('open without a formula', () => {
    const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/u;
    expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
    expect(hostileNames.filter((name) => formula.test(name)).length).toBeGreaterThan(14);
  });
});

it('5,000 calendars are read once and written in pieces', () => {
  let read = 0;
  const calendars = function* (): Iterable<ReturnType<typeof calendarRecord>> {
    for (const each of manyCalendars(5_000)) {
      read += 1;
      yield each;
    }
  };
  let ahead = 0;
  let pieces = 0;
  let seen = 0;
  for (const piece of calendarsCsv(runRecord({ calendars }))) {
    pieces += 1;
    seen += piece.split('\r\n').length - 1;
    ahead = Math.max(ahead, read - seen);
  }
  expect(read).toBe(5_000);
  expect(pieces).toBe(26);
  expect(ahead).toBeLessThan(250);
});
