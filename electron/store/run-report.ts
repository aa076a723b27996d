import type { Json } from '../../shared/commands/value.ts';
import type { Outcome, RecordedEvent } from '../../shared/run/events.ts';
import type { Finding } from '../../shared/run/finding.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import type { Side } from '../../shared/run/ports.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import type {
  CalendarRecord,
  CommandRecord,
  ResourceRecord,
  RunRecord,
} from '../../shared/log/run-record.ts';
import type { Database, Row } from './database.ts';
import {
  answerEvent,
  commandEvent,
  eventOfType,
  eventType,
  finding,
  finishedEvent,
  lookedEvent,
  outcome as outcomeSchema,
  runHead,
  step as stepSchema,
} from './event-schema.ts';
import type { RunHistory } from './run-history.ts';

const resourceColumns = `r.id AS place, r.step, r.resource, r.name, r.kind, r.place AS system, r.address, r.outcome, r.reason,
  b.json AS before, a.json AS after`;
const resourceTables = `resources AS r
  LEFT JOIN events AS b ON b.seq = r.before_seq
  LEFT JOIN events AS a ON a.seq = r.after_seq`;

/** Reads a run back from its file, for the log and its exports. Long lists come page by page. */
export class RunReport implements RunRecord {
  readonly #database: Database;
  readonly #history: RunHistory;

  constructor(database: Database, history: RunHistory) {
    this.#database = database;
    this.#history = history;
  }

  get head(): RunHead {
    const head = this.#database.first('SELECT json FROM head')?.json('json', runHead);
    if (head === undefined) throw this.#database.damaged('It has no head.');
    return head;
  }

  get finishedAt(): string | undefined {
    return this.#end()?.text('at');
  }

  get exitCode(): number | undefined {
    return this.#end()?.json('json', finishedEvent).exitCode;
  }

  /** The time in which a process worked on it; a pause before it was gone on with does not count. */
  get durationMs(): number {
    const starts = this.#database.all(
      `SELECT seq, at FROM events WHERE type IN ('started', 'finished') AND type = 'started' ORDER BY seq`,
    );
    return starts.reduce((total, start, index) => {
      const next = starts[index + 1]?.number('seq') ?? Number.MAX_SAFE_INTEGER;
      const last = this.#database.first(
        'SELECT at FROM events WHERE seq < ? ORDER BY seq DESC LIMIT 1',
        next,
      );
      return total + Date.parse(last?.text('at') ?? start.text('at')) - Date.parse(start.text('at'));
    }, 0);
  }

  get estimatedMs(): number | undefined {
    const row = this.#database.first(
      `SELECT sum(json_extract(json, '$.estimateMs')) AS ms FROM events WHERE type = 'step'`,
    );
    return row?.has('ms') === true ? row.number('ms') : undefined;
  }

  get counts(): Readonly<Partial<Record<Outcome, number>>> {
    return this.#history.counts();
  }

  get commandCounts(): { readonly read: number; readonly wrote: number } {
    const row = this.#database.first(
      'SELECT count(*) AS sent, coalesce(sum(writes), 0) AS wrote FROM commands',
    );
    const wrote = row?.number('wrote') ?? 0;
    return { read: (row?.number('sent') ?? 0) - wrote, wrote };
  }

  *commands(): Generator<CommandRecord, void> {
    const rows = this.#database.pages(
      `SELECT c.seq AS place, e.at, e.json AS command, a.json AS answer
        FROM commands AS c JOIN events AS e ON e.seq = c.seq LEFT JOIN events AS a ON a.seq = c.answer_seq
        WHERE c.seq > ?1 ORDER BY c.seq LIMIT ?2`,
      0,
    );
    for (const row of rows) {
      yield {
        at: row.text('at'),
        command: row.json('command', commandEvent),
        answer: row.has('answer') ? row.json('answer', answerEvent) : undefined,
      };
    }
  }

  *resources(step: StepId): Generator<ResourceRecord, void> {
    const rows = this.#database.pages(
      `SELECT ${resourceColumns} FROM ${resourceTables}
        WHERE r.step = ?3 AND r.id > ?1 ORDER BY r.id LIMIT ?2`,
      0,
      step,
    );
    for (const row of rows) yield this.#resource(row);
  }

  *calendars(): Generator<CalendarRecord, void> {
    const rows = this.#database.pages(
      `SELECT ${resourceColumns} FROM ${resourceTables}
        WHERE r.step = 'calendar-permissions' AND r.id > ?1 ORDER BY r.id LIMIT ?2`,
      0,
    );
    for (const row of rows) {
      const record = this.#resource(row);
      const side = sideIn(record.resource);
      if (side === undefined && !record.resource.startsWith('person/')) continue;
      const folder = record.after?.['folder'] ?? record.before?.['folder'];
      yield {
        ...record,
        side,
        address: row.text('address'),
        folder: typeof folder === 'string' ? folder : '',
      };
    }
  }

  *findings(): Generator<Finding & { readonly at: string }, void> {
    const rows = this.#database.pages(
      `SELECT f.place, e.at, e.json FROM findings AS f JOIN events AS e ON e.seq = f.seq
        WHERE f.place > ?1 ORDER BY f.place LIMIT ?2`,
      0,
    );
    for (const row of rows) yield { ...row.json('json', finding), at: row.text('at') };
  }

  *events(): Generator<RecordedEvent, void> {
    const rows = this.#database.pages(
      'SELECT seq AS place, at, type, json FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2',
      0,
    );
    for (const row of rows) {
      const event = row.json('json', eventOfType[row.word('type', eventType)]);
      yield { ...event, seq: row.number('place'), at: row.text('at') };
    }
  }

  fact(resource: string, property: string): Json | undefined {
    return this.#history.facts(resource)?.[property];
  }

  /** The event that ended the run, unless it was begun again since. */
  #end(): Row | undefined {
    const last = this.#database.first(
      `SELECT type, at, json FROM events WHERE type IN ('started', 'finished') ORDER BY seq DESC LIMIT 1`,
    );
    return last?.text('type') === 'finished' ? last : undefined;
  }

  /** A resource that has no outcome was under way, or its turn did not come, when the run was interrupted. */
  #resource(row: Row): ResourceRecord {
    const before = row.has('before') ? row.json('before', lookedEvent) : undefined;
    const after = row.has('after') ? row.json('after', lookedEvent) : undefined;
    const isEnded = row.has('outcome');
    return {
      step: row.word('step', stepSchema),
      resource: row.text('resource'),
      name: row.has('name') ? row.text('name') : row.text('resource'),
      kind: row.text('kind'),
      where: row.text('system'),
      outcome: isEnded ? row.word('outcome', outcomeSchema) : 'not-done',
      reason: isEnded ? row.text('reason') : 'The run was interrupted before this was settled.',
      before: before?.properties,
      after: after?.properties,
      entriesBefore: before?.entries ?? [],
      entriesAfter: after?.entries ?? [],
    };
  }
}

/** The side of a calendar by the id of its resource, as `shared/steps/ids.ts` makes it. */
const sideIn = (resource: string): Side | undefined =>
  resource.startsWith('calendar/on-premises/')
    ? 'on-premises'
    : resource.startsWith('calendar/cloud/')
      ? 'cloud'
      : undefined;
