import { count, visible } from '../../../shared/log/readable.ts';
import type { Finding, Severity } from '../../../shared/run/finding.ts';
import type { Paint } from './paint.ts';
import type { FindingTally, Tally } from './tally.ts';
import { wrapped } from './text-width.ts';

const order: readonly Severity[] = ['stops', 'to-know', 'information'];

/** What a person must know of a run: stops first; what is only for the record is counted. */
export function findingsText(tally: Tally, paint: Paint, width: number): readonly string[] {
  const all = [...tally.findings.values()].toSorted(
    (one, other) => order.indexOf(one.first.severity) - order.indexOf(other.first.severity),
  );
  const told = all.filter(({ first }) => first.severity !== 'information');
  const recorded = all
    .filter(({ first }) => first.severity === 'information')
    .reduce((sum, { total }) => sum + total, 0);
  return [
    ...told.flatMap((each) => ['', ...findingLines(each, paint, width)]),
    ...(recorded === 0 ? [] : ['', `  ${count(recorded)} more for information; the log has them.`]),
  ];
}

/** A finding in its parts: what, where, why, what to do. (wizard.md 6) */
function findingLines(
  { first, total, others }: FindingTally,
  paint: Paint,
  width: number,
): readonly string[] {
  const room = width - 13;
  const [head = '', ...rest] = wrapped(visible(first.what), width - 5);
  return [
    `  ${markFor(first, paint)} ${head}`,
    ...rest.map((line) => `     ${line}`),
    ...row('Where', first.where, room),
    ...row('Why', first.why, room),
    ...doLines(first.do, paint, room),
    ...row('Says', first.original ?? '', room),
    ...(total === 1
      ? []
      : row(
          'Also',
          `${count(total - 1)} more like this: ${others.join(', ')}${total - 1 > others.length ? ', …' : ''}`,
          room,
        )),
  ];
}

/** What to do; a command at its end stands on a line of its own, whole, so that it can be copied. (wizard.md 17) */
function doLines(text: string, paint: Paint, room: number): readonly string[] {
  const [, words = text, command] = /^(.*:) (calendar-push-setup .*)$/su.exec(text) ?? [];
  return [
    ...row('Do', words, room),
    ...(command === undefined ? [] : [`     ${paint.command(visible(command))}`]),
  ];
}

/** A finding in two lines, as it comes. */
export const findingLine = (
  finding: Finding,
  paint: Paint,
): { readonly mark: string; readonly text: string } => ({
  mark: markFor(finding, paint),
  text: visible(finding.what),
});

const markFor = (finding: Finding, paint: Paint): string =>
  finding.severity === 'stops'
    ? paint.bad('!!')
    : finding.severity === 'to-know'
      ? paint.warn('!!')
      : paint.soft('i ');

const row = (label: string, text: string, room: number): readonly string[] =>
  text === ''
    ? []
    : wrapped(visible(text), room).map(
        (line, index) => `     ${(index === 0 ? label : '').padEnd(8)}${line}`,
      );
