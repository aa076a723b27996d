import { isCalendarRow } from './evidence.ts';
import { isPractice, roleLines } from './log-head.ts';
import type { LogSettings } from './log-settings.ts';
import { practiceMark } from './html-page.ts';
import type { RunRecord } from './run-record.ts';

/**
 * The run log as JSON, one object, in pieces of one item each: `format`, `practiceSite`, `head`, `counts`, `roles`,
 * `findings`, `resources` (all but calendars), `calendars`, `commands`. Everything is exactly as it was recorded; secrets are references.
 */
export function* logJson(record: RunRecord, settings: LogSettings): Iterable<string> {
  const practice = isPractice(record);
  yield '{\n';
  yield* fields({
    format: 'calendar-push-setup run log',
    formatVersion: 1,
    practiceSite: practice,
    ...(practice ? { mark: practiceMark } : {}),
    head: record.head,
    finishedAt: record.finishedAt ?? null,
    exitCode: record.exitCode ?? null,
    durationMs: record.durationMs,
    estimatedMs: settings.estimatedMs ?? null,
    counts: record.counts,
    commandCounts: record.commandCounts,
    roles: roleLines(record, settings).map(({ role, found }) => ({ ...role, found })),
  });
  yield* list('findings', record.findings());
  yield ',\n';
  yield* list('resources', resources(record));
  yield ',\n';
  yield* list('calendars', record.calendars());
  yield ',\n';
  yield* list('commands', commands(record, settings));
  yield '\n}\n';
}

function* fields(values: Readonly<Record<string, unknown>>): Iterable<string> {
  for (const [name, value] of Object.entries(values))
    yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`;
}

function* list(name: string, items: Iterable<unknown>): Iterable<string> {
  yield `  ${JSON.stringify(name)}: [`;
  let first = true;
  for (const item of items) {
    yield `${first ? '\n' : ',\n'}    ${JSON.stringify(item)}`;
    first = false;
  }
  yield first ? ']' : '\n  ]';
}

function* resources(record: RunRecord): Iterable<unknown> {
  for (const step of record.head.steps)
    for (const resource of record.resources(step)) if (!isCalendarRow(resource.resource)) yield resource;
}

function* commands(record: RunRecord, { commandText }: LogSettings): Iterable<unknown> {
  for (const sent of record.commands())
    yield {
      at: sent.at,
      text: commandText(sent.command),
      command: sent.command,
      answer: sent.answer ?? null,
    };
}
