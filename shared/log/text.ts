import type { Finding } from '../run/finding.ts';
import type { StepId } from '../run/step-id.ts';
import {
  entryText,
  evidenceLines,
  expectationsOf,
  isCalendarRow,
  nothingOf,
  rightAfter,
  rightBefore,
} from './evidence.ts';
import { findingGroups, findingsOf } from './finding-groups.ts';
import { headLines, isPractice, roleLines, siteName, totalLines } from './log-head.ts';
import { stepTitle, type LogSettings } from './log-settings.ts';
import { practiceMark } from './html-page.ts';
import {
  counted,
  duration,
  outcomeNames,
  readableClock,
  readableDay,
  severityNames,
  sideName,
  targetNames,
  visible,
  visibleLines,
} from './readable.ts';
import { heading, labelled, plainName, wrapped } from './text-layout.ts';
import type { CalendarRecord, CommandRecord, RunRecord } from './run-record.ts';

/** The run log as plain text of 80 columns, in pieces. Commands stand on lines of their own, uncut, to be copied. */
export function* logText(record: RunRecord, settings: LogSettings): Iterable<string> {
  if (isPractice(record))
    yield `${practiceMark}: a made-up university. Nothing real was read or changed.\n\n`;
  yield wrapped(
    `Run log of ${plainName(siteName(record))}, ${readableDay(record.head.startedAt, settings.timeZone)}`,
  );
  yield '\n';
  for (const [name, value] of headLines(record, settings)) yield labelled(name, plainName(value));
  yield* roles(record, settings);
  yield heading('Totals');
  for (const [name, value] of totalLines(record)) yield labelled(name, value, 34);
  yield* findings(record, settings);
  yield* evidence(record, settings);
  yield* calendars(record);
  yield* commands(record, settings);
}

function* roles(record: RunRecord, settings: LogSettings): Iterable<string> {
  const rows = roleLines(record, settings);
  if (rows.length === 0) return;
  yield heading('Roles found against needed');
  for (const { role, found } of rows) {
    yield wrapped(`${targetNames[role.target]}: ${role.role}, for ${role.for}`);
    yield wrapped(`${found} (${stepTitle(settings, role.step)})`, '  ');
  }
}

function* findings(record: RunRecord, settings: LogSettings): Iterable<string> {
  yield heading('Findings');
  const groups = findingGroups(record);
  if (groups.length === 0) yield 'There is none.\n';
  for (const group of groups) for (const found of findingsOf(record, group)) yield finding(found, settings);
}

function finding(found: Finding, settings: LogSettings): string {
  const part = (label: string, text: string): string => labelled(`   ${label}`, plainName(text), 11);
  const said =
    found.original === undefined
      ? ''
      : `   What the service said\n${visibleLines(found.original).replaceAll(/^/gmu, '     ')}\n`;
  return (
    wrapped(`!! ${severityNames[found.severity]}: ${plainName(found.what)}`) +
    part('Where', found.where) +
    part('Why', found.why) +
    part('Do', found.do) +
    said +
    `   ${stepTitle(settings, found.step)}, ${found.id}\n\n`
  );
}

function* evidence(record: RunRecord, settings: LogSettings): Iterable<string> {
  const expectations = expectationsOf(record);
  for (const step of record.head.steps) {
    yield heading(stepTitle(settings, step));
    let rows = 0;
    for (const resource of record.resources(step)) {
      if (isCalendarRow(resource.resource)) continue;
      rows += 1;
      const reason = resource.reason === '' ? '' : `: ${plainName(resource.reason)}`;
      yield wrapped(`${plainName(resource.name)} (${resource.kind}, ${plainName(resource.where)})`);
      yield wrapped(`${outcomeNames[resource.outcome]}${reason}`, '  ');
      for (const line of evidenceLines(resource, expectations)) {
        yield wrapped(`${visible(line.property)}: ${fromTo(line)}`, '    ');
      }
    }
    if (rows === 0) yield `${nothingOf(step)}\n`;
  }
}

function fromTo({ before, expected, after }: { before: string; expected: string; after: string }): string {
  const wanted = expected === '' ? '' : `, expected ${expected}`;
  if (after === '') return `${before === '' ? 'not read' : before}${wanted}`;
  return before === after
    ? `${after}${wanted}`
    : `${before === '' ? 'not read' : before} -> ${after}${wanted}`;
}

function* calendars(record: RunRecord): Iterable<string> {
  let rows = 0;
  for (const row of record.calendars()) {
    if (rows === 0) yield heading('Calendars');
    rows += 1;
    yield calendar(row);
  }
  if (rows > 0) yield `${counted(rows, 'calendar')}.\n`;
}

function calendar(row: CalendarRecord): string {
  const where = [sideName(row.side), plainName(row.folder)].filter((part) => part !== '').join(', ');
  const before = rightBefore(row);
  const after = rightAfter(row);
  const rights = after === '' ? before : `${before === '' ? 'not read' : before} -> ${after}`;
  const reason = row.reason === '' ? '' : `: ${plainName(row.reason)}`;
  const entries = (when: string, found: CalendarRecord['entriesBefore']): string =>
    found.map((entry) => wrapped(`${when} ${plainName(entryText(entry))}`, '    ')).join('');
  return (
    wrapped(`${plainName(row.name)} <${plainName(row.address)}>`) +
    wrapped(`${outcomeNames[row.outcome]}${reason}`, '  ') +
    (where === '' && rights === ''
      ? ''
      : wrapped([where, rights].filter((part) => part !== '').join('; '), '  ')) +
    entries('before', row.entriesBefore) +
    entries('after', row.entriesAfter)
  );
}

function* commands(record: RunRecord, settings: LogSettings): Iterable<string> {
  yield heading('Commands, in the order in which they were sent');
  let step: StepId | undefined;
  let rows = 0;
  for (const sent of record.commands()) {
    rows += 1;
    if (sent.command.step !== step) {
      step = sent.command.step;
      yield `\n${stepTitle(settings, step)}\n`;
    }
    yield command(sent, settings);
  }
  if (rows === 0) yield 'No command was sent.\n';
}

function command({ at, command, answer }: CommandRecord, settings: LogSettings): string {
  const time = readableClock(at, settings.timeZone);
  const head = `${time}  ${targetNames[command.target]}, ${command.writes ? 'writes' : 'reads'}: ${result(answer)}`;
  const failure =
    answer?.failure === undefined
      ? ''
      : `${visibleLines(answer.failure.text).replaceAll(/^/gmu, '    ! ')}\n`;
  const warnings = (answer?.warnings ?? [])
    .map((text) => wrapped(`Warning: ${visible(text)}`, '    '))
    .join('');
  return `${wrapped(head, '  ')}${visibleLines(settings.commandText(command)).replaceAll(/^/gmu, '    ')}\n${failure}${warnings}`;
}

function result(answer: CommandRecord['answer']): string {
  if (answer === undefined) return 'no answer was recorded';
  const took = duration(answer.durationMs);
  if (answer.ok) return `done in ${took}, ${counted(answer.rows, 'row')}`;
  const failure =
    answer.failure === undefined ? '' : ` (${answer.failure.kind}, ${visible(answer.failure.id)})`;
  return `refused after ${took}${failure}`;
}
