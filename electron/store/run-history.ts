import type { Json } from '../../shared/commands/value.ts';
import type { Outcome } from '../../shared/run/events.ts';
import type { History, MadeChange } from '../../shared/run/journal.ts';
import type { Change } from '../../shared/run/resource.ts';
import type { Database } from './database.ts';
import { changeEvent, lookedEvent, outcome } from './event-schema.ts';

/** What a run's file says already, what is recorded but not yet committed included. */
export class RunHistory implements History {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  outcome(resource: string): Outcome | undefined {
    const row = this.#database.first('SELECT outcome FROM resources WHERE resource = ?', resource);
    return row?.has('outcome') === true ? row.word('outcome', outcome) : undefined;
  }

  agreed(resource: string): readonly Change[] | undefined {
    return this.#look('before_seq', resource)?.changes;
  }

  facts(resource: string): Readonly<Record<string, Json>> | undefined {
    return this.#look('last_seq', resource)?.facts;
  }

  written(resource: string): boolean {
    return (
      this.#database
        .first('SELECT written FROM resources WHERE resource = ?', resource)
        ?.number('written') === 1
    );
  }

  sent(resource: string): ReadonlySet<string> {
    const rows = this.#database.all(
      `SELECT c.change FROM changes AS c JOIN resources AS r ON r.id = c.resource
        WHERE r.resource = ? AND c.state IN ('intended', 'done')`,
      resource,
    );
    return new Set(rows.map((row) => row.text('change')));
  }

  *made(): Generator<MadeChange, void> {
    const rows = this.#database.pages(
      `SELECT -c.seq AS place, r.resource, r.name, e.json AS change, b.json AS before, a.json AS after
        FROM changes AS c
        JOIN resources AS r ON r.id = c.resource
        JOIN events AS e ON e.seq = c.seq
        LEFT JOIN events AS b ON b.seq = r.before_seq
        LEFT JOIN events AS a ON a.seq = r.after_seq
        WHERE c.state = 'done' AND c.seq < -?1 ORDER BY c.seq DESC LIMIT ?2`,
      -Number.MAX_SAFE_INTEGER,
    );
    for (const row of rows) {
      const { step, resource, change } = row.json('change', changeEvent);
      const before = row.has('before') ? row.json('before', lookedEvent) : undefined;
      const after = row.has('after') ? row.json('after', lookedEvent) : undefined;
      yield {
        step,
        resource,
        name: row.has('name') ? row.text('name') : resource,
        change,
        stateBefore: before?.state ?? 'there',
        propertiesBefore: before?.properties ?? {},
        propertiesAfter: after?.properties ?? {},
        identityAfter: after?.identity ?? '',
      };
    }
  }

  counts(): Partial<Record<Outcome, number>> {
    const counts: Partial<Record<Outcome, number>> = {};
    const rows = this.#database.all(
      'SELECT outcome, count(*) AS many FROM resources WHERE outcome IS NOT NULL GROUP BY outcome',
    );
    for (const row of rows) counts[row.word('outcome', outcome)] = row.number('many');
    return counts;
  }

  #look(
    which: 'before_seq' | 'last_seq',
    resource: string,
  ): ReturnType<typeof lookedEvent.parse> | undefined {
    return this.#database
      .first(
        `SELECT e.json FROM resources AS r JOIN events AS e ON e.seq = r.${which} WHERE r.resource = ?`,
        resource,
      )
      ?.json('json', lookedEvent);
  }
}
