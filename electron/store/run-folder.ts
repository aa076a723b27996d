import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../shared/run/events.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import { nearestName } from '../../shared/site/nearest-name.ts';
import { createDatabase, openDatabase, unfinishedName, type Database } from './database.ts';
import { reasonOf, systemCode } from './disk-failure.ts';
import { RunFile } from './run-file.ts';
import { RunHistory } from './run-history.ts';
import { RunReport } from './run-report.ts';
import { runFileKind } from './run-tables.ts';
import {
  ClosedRunFile,
  FolderNotWritable,
  NewerRunFile,
  RunIdTaken,
  StoreProblem,
  UnknownRun,
} from './store-problem.ts';

const ending = '.run.sqlite';

/** A run as the list of runs shows it. */
export type ListedRun =
  | {
      readonly state: 'finished' | 'interrupted';
      readonly run: string;
      readonly file: string;
      readonly head: RunHead;
      readonly counts: Readonly<Partial<Record<Outcome, number>>>;
      readonly finishedAt: string | undefined;
      readonly exitCode: number | undefined;
    }
  | {
      readonly state: 'damaged' | 'newer' | 'closed';
      readonly run: string;
      readonly file: string;
      /** What is the matter, and what to do. */
      readonly problem: StoreProblem;
    };

/** The file of a run. */
export const runFileName = (folder: string, run: string): string => join(folder, `${run}${ending}`);

/** Makes the folder for runs if there is none, readable by this account only. Throws `FolderNotWritable`. */
export function makeRunsFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
}

/** An id for a run that begins now, in the local time of this computer: `2026-11-24-1401`, with `-2` and so on where that is taken. */
export function newRunId(folder: string, now: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const minute = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}`;
  const isTaken = (id: string): boolean => {
    const file = runFileName(folder, id);
    return existsSync(file) || existsSync(unfinishedName(file));
  };
  if (!isTaken(minute)) return minute;
  let number = 2;
  while (isTaken(`${minute}-${number}`)) number += 1;
  return `${minute}-${number}`;
}

/**
 * Makes the file of a new run. Throws `FolderNotWritable` or `RunIdTaken`.
 * @param now the clock of the events' times
 */
export function createRunFile(folder: string, head: RunHead, now: () => Date = () => new Date()): RunFile {
  makeRunsFolder(folder);
  const file = runFileName(folder, head.run);
  try {
    const isMade = createDatabase(file, runFileKind, (database) => {
      database.run('INSERT INTO head (only_row, json) VALUES (1, ?)', JSON.stringify(head));
    });
    if (!isMade) throw new RunIdTaken(head.run, folder);
    return new RunFile(openDatabase(file, runFileKind, false), now);
  } catch (thrown) {
    if (thrown instanceof RunIdTaken) throw thrown;
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
}

/**
 * Opens the file of a run, to read it or to go on with it, and checks it as a whole. Throws `UnknownRun`,
 * `DamagedRunFile`, `NewerRunFile` or `ClosedRunFile`.
 * @param now the clock of the events' times
 */
export function openRunFile(folder: string, run: string, now: () => Date = () => new Date()): RunFile {
  const runs = runIds(folder);
  if (!runs.includes(run)) {
    const likeliest = nearestName(run, runs);
    const newest = runs.filter((id) => id !== likeliest).slice(0, likeliest === undefined ? 3 : 2);
    throw new UnknownRun(run, folder, likeliest === undefined ? newest : [likeliest, ...newest]);
  }
  const database = opened(runFileName(folder, run), true);
  try {
    const unreadable = database.first('SELECT seq FROM events WHERE NOT json_valid(json) LIMIT 1');
    if (unreadable !== undefined)
      throw database.damaged(`Its event ${unreadable.number('seq')} can't be read.`);
    const { head } = new RunReport(database, new RunHistory(database));
    if (head.run !== run) throw database.damaged(`It has another run's name: it is the file of ${head.run}.`);
    return new RunFile(database, now);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/**
 * The runs of a folder, newest first; none where there is no folder. One that is damaged, newer or can't be
 * opened is in the list as such. It is opened, not read through: damage deep inside is found when that run is opened.
 */
export function listRuns(folder: string): ListedRun[] {
  return runIds(folder).map((run) => {
    const file = runFileName(folder, run);
    try {
      return listed(run, file);
    } catch (thrown) {
      if (!(thrown instanceof StoreProblem)) throw thrown;
      const isNewer = thrown instanceof NewerRunFile;
      const state = isNewer ? 'newer' : thrown instanceof ClosedRunFile ? 'closed' : 'damaged';
      return { state, run, file, problem: thrown };
    }
  });
}

function listed(run: string, file: string): ListedRun {
  const database = opened(file, false);
  try {
    const report = new RunReport(database, new RunHistory(database));
    const { head, counts, finishedAt, exitCode } = report;
    const state = finishedAt === undefined ? 'interrupted' : 'finished';
    return { state, run, file, head, counts, finishedAt, exitCode };
  } finally {
    database.close();
  }
}

function opened(file: string, thorough: boolean): Database {
  try {
    return openDatabase(file, runFileKind, thorough);
  } catch (thrown) {
    if (thrown instanceof StoreProblem) throw thrown;
    throw new ClosedRunFile(file, reasonOf(thrown), thrown);
  }
}

/** Ids of the runs in a folder, newest first. */
function runIds(folder: string): string[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return [];
    throw new FolderNotWritable(folder, reasonOf(thrown), thrown);
  }
  const byNumber = new Intl.Collator('en', { numeric: true });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort((a, b) => byNumber.compare(b, a));
}
