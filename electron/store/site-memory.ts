import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RememberedFolder, Side, SiteMemory } from '../../shared/run/ports.ts';
import {
  createDatabase,
  openDatabase,
  pageSize,
  unfinishedName,
  type Database,
  type FileKind,
} from './database.ts';
import { reasonOf } from './disk-failure.ts';
import { GroupCommit } from './group-commit.ts';
import { makeRunsFolder } from './run-folder.ts';
import { DamagedSiteMemory, FolderNotWritable, NewerSiteMemory } from './store-problem.ts';

const version = 1;

const siteMemoryKind: FileKind = {
  // "CPSS" in ASCII.
  applicationId: 0x43505353,
  version,
  damaged: (file, why, cause) => new DamagedSiteMemory(file, why, cause),
  newer: (file, found) => new NewerSiteMemory(file, found, version),
  tables: [
    `CREATE TABLE folders (
      side TEXT NOT NULL,
      mailbox TEXT NOT NULL,
      folder_id TEXT NOT NULL,
      folder_name TEXT NOT NULL,
      PRIMARY KEY (side, mailbox)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE identities (resource TEXT PRIMARY KEY, identity TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE made_entries (side TEXT NOT NULL, mailbox TEXT NOT NULL, PRIMARY KEY (side, mailbox)) STRICT, WITHOUT ROWID`,
    `CREATE TABLE runs (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), last_plan INTEGER NOT NULL, last_run TEXT NOT NULL) STRICT`,
  ],
};

/** The folder in which what is kept by site stands, beside the runs. */
export const sitesFolder = (runs: string): string => join(runs, 'sites');

const [synced, notSynced] = ['PRAGMA synchronous = FULL', 'PRAGMA synchronous = NORMAL'];
/** So soon is it written: a process that is killed loses next to nothing of what it found out. */
const commitAfterMs = 1;

/**
 * What is remembered of a site across runs, in a file of its own. Written by the process that holds the site, at
 * once, but only the number of a plan is waited for until the disk has it: what a power failure takes is found again.
 * Others may read. Each remembering throws `RecordLost` once the file can't be written.
 */
export class SiteMemoryFile implements SiteMemory {
  readonly file: string;
  readonly #database: Database;
  readonly #commit: GroupCommit;

  constructor(database: Database) {
    this.file = database.file;
    this.#database = database;
    this.#commit = new GroupCommit(database, undefined, commitAfterMs);
    this.#database.exec(notSynced);
  }

  folder(side: Side, mailbox: string): RememberedFolder | undefined {
    const row = this.#database.first(
      'SELECT folder_id, folder_name FROM folders WHERE side = ? AND mailbox = ?',
      side,
      mailbox,
    );
    return row && { folderId: row.text('folder_id'), folderName: row.text('folder_name') };
  }

  rememberFolder(side: Side, mailbox: string, folder: RememberedFolder): void {
    this.#write(
      'INSERT OR REPLACE INTO folders (side, mailbox, folder_id, folder_name) VALUES (?, ?, ?, ?)',
      side,
      mailbox,
      folder.folderId,
      folder.folderName,
    );
  }

  forgetFolder(side: Side, mailbox: string): void {
    this.#write('DELETE FROM folders WHERE side = ? AND mailbox = ?', side, mailbox);
  }

  identity(resource: string): string | undefined {
    return this.#database
      .first('SELECT identity FROM identities WHERE resource = ?', resource)
      ?.text('identity');
  }

  rememberIdentity(resource: string, identity: string): void {
    this.#write('INSERT OR REPLACE INTO identities (resource, identity) VALUES (?, ?)', resource, identity);
  }

  madeEntry(side: Side, mailbox: string): boolean {
    return (
      this.#database.first(
        'SELECT 1 AS found FROM made_entries WHERE side = ? AND mailbox = ?',
        side,
        mailbox,
      ) !== undefined
    );
  }

  rememberMadeEntry(side: Side, mailbox: string, made: boolean): void {
    this.#write(
      made
        ? 'INSERT OR IGNORE INTO made_entries (side, mailbox) VALUES (?, ?)'
        : 'DELETE FROM made_entries WHERE side = ? AND mailbox = ?',
      side,
      mailbox,
    );
  }

  *madeEntries(): Generator<{ readonly side: Side; readonly mailbox: string }, void> {
    for (const side of ['on-premises', 'cloud'] as const) {
      let last = '';
      for (;;) {
        const rows = this.#database.all(
          'SELECT mailbox FROM made_entries WHERE side = ? AND mailbox > ? ORDER BY mailbox LIMIT ?',
          side,
          last,
          pageSize,
        );
        for (const row of rows) {
          last = row.text('mailbox');
          yield { side, mailbox: last };
        }
        if (rows.length < pageSize) break;
      }
    }
  }

  /** The number of a new plan of this site: 1, 2, 3 … On disk before it is given, so none is given twice. */
  nextPlanNumber(): number {
    this.#commit.commit();
    this.#database.exec(synced);
    const number = this.#commit.write(() =>
      this.#database
        .first('UPDATE runs SET last_plan = last_plan + 1 RETURNING last_plan')
        ?.number('last_plan'),
    );
    if (number === undefined) throw this.#database.damaged('It has no plan number.');
    this.#commit.commit();
    this.#database.exec(notSynced);
    return number;
  }

  /** The id of the last run on this site; undefined before the first. */
  get lastRun(): string | undefined {
    const run = this.#database.first('SELECT last_run FROM runs')?.text('last_run') ?? '';
    return run === '' ? undefined : run;
  }

  rememberLastRun(run: string): void {
    this.#write('UPDATE runs SET last_run = ?', run);
  }

  /** Writes what waits, and closes the file. Throws `RecordLost` where that does not work; the file is closed all the same. */
  close(): void {
    if (!this.#database.isOpen) return;
    try {
      this.#commit.commit();
    } finally {
      this.#database.close();
    }
  }

  #write(sql: string, ...values: readonly string[]): void {
    this.#commit.write(() => {
      this.#database.run(sql, ...values);
    });
  }
}

/**
 * Opens what is remembered of a site, or begins it; only the process that holds the site begins it. Throws `FolderNotWritable`, `DamagedSiteMemory` or `NewerSiteMemory`.
 * @param runs the folder for runs
 * @param siteId the id in the site file
 */
export function openSiteMemory(runs: string, siteId: string): SiteMemoryFile {
  const folder = sitesFolder(runs);
  makeRunsFolder(folder);
  const file = join(folder, `${siteId.toLowerCase()}.sqlite`);
  try {
    if (!existsSync(file)) {
      // Left by a holder that died while it began.
      rmSync(unfinishedName(file), { force: true });
      createDatabase(file, siteMemoryKind, (database) => {
        database.run(`INSERT INTO runs (only_row, last_plan, last_run) VALUES (1, 0, '')`);
      });
    }
    return new SiteMemoryFile(openDatabase(file, siteMemoryKind, true));
  } catch (thrown) {
    if (thrown instanceof DamagedSiteMemory || thrown instanceof NewerSiteMemory) throw thrown;
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
}
