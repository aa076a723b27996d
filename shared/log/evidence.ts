import type { Json } from '../commands/value.ts';
import type { ResourceRecord, RunRecord } from './run-record.ts';
import { ourRights, readableValue, rightsOf } from './readable.ts';
import type { CalendarEntry } from '../run/resource.ts';
import type { StepId } from '../run/step-id.ts';

/** One property of an object: as it was found, as the site asks for it, and as it was read back. Empty where there was no look, or nothing asked. */
export interface EvidenceLine {
  readonly property: string;
  readonly before: string;
  readonly expected: string;
  readonly after: string;
}

/** What the site asks for, by property, where it differed from what was found: of everything but the calendars. */
export type Expectations = ReadonlyMap<string, ReadonlyMap<string, Json>>;

/** Calendars and people stand in a table of their own; there may be 50,000. */
export const isCalendarRow = (resource: string): boolean => /^(calendar|person)\//u.test(resource);

/** What stands under a step that has no object to show there. */
export const nothingOf = (step: StepId): string =>
  step === 'calendar-permissions'
    ? 'The calendars stand in a table of their own.'
    : 'No object was looked at.';

/** Reads once through the events for what had to change. Small: calendars are passed over. */
export function expectationsOf(record: RunRecord): Expectations {
  const expected = new Map<string, Map<string, Json>>();
  for (const event of record.events()) {
    if (event.type !== 'looked' || event.when !== 'before' || isCalendarRow(event.resource)) continue;
    for (const { property, after } of event.changes.flatMap(({ differences }) => differences)) {
      const known = expected.get(event.resource) ?? new Map<string, Json>();
      expected.set(event.resource, known.set(property, after));
    }
  }
  return expected;
}

/** The properties of a resource side by side. */
export function evidenceLines(
  { resource, before, after }: ResourceRecord,
  expectations: Expectations,
): readonly EvidenceLine[] {
  const expected = expectations.get(resource);
  const properties = new Set([
    ...Object.keys(before ?? {}),
    ...(expected?.keys() ?? []),
    ...Object.keys(after ?? {}),
  ]);
  return [...properties].map((property) => ({
    property,
    before: before === undefined ? '' : readableValue(before[property]),
    expected: expected?.has(property) === true ? readableValue(expected.get(property)) : '',
    after: after === undefined ? '' : readableValue(after[property]),
  }));
}

/** Our group's right on a calendar before; empty where its list was not read. */
export const rightBefore = (row: ResourceRecord): string =>
  row.before === undefined && row.entriesBefore.length === 0 ? '' : ourRights(row.entriesBefore);

/** Our group's right on a calendar as read back; empty where nothing had to be read back. */
export const rightAfter = (row: ResourceRecord): string =>
  row.after === undefined && row.entriesAfter.length === 0 ? '' : ourRights(row.entriesAfter);

/** One entry of a calendar in a line: "Anna Bakker: Editor". The name is as the service gave it. */
export const entryText = (entry: CalendarEntry): string =>
  `${entry.user}: ${rightsOf(entry)}${entry.ours ? ' (ours)' : ''}`;
