import { secretsIn } from '../../shared/commands/resolve.ts';
import type { RecordedEvent, RunEvent } from '../../shared/run/events.ts';
import type { History, Journal } from '../../shared/run/journal.ts';
import type { People } from '../../shared/run/ports.ts';
import type { RunRecord } from '../../shared/log/run-record.ts';
import type { Database } from './database.ts';
import { commandEvent } from './event-schema.ts';
import { EventWriter } from './event-writer.ts';
import { GroupCommit } from './group-commit.ts';
import { RunHistory } from './run-history.ts';
import { RunPeople } from './run-people.ts';
import { RunReport } from './run-report.ts';

/** So many events wait for a commit at most; then it comes early, so that a burst is not held in memory. */
const mostWaiting = 500;

/**
 * One run in its file, while it goes on and afterwards. Only `createRunFile` and `openRunFile` make one. A single
 * process writes to it (it holds the site); others may read it meanwhile.
 */
export class RunFile implements Journal {
  readonly file: string;
  readonly history: History;
  readonly people: People;
  /** The run read back, for its log. */
  readonly report: RunRecord;
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #commit: GroupCommit;
  readonly #writer: EventWriter;
  readonly #listeners: ((event: RecordedEvent) => void)[] = [];
  readonly #toTell: RecordedEvent[] = [];
  #waiting: RecordedEvent[] = [];
  #isTelling = false;
  #seq: number;

  constructor(database: Database, now: () => Date) {
    this.file = database.file;
    this.#database = database;
    this.#now = now;
    this.#commit = new GroupCommit(database, () => {
      this.#tell();
    });
    this.#writer = new EventWriter(database);
    const history = new RunHistory(database);
    this.history = history;
    this.people = new RunPeople(database, this.#commit);
    this.report = new RunReport(database, history);
    this.#seq = database.first('SELECT coalesce(max(seq), 0) AS seq FROM events')?.number('seq') ?? 0;
  }

  /** The highest number that a command of this run has, 0 before the first: a run that goes on counts from there. */
  get lastCommandNumber(): number {
    return (
      this.#database.first('SELECT coalesce(max(number), 0) AS number FROM commands')?.number('number') ?? 0
    );
  }

  /** Secrets that were made by the program, not given, when they were last sent with a write. */
  get lastSentAsMade(): ReadonlySet<string> {
    const made = new Set<string>();
    const rows = this.#database.all(
      `SELECT e.json FROM commands AS c JOIN events AS e ON e.seq = c.seq
        WHERE c.writes = 1 AND e.step = 'service-accounts' ORDER BY c.seq`,
    );
    for (const row of rows) {
      const command = row.json('json', commandEvent);
      for (const name of secretsIn(command)) {
        if (command.made?.includes(name) === true) made.add(name);
        else made.delete(name);
      }
    }
    return made;
  }

  record(event: RunEvent): void {
    this.#write(event);
    if (this.#waiting.length >= mostWaiting) this.#commit.commit();
  }

  async intend(event: RunEvent): Promise<void> {
    this.#write(event);
    await this.#commit.onDisk();
  }

  async flush(): Promise<void> {
    this.#commit.commit();
  }

  onEvent(listener: (event: RecordedEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Commits what waits, tells it, and closes the file. Throws `RecordLost` where that does not work; the file is closed all the same. */
  close(): void {
    if (!this.#database.isOpen) return;
    try {
      this.#commit.commit();
    } finally {
      this.#database.close();
    }
  }

  #write(event: RunEvent): void {
    const at = this.#now().toISOString();
    const text = JSON.stringify(event);
    this.#commit.write(() => {
      this.#writer.write(event, this.#seq + 1, at, text);
    });
    this.#seq += 1;
    this.#waiting.push({ ...event, seq: this.#seq, at });
  }

  /** Tells what is on disk now, in order, also where a listener records something itself. */
  #tell(): void {
    this.#toTell.push(...this.#waiting);
    this.#waiting = [];
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let event = this.#toTell.shift(); event !== undefined; event = this.#toTell.shift())
        for (const listener of this.#listeners) tellOne(listener, event);
    } finally {
      this.#isTelling = false;
    }
  }
}

/** A listener that throws is a fault of its own: it surfaces, but the record goes on and the others are told. */
function tellOne(listener: (event: RecordedEvent) => void, event: RecordedEvent): void {
  try {
    listener(event);
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
