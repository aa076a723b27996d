import { stringify } from 'csv-stringify/sync';
import type { CalendarEntry } from '../../shared/run/resource.ts';
import { entryText, rightAfter, rightBefore } from '../../shared/log/evidence.ts';
import { practiceMark } from '../../shared/log/html-page.ts';
import { isPractice, siteName } from '../../shared/log/log-head.ts';
import type { CalendarRecord, RunRecord } from '../../shared/log/run-record.ts';

/** Columns of the calendars' table, in this order. */
export const calendarColumns = [
  'site',
  'name',
  'address',
  'side',
  'folder',
  'before',
  'after',
  'outcome',
  'reason',
  'all entries before',
  'all entries after',
] as const;

const rowsAtOnce = 200;
const byteOrderMark = '\uFEFF';

/**
 * The calendars as CSV (RFC 4180, UTF-8 with its mark, so that Excel reads the letters), in pieces. Names are exactly as
 * the directory has them, but that one which a spreadsheet would take for a formula begins with an apostrophe. On the
 * practice site every row says so in the first column.
 */
export function* calendarsCsv(record: RunRecord): Iterable<string> {
  const site = isPractice(record) ? practiceMark : siteName(record);
  yield byteOrderMark + written([calendarColumns]);
  let rows: (readonly string[])[] = [];
  for (const calendar of record.calendars()) {
    rows.push(cells(calendar, site));
    if (rows.length < rowsAtOnce) continue;
    yield written(rows);
    rows = [];
  }
  if (rows.length > 0) yield written(rows);
}

/** Every cell is quoted: a lone line break would else end the row. */
const written = (rows: readonly (readonly string[])[]): string =>
  stringify([...rows], { escape_formulas: true, quoted: true, record_delimiter: 'windows' });

const cells = (row: CalendarRecord, site: string): readonly string[] =>
  [
    site,
    row.name,
    row.address,
    row.side ?? '',
    row.folder,
    rightBefore(row),
    rightAfter(row),
    row.outcome,
    row.reason,
    entries(row.entriesBefore),
    entries(row.entriesAfter),
  ].map(harmless);

const entries = (found: readonly CalendarEntry[]): string => found.map(entryText).join(' | ');

/** A sign of a formula after blanks or characters that are not seen, which programs may drop; csv-stringify minds the very first character only. */
const hiddenFormula = /^[\s\p{Cc}\p{Cf}]+[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

const harmless = (text: string): string => (hiddenFormula.test(text) ? `'${text}` : text);
