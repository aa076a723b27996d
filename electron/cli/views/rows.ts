import { isKnownLater } from '../../../shared/commands/value.ts';
import type { Json } from '../../../shared/commands/value.ts';
import { count, counted, outcomeNames, readableValue, visible } from '../../../shared/log/readable.ts';
import type { Outcome } from '../../../shared/run/events.ts';
import type { Difference } from '../../../shared/run/resource.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import type { Paint } from './paint.ts';
import { isSettledWell, type Row, type RowGroup, type StepTally } from './tally.ts';
import { column, nameIn, widthOf, wrapped } from './text-width.ts';

/** Where the second column begins. */
const secondColumn = 38;
/** Beyond this many, rows are counted only. */
const mostRows = 40;

export interface RowSettings {
  readonly paint: Paint;
  readonly width: number;
  /** Is it an undo, whose changes take back? */
  readonly takesBack: boolean;
}

/** The lines of a step: what is new `+`, changes `~`, is taken back `-`, right `=`, not looked at `?`, or stands in the way `!!`. */
export function stepRows(step: StepTally, settings: RowSettings): readonly string[] {
  const groups = [...step.groups.values()].filter(({ row }) => row.outcome !== 'left-out');
  return [...manyRows(groups, step.id, settings), ...rightLines(step, settings)];
}

/** The lines of what is not as it should be, without what a finding tells already. */
export function troubleRows(step: StepTally, settings: RowSettings): readonly string[] {
  const groups = [...step.groups.values()].filter(({ row }) => !isSettledWell(row.outcome) && !row.isToldOf);
  return manyRows(groups, step.id, settings);
}

function manyRows(groups: readonly RowGroup[], step: StepId, settings: RowSettings): readonly string[] {
  const rest = groups.slice(mostRows).reduce((sum, { total }) => sum + total, 0);
  return [
    ...groups.slice(0, mostRows).flatMap((each) => groupLines(each, step, settings)),
    ...(rest === 0 ? [] : [`    and ${count(rest)} more`]),
  ];
}

/** A few alike are told one by one, many as one. */
function groupLines({ row, total, names }: RowGroup, step: StepId, settings: RowSettings): readonly string[] {
  if (total <= names.length) return names.flatMap((name) => rowLines({ ...row, name }, '', settings));
  const name = `${count(total)} ${step === 'calendar-permissions' ? 'calendars' : 'alike'}`;
  return rowLines({ ...row, name }, `such as ${names.map((each) => visible(each)).join(', ')}`, settings);
}

function rowLines(row: Row, examples: string, settings: RowSettings): readonly string[] {
  const { paint, width } = settings;
  const mark = markOf(row, settings);
  return [
    `  ${mark.paint(mark.text)} ${twoColumns(row.name, visible(row.kind), mark.text.length + 3, width)}`,
    ...(examples === '' ? [] : wrapped(examples, width - 6).map(indented)),
    ...detailLines(row, width),
    ...(isReasonTold(row)
      ? wrapped(visible(row.reason), width - 6).map((line) => indented(paint.soft(line)))
      : []),
  ];
}

/** A name and what it is: the name takes what it needs while both fit into the line. */
function twoColumns(name: string, what: string, start: number, width: number): string {
  const room = Math.max(secondColumn - start - 1, width - start - widthOf(what) - 1);
  const needed = Math.max(secondColumn - start - 1, Math.min(room, widthOf(visible(name)) + 1));
  return `${column(name, needed)} ${nameIn(what, width - start - needed - 1)}`;
}

const indented = (line: string): string => `      ${line}`;

/** What would change says itself why; what ended otherwise has its reason. */
const isReasonTold = ({ reason, outcome, differences }: Row): boolean =>
  reason !== '' && outcome !== 'changed' && (outcome !== 'drifted' || differences.length === 0);

function detailLines(row: Row, width: number): readonly string[] {
  if (row.outcome !== 'drifted' && row.outcome !== 'moved')
    return row.outcome === 'changed' ? [] : [indented(outcomeNames[row.outcome])];
  const password = row.secrets > 0 ? ['password made by this program'] : [];
  if (row.isNew && row.differences.length > 3)
    return [
      `      ${column(counted(row.differences.length, 'attribute'), secondColumn - 6)}${password.join('')}`,
    ];
  return [
    ...row.differences.map((each) => differenceLine(each, row.isNew, width)),
    ...password.map(
      (text) => `      ${column('password', secondColumn - 6)}${text.replace('password ', '')}`,
    ),
  ];
}

function differenceLine({ property, before, after }: Difference, isNew: boolean, width: number): string {
  const room = width - secondColumn;
  const value = isNew
    ? nameIn(wordsFor(after), room)
    : `${nameIn(wordsFor(before), Math.floor((room - 6) / 2))}  ->  ${nameIn(wordsFor(after), Math.ceil((room - 6) / 2))}`;
  return `      ${column(property, secondColumn - 7)} ${value}`;
}

const wordsFor = (value: Json): string => (isKnownLater(value) ? 'known later' : readableValue(value));

function rightLines(step: StepTally, { paint, width }: RowSettings): readonly string[] {
  const right = step.counts['in-order'] ?? 0;
  const leftOut = [...step.groups.values()].filter(({ row }) => row.outcome === 'left-out');
  const lines =
    right <= step.right.length
      ? step.right.map((name) => `${column(name, secondColumn - 5)} right`)
      : [`${count(right)} are right`];
  return [
    ...lines.map((line) => `  ${paint.good('=')} ${line}`),
    ...leftOut.map(({ row, total, names }) => {
      const who = total === 1 ? (names[0] ?? '') : counted(total, 'mailbox', 'mailboxes');
      return `  ${paint.good('=')} ${column(who, secondColumn - 5)} ${nameIn(`left out: ${row.reason}`, width - secondColumn)}`;
    }),
  ];
}

function markOf(
  row: Row,
  { paint, takesBack }: RowSettings,
): { text: string; paint: (text: string) => string } {
  const marks: Readonly<Record<Outcome, { text: string; paint: (text: string) => string }>> = {
    'in-order': { text: '=', paint: paint.good },
    'left-out': { text: '=', paint: paint.good },
    changed: change(row, paint, takesBack),
    drifted: change(row, paint, takesBack),
    moved: { text: '!!', paint: paint.warn },
    'could-not-look': { text: '?', paint: paint.warn },
    failed: { text: '!!', paint: paint.bad },
    waiting: { text: '?', paint: paint.warn },
    'not-done': { text: '?', paint: paint.warn },
  };
  return marks[row.outcome];
}

const change = (row: Row, paint: Paint, takesBack: boolean) =>
  takesBack
    ? { text: '-', paint: paint.warn }
    : row.isNew
      ? { text: '+', paint: paint.good }
      : { text: '~', paint: paint.warn };
