import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { isBusy, reasonOf } from './disk-failure.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { makeRunsFolder } from './run-folder.ts';
import { sitesFolder } from './site-memory.ts';
import { FolderNotWritable, SiteIsHeld, type Holder } from './store-problem.ts';

const holderSchema: z.ZodType<Holder> = z.object({
  run: z.string(),
  pid: z.number(),
  computer: z.string(),
  since: z.string(),
});

/** A site that this process holds. */
export interface SiteHold {
  /** Who held it before and died without letting go; undefined where nobody did. */
  readonly previousDied: Holder | undefined;
  /** Lets go. Doing it twice does no harm. */
  release(): void;
}

/** How often, and how long apart in milliseconds, the name of a holder is read that took the site this very moment. */
const looksForHolder = 5;
const betweenLooksMs = 20;

/** A lock that is collected as garbage is let go, so all that are held stay reachable from here. */
const locks = new Set<DatabaseSync>();

/**
 * Takes a site for one run. The lock is the operating system's own on a file, by way of an SQLite transaction that
 * stays open, so it goes with the process however that ends; who holds it stands in a file beside it. That second
 * file is left behind only by a process that died.
 * Throws `SiteIsHeld` where another process has it, or `FolderNotWritable`.
 * @param runs the folder for runs
 * @param siteId the id in the site file
 */
export function holdSite(runs: string, siteId: string, holder: Holder): SiteHold {
  const folder = sitesFolder(runs);
  makeRunsFolder(folder);
  const lockFile = join(folder, `${siteId.toLowerCase()}.hold.sqlite`);
  const holderFile = join(folder, `${siteId.toLowerCase()}.hold.json`);
  const lock = locked(lockFile, holderFile, folder);
  try {
    const previousDied = readJsonFile(holderFile, holderSchema);
    const { run, pid, computer, since } = holder;
    writeJsonFile(holderFile, { run, pid, computer, since });
    locks.add(lock);
    return {
      previousDied,
      release: () => {
        release(lock, holderFile);
      },
    };
  } catch (thrown) {
    lock.close();
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
}

/** Who holds the site now, or held it and died; undefined where nobody does. For showing only: holding is decided by {@link holdSite}. */
export const siteHolder = (runs: string, siteId: string): Holder | undefined =>
  readJsonFile(join(sitesFolder(runs), `${siteId.toLowerCase()}.hold.json`), holderSchema);

/**
 * Nothing but SQLite opens the lock's file: on POSIX a process that closes a file lets go of all its locks on it.
 */
function locked(lockFile: string, holderFile: string, folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockFile, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (thrown) {
    lock?.close();
    if (isBusy(thrown)) throw new SiteIsHeld(lockFile, awaitedHolder(holderFile));
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
}

function awaitedHolder(file: string): Holder | undefined {
  for (let look = 1; ; look += 1) {
    const holder = readJsonFile(file, holderSchema);
    if (holder !== undefined || look === looksForHolder) return holder;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenLooksMs);
  }
}

function release(lock: DatabaseSync, holderFile: string): void {
  if (!locks.delete(lock)) return;
  rmSync(holderFile, { force: true });
  lock.close();
}
