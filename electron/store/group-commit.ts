import { RecordLost } from '../../shared/run/journal.ts';
import type { Database } from './database.ts';
import { reasonOf } from './disk-failure.ts';

/** Within this time of the first write that waits, all are on disk; the commit itself has the rest of the 100 ms. */
const commitAfterMs = 80;

interface Waiting {
  readonly resolve: (nothing: undefined) => void;
  readonly reject: (lost: RecordLost) => void;
}

/**
 * Writes that wait share one synced commit. They go into an open transaction at once, so this process reads them
 * already; others see them, and anyone may be told of them, once it is committed. A write that does not work loses the
 * file for good: all that was not committed is taken back, and every later write throws the same `RecordLost`.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #committed: () => void;
  readonly #afterMs: number;
  #isBegun = false;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #waiting: Waiting[] = [];
  #lost: RecordLost | undefined;

  /** `committed` is called after each commit; what nobody waits for is committed after so many milliseconds. */
  constructor(database: Database, committed: () => void = () => undefined, afterMs = commitAfterMs) {
    this.#database = database;
    this.#committed = committed;
    this.#afterMs = afterMs;
  }

  /** Does the work within the open transaction. Throws `RecordLost`. */
  write<T>(work: () => T): T {
    if (this.#lost !== undefined) throw this.#lost;
    try {
      if (!this.#isBegun) {
        this.#database.exec('BEGIN IMMEDIATE');
        this.#isBegun = true;
        this.#timer = setTimeout(() => {
          this.#commitUnasked();
        }, this.#afterMs);
      }
      return work();
    } catch (cause) {
      throw this.#lose(cause);
    }
  }

  /** Resolves when all that was written until now is on disk; everyone who asks in this turn of the event loop shares the commit. Rejects with `RecordLost`. */
  async onDisk(): Promise<void> {
    if (this.#lost !== undefined) throw this.#lost;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#waiting.push({ resolve, reject });
    this.#immediate ??= setImmediate(() => {
      this.#commitUnasked();
    });
    await promise;
  }

  /** Commits what waits, now. Throws `RecordLost`. */
  commit(): void {
    this.#stopTimers();
    if (this.#lost !== undefined) throw this.#lost;
    if (this.#isBegun) {
      try {
        this.#database.exec('COMMIT');
      } catch (cause) {
        throw this.#lose(cause);
      }
      this.#isBegun = false;
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#committed();
    for (const { resolve } of waiting) resolve(undefined);
  }

  /** Commits for a timer: who waits was told of a loss, and the next write throws it. */
  #commitUnasked(): void {
    try {
      this.commit();
    } catch (thrown) {
      if (!(thrown instanceof RecordLost)) throw thrown;
    }
  }

  #lose(cause: unknown): RecordLost {
    this.#stopTimers();
    this.#isBegun = false;
    const lost = new RecordLost(
      `The run has stopped: its record can't be written to ${this.#database.file}. ${reasonOf(cause)} Make room or mend that, then go on: everything that was reported is recorded.`,
      { cause },
    );
    this.#lost = lost;
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // SQLite has taken the transaction back by itself where the disk is full; what is on disk is the last commit either way.
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(lost);
    return lost;
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#immediate = undefined;
  }
}
