import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { DamagedPracticeFile, ExistingPracticeFile, MissingPracticeFile } from './refusals.ts';
import { NewerPracticeFile, UnwritablePracticeFile } from './refusals.ts';
import { text, UnexpectedColumn, whole, type Row } from './rows.ts';
import { applicationId, formVersion, tableNames, tables } from './schema.ts';

/** How long a writer waits for another process, in milliseconds. */
const busyTimeoutMs = 10_000;

/**
 * The state of one practice site: an SQLite file that several processes share. Nothing is cached between commands, so
 * each sees what the others wrote; only prepared statements are kept. A write that was answered survives `kill -9`
 * (write-ahead log).
 */
export class PracticeState {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #kept = new Map<string, StatementSync>();
  #depth = 0;

  /** Use {@link openPractice} or {@link createPractice}. */
  constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.#database = database;
  }

  /** The first row, if any. */
  row(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  /** All rows: only for answers that are known to be small; see {@link pages} for the others. */
  rows(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.#statement(sql).all(...values));
  }

  /** Runs a statement that writes; returns how many rows it changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#guard(() => Number(this.#statement(sql).run(...values).changes));
  }

  /**
   * Does the work as one transaction, which is taken back if it throws. A transaction inside another one is part of it.
   * It must not be left open across a `yield`: other commands of this process share the connection.
   */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.run('BEGIN IMMEDIATE');
    this.#depth += 1;
    try {
      const result = work();
      this.run('COMMIT');
      return result;
    } catch (thrown) {
      if (this.#database.isTransaction) this.run('ROLLBACK');
      throw thrown;
    } finally {
      this.#depth -= 1;
    }
  }

  /**
   * Reads a long list page by page, so that neither memory nor a lock grows with it. `fetch` gets the key after which
   * the next page begins (empty for the first) and must return rows in the order of that key, which `key` names.
   */
  *pages(fetch: (after: string, limit: number) => Row[], key: string, limit = 500): Generator<Row> {
    let after = '';
    for (;;) {
      const page = fetch(after, limit);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < limit) return;
      after = text(last, key);
    }
  }

  close(): void {
    this.#kept.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const kept = this.#kept.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    this.#kept.set(sql, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (isCorruption(thrown)) throw new DamagedPracticeFile(this.file, 'its contents are damaged');
      throw thrown;
    }
  }
}

/**
 * Opens a practice site. Throws `MissingPracticeFile`, `DamagedPracticeFile` or `NewerPracticeFile`; then nothing was
 * changed.
 */
export function openPractice(file: string): PracticeState {
  const path = resolve(file);
  if (!existsSync(path)) throw new MissingPracticeFile(path);
  const database = connect(path);
  try {
    checkForm(path, database);
    settle(database);
    return new PracticeState(path, database);
  } catch (thrown) {
    database.close();
    if (isCorruption(thrown) || thrown instanceof UnexpectedColumn)
      throw new DamagedPracticeFile(path, 'it is no practice site, or it is damaged');
    throw thrown;
  }
}

/** Makes a new, empty practice site. Throws `ExistingPracticeFile` or `UnwritablePracticeFile`. */
export function createPractice(file: string): PracticeState {
  const path = resolve(file);
  if (existsSync(path)) throw new ExistingPracticeFile(path);
  const database = connect(path);
  try {
    settle(database);
    database.exec(
      `BEGIN IMMEDIATE; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formVersion}; ${tables} COMMIT`,
    );
  } catch (thrown) {
    database.close();
    throw new UnwritablePracticeFile(
      path,
      thrown instanceof Error ? thrown.message : 'it can not be written',
    );
  }
  return new PracticeState(path, database);
}

function connect(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: busyTimeoutMs });
  } catch (thrown) {
    throw new UnwritablePracticeFile(
      path,
      thrown instanceof Error ? thrown.message : 'the file can not be opened',
    );
  }
}

function settle(database: DatabaseSync): void {
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
}

function checkForm(path: string, database: DatabaseSync): void {
  const number = (pragma: string): number => whole(database.prepare(`PRAGMA ${pragma}`).get() ?? {}, pragma);
  if (number('application_id') !== applicationId)
    throw new DamagedPracticeFile(path, 'it is no practice site');
  const version = number('user_version');
  if (version > formVersion) throw new NewerPracticeFile(path, version, formVersion);
  const there = new Set(
    database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map((row) => text(row, 'name')),
  );
  const lacking = tableNames.find((name) => !there.has(name));
  if (lacking !== undefined) throw new DamagedPracticeFile(path, `its table ${lacking} is missing`);
  const verdict = text(database.prepare('PRAGMA quick_check(1)').get() ?? {}, 'quick_check');
  if (verdict !== 'ok') throw new DamagedPracticeFile(path, 'its contents are damaged');
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26), extended codes included. */
const isCorruption = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'errcode' in thrown &&
  typeof thrown.errcode === 'number' &&
  [11, 26].includes(thrown.errcode % 256);
