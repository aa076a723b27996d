import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { z } from 'zod';
import { isDamage } from './disk-failure.ts';
import { syncFolder } from './json-file.ts';
import type { StoreProblem } from './store-problem.ts';

/** One kind of SQLite file that this program makes. */
export interface FileKind {
  /** Stands in the file's header, and tells it from other programs' databases. */
  readonly applicationId: number;
  readonly version: number;
  /** The statements that make its tables and indexes. */
  readonly tables: readonly string[];
  damaged(file: string, why: string, cause?: unknown): StoreProblem;
  newer(file: string, version: number): StoreProblem;
}

/** Rows of one page of a long list: enough to make the cost of asking small, few enough to be held. */
export const pageSize = 200;

/** How long to wait for another process's write, in milliseconds. */
const busyTimeoutMs = 5_000;

/** One row of an answer; reading a column of another type than expected means that the file is damaged. */
export class Row {
  readonly #values: Readonly<Record<string, SQLOutputValue>>;
  readonly #damaged: (why: string) => StoreProblem;

  constructor(values: Readonly<Record<string, SQLOutputValue>>, damaged: (why: string) => StoreProblem) {
    this.#values = values;
    this.#damaged = damaged;
  }

  has(column: string): boolean {
    return this.#values[column] !== null;
  }

  text(column: string): string {
    const value = this.#values[column];
    if (typeof value !== 'string') throw this.#damaged(`It has no text in ${column}.`);
    return value;
  }

  number(column: string): number {
    const value = this.#values[column];
    if (typeof value !== 'number') throw this.#damaged(`It has no number in ${column}.`);
    return value;
  }

  /** A text that is one of a few. */
  word<T>(column: string, schema: z.ZodType<T>): T {
    return this.#parsed(column, this.text(column), schema);
  }

  /** A column of JSON text. */
  json<T>(column: string, schema: z.ZodType<T>): T {
    let content: unknown;
    try {
      content = JSON.parse(this.text(column));
    } catch (thrown) {
      if (thrown instanceof SyntaxError) throw this.#damaged(`What it has in ${column} can't be read.`);
      throw thrown;
    }
    return this.#parsed(column, content, schema);
  }

  #parsed<T>(column: string, content: unknown, schema: z.ZodType<T>): T {
    const parsed = schema.safeParse(content);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw this.#damaged(
      `What it has in ${column} has another form: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
    );
  }
}

/** An open SQLite file with its statements, each prepared once and kept. */
export class Database {
  readonly file: string;
  readonly #kind: FileKind;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, kind: FileKind) {
    this.file = file;
    this.#kind = kind;
    this.#sqlite = new DatabaseSync(file, { timeout: busyTimeoutMs });
  }

  get isOpen(): boolean {
    return this.#sqlite.isOpen;
  }

  /** Runs statements that have neither values nor rows, such as `COMMIT`. */
  exec(sql: string): void {
    this.#sqlite.exec(sql);
  }

  run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  first(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    const row = this.#reading(() => this.#statement(sql).get(...values));
    return row === undefined ? undefined : this.#row(row);
  }

  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#reading(() => this.#statement(sql).all(...values)).map((row) => this.#row(row));
  }

  /**
   * A long list page by page, without an open cursor between them, so that writing can go on. The statement takes
   * the place after which the page begins as `?1`, the size of a page as `?2`, further values from `?3` on, and each
   * row has its `place`.
   */
  *pages(sql: string, start: number, ...values: readonly SQLInputValue[]): Generator<Row, void> {
    for (let place = start; ;) {
      const rows = this.all(sql, place, pageSize, ...values);
      for (const row of rows) {
        place = row.number('place');
        yield row;
      }
      if (rows.length < pageSize) return;
    }
  }

  /** What is the matter with the file, as the problem that is thrown. */
  damaged(why: string, cause?: unknown): StoreProblem {
    return this.#kind.damaged(this.file, why, cause);
  }

  close(): void {
    this.#statements.clear();
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #reading<T>(read: () => T): T {
    try {
      return read();
    } catch (thrown) {
      if (isDamage(thrown)) throw this.damaged('Its content is not that of a whole database.', thrown);
      throw thrown;
    }
  }

  #row(values: Readonly<Record<string, SQLOutputValue>>): Row {
    return new Row(values, (why) => this.damaged(why));
  }
}

/**
 * Makes a file of that kind with its first rows. It gets its name only when it is whole, so a process that dies in
 * between leaves no half file under that name. False where the name is taken; throws what the file system and SQLite throw.
 */
export function createDatabase(file: string, kind: FileKind, fill: (database: Database) => void): boolean {
  const unfinished = unfinishedName(file);
  try {
    closeSync(openSync(unfinished, 'wx', 0o600));
  } catch (thrown) {
    if (existsSync(unfinished)) return false;
    throw thrown;
  }
  try {
    if (existsSync(file)) return false;
    const database = new Database(unfinished, kind);
    try {
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN');
      for (const table of kind.tables) database.exec(table);
      database.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${kind.version}`);
      fill(database);
      database.exec('COMMIT');
    } finally {
      database.close();
    }
    renameSync(unfinished, file);
    syncFolder(dirname(file));
    return true;
  } finally {
    for (const rest of ['', '-wal', '-shm']) rmSync(unfinished + rest, { force: true });
  }
}

/** The name that a file has while it is being made. */
export const unfinishedName = (file: string): string => `${file}.new`;

/**
 * Opens a file of that kind for reading and writing. A file that is damaged or newer is refused; nothing is written
 * to it before that is known. `thorough` reads it all, so that damage anywhere is found.
 */
export function openDatabase(file: string, kind: FileKind, thorough: boolean): Database {
  let database: Database | undefined;
  try {
    database = new Database(file, kind);
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    check(database, kind, thorough);
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (thrown) {
    database?.close();
    if (isDamage(thrown)) throw kind.damaged(file, 'It is not a whole SQLite database.', thrown);
    throw thrown;
  }
}

function check(database: Database, kind: FileKind, thorough: boolean): void {
  const pragma = (name: string): number => database.first(`PRAGMA ${name}`)?.number(name) ?? 0;
  if (pragma('application_id') !== kind.applicationId)
    throw database.damaged('It is not a file of this kind: its header does not say so.');
  const version = pragma('user_version');
  if (version > kind.version) throw kind.newer(database.file, version);
  const made = new Set(
    database.all('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').map((row) => row.text('sql')),
  );
  const missing = kind.tables.find((sql) => !made.has(sql));
  if (version !== kind.version || missing !== undefined)
    throw database.damaged(`It lacks a part: ${(missing ?? 'its version').split('(')[0]?.trim() ?? ''}.`);
  if (!thorough) return;
  const verdict = database.first('PRAGMA quick_check(1)')?.text('quick_check') ?? '';
  if (verdict !== 'ok') throw database.damaged(`SQLite's check of it says: ${verdict}.`);
}
