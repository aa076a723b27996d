import type { EventOf, RunEvent } from '../../shared/run/events.ts';
import type { Database } from './database.ts';
import { runHead } from './event-schema.ts';
import { fold } from './fold.ts';

/** Puts events into a run's file: each as it is, and what follows from it into the tables made from it. */
export class EventWriter {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Writes one event; the caller has begun the transaction. `text` is its JSON. */
  write(event: RunEvent, seq: number, at: string, text: string): void {
    this.#database.run(
      'INSERT INTO events (seq, at, type, step, resource, json) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      at,
      event.type,
      'step' in event ? event.step : null,
      'resource' in event ? event.resource : null,
      text,
    );
    switch (event.type) {
      case 'started':
        this.#started(event);
        return;
      case 'command':
        this.#sent(event, seq);
        return;
      case 'answer':
        this.#answered(event, seq);
        return;
      case 'looked':
        this.#looked(event, seq);
        return;
      case 'change':
        this.#changed(event, seq);
        return;
      case 'finding':
        this.#found(event, seq);
        return;
      case 'resource':
        this.#ended(event);
        return;
      case 'step':
      case 'secret-needed':
      case 'probe':
      case 'progress':
      case 'waiting':
      case 'slowed':
      case 'finished':
        return;
    }
  }

  /** A plan that is run, or a run that is gone on with: the head says who does what with it now. */
  #started(event: EventOf<'started'>): void {
    const head = this.#database.first('SELECT json FROM head')?.json('json', runHead);
    if (head === undefined) throw this.#database.damaged('It has no head.');
    const { verb, version, plan, by, computer } = event;
    const note = event.note === '' ? head.note : event.note;
    this.#database.run(
      'UPDATE head SET json = ?',
      JSON.stringify({ ...head, verb, version, plan, by, computer, note }),
    );
  }

  #sent(event: EventOf<'command'>, seq: number): void {
    this.#database.run(
      'INSERT INTO commands (seq, number, writes) VALUES (?, ?, ?)',
      seq,
      event.number,
      event.writes ? 1 : 0,
    );
    if (!event.writes || event.change === undefined) return;
    const id = this.#idOf(event);
    this.#database.run('UPDATE resources SET written = 1 WHERE id = ?', id);
    this.#database.run(
      `UPDATE changes SET state = 'intended' WHERE resource = ? AND change = ? AND state IN ('agreed', 'not-done')`,
      id,
      event.change,
    );
  }

  /** A process that goes on may count from anew, so an answer belongs to the last command of its number. */
  #answered(event: EventOf<'answer'>, seq: number): void {
    this.#database.run(
      'UPDATE commands SET answer_seq = ? WHERE seq = (SELECT max(seq) FROM commands WHERE number = ?)',
      seq,
      event.number,
    );
  }

  /** A look after a write is never the look before it, whatever it was made for: what was there first stays known. */
  #looked(event: EventOf<'looked'>, seq: number): void {
    const row = this.#database.first(
      `INSERT INTO resources (step, resource, last_seq) VALUES (?, ?, ?)
        ON CONFLICT (resource) DO UPDATE SET last_seq = excluded.last_seq RETURNING id, written`,
      event.step,
      event.resource,
      seq,
    );
    if (row === undefined) throw this.#database.damaged('It takes no resources.');
    const id = row.number('id');
    const look = event.when === 'before' && row.number('written') === 0 ? 'before' : 'after';
    this.#database.run(`UPDATE resources SET ${look}_seq = ? WHERE id = ?`, seq, id);
    this.#database.run('DELETE FROM entries WHERE resource = ? AND look = ?', id, look);
    event.entries.forEach((entry, place) => {
      this.#database.run(
        'INSERT INTO entries (resource, look, place, user, rights, flags, ours) VALUES (?, ?, ?, ?, ?, ?, ?)',
        id,
        look,
        place,
        entry.user,
        entry.rights.join(', '),
        entry.flags.join(', '),
        entry.ours ? 1 : 0,
      );
    });
    if (look === 'before') this.#agreed(event, id, seq);
  }

  #agreed(event: EventOf<'looked'>, id: number, seq: number): void {
    this.#database.run(`DELETE FROM changes WHERE resource = ? AND state = 'agreed'`, id);
    event.changes.forEach((change, place) => {
      this.#database.run(
        `INSERT OR IGNORE INTO changes (resource, change, place, state, seq) VALUES (?, ?, ?, 'agreed', ?)`,
        id,
        change.id,
        place,
        seq,
      );
    });
  }

  /** What took effect once stays in the list of what this run has to answer for; undo looks before it takes away. */
  #changed(event: EventOf<'change'>, seq: number): void {
    this.#database.run(
      `INSERT INTO changes (resource, change, place, state, seq) VALUES (?, ?, 0, ?, ?)
        ON CONFLICT (resource, change) DO UPDATE SET state = excluded.state, seq = excluded.seq
        WHERE excluded.state = 'done' OR changes.state <> 'done'`,
      this.#idOf(event),
      event.change.id,
      event.done ? 'done' : 'not-done',
      seq,
    );
  }

  /** The same finding again, as after a resume, is still one. */
  #found(event: EventOf<'finding'>, seq: number): void {
    this.#database.run(
      `INSERT INTO findings (seq, severity, step, resource, sameness) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (sameness) DO UPDATE SET seq = excluded.seq, severity = excluded.severity`,
      seq,
      event.severity,
      event.step,
      event.resource ?? null,
      JSON.stringify([event.step, event.id, event.resource ?? '', event.what, event.where]),
    );
  }

  #ended(event: EventOf<'resource'>): void {
    const address = event.address ?? '';
    this.#database.run(
      `INSERT INTO resources (step, resource, name, kind, place, address, outcome, reason, fold)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (resource) DO UPDATE SET name = excluded.name, kind = excluded.kind, place = excluded.place,
          address = excluded.address, outcome = excluded.outcome, reason = excluded.reason, fold = excluded.fold`,
      event.step,
      event.resource,
      event.name,
      event.kind,
      event.where,
      address,
      event.outcome,
      event.reason,
      fold(`${event.name} ${address}`),
    );
  }

  #idOf(event: { readonly step: string; readonly resource: string }): number {
    const known = this.#database.first('SELECT id FROM resources WHERE resource = ?', event.resource);
    if (known !== undefined) return known.number('id');
    this.#database.run('INSERT INTO resources (step, resource) VALUES (?, ?)', event.step, event.resource);
    return this.#idOf(event);
  }
}
