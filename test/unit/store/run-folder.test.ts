import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  createRunFile,
  listRuns,
  newRunId,
  openRunFile,
  runFileName,
} from '../../../electron/store/run-folder.ts';
import {
  DamagedRunFile,
  FolderNotWritable,
  NewerRunFile,
  RunIdTaken,
  StoreProblem,
  UnknownRun,
} from '../../../electron/store/store-problem.ts';
import { ended, finished, headOf, looked, started, temporaryFolder } from './samples.ts';

/** A folder with one run of some size, finished. */
function folderWithRun(run = '2026-11-24-1401'): { folder: string; file: string } {
  const folder = temporaryFolder();
  const file = createRunFile(folder, headOf(run));
  file.record(started(run));
  for (let n = 0; n < 300; n += 1) file.record(looked(`m${n}`, 'before'));
  file.record(ended('m1', 'changed'));
  file.record(finished(run, 0, { changed: 1 }));
  file.close();
  return { folder, file: file.file };
}

function thrownBy(act: () => unknown): StoreProblem {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof StoreProblem) return thrown;
    throw thrown;
  }
  throw new Error('Nothing was thrown.');
}

const change = (file: string, sql: string): void => {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
};

test('a run has its date and minute as its id, with a number where that is taken', () => {
  const folder = temporaryFolder();
  const now = new Date(2026, 10, 24, 14, 1);
  expect(newRunId(folder, now)).toBe('2026-11-24-1401');
  createRunFile(folder, headOf('2026-11-24-1401')).close();
  expect(newRunId(folder, now)).toBe('2026-11-24-1401-2');
  createRunFile(folder, headOf('2026-11-24-1401-2')).close();
  expect(newRunId(folder, now)).toBe('2026-11-24-1401-3');
});

test('a run file is never made over another one', () => {
  const { folder, file } = folderWithRun();
  const before = readFileSync(file);
  expect(thrownBy(() => createRunFile(folder, headOf('2026-11-24-1401')))).toBeInstanceOf(RunIdTaken);
  expect(readFileSync(file)).toEqual(before);
});

test('the folder is made where there is none, and holds nothing but the run afterwards', () => {
  const folder = join(temporaryFolder(), 'deep', 'runs');
  createRunFile(folder, headOf('r1')).close();
  expect(readdirSync(folder)).toEqual(['r1.run.sqlite']);
});

test('a folder that can not be made is told by name, with the reason', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  for (const folder of [file, join(file, 'runs')]) {
    const problem = thrownBy(() => createRunFile(folder, headOf('r1')));
    expect(problem).toBeInstanceOf(FolderNotWritable);
    expect(problem.message).toContain(folder);
    expect(problem.why).toBe('A file stands where a folder is needed.');
  }
});

test('an unknown run is refused, and the ones that may be meant are named, likeliest first', () => {
  const { folder } = folderWithRun('2026-11-24-1401');
  for (const run of ['2026-11-25-0900', '2026-11-26-0900', '2026-11-27-0900'])
    createRunFile(folder, headOf(run)).close();
  const problem = thrownBy(() => openRunFile(folder, '2026-11-24-1410'));
  expect(problem).toBeInstanceOf(UnknownRun);
  expect(problem.why).toBe('Runs there: 2026-11-24-1401, 2026-11-27-0900, 2026-11-26-0900.');
  expect(problem.file).toBe(folder);
  expect(thrownBy(() => openRunFile(join(folder, 'none'), 'x')).why).toBe('This folder has no runs.');
});

test('an id that leads out of the folder is an unknown run', () => {
  const { folder } = folderWithRun();
  mkdirSync(join(folder, 'inside'));
  expect(() => openRunFile(join(folder, 'inside'), '../2026-11-24-1401')).toThrow(UnknownRun);
});

const damages: Readonly<Record<string, (file: string) => void>> = {
  'an empty file': (file) => {
    truncateSync(file, 0);
  },
  'no database': (file) => {
    writeFileSync(file, 'these are not the tables of a run');
  },
  'cut off': (file) => {
    truncateSync(file, 50_000);
  },
  'overwritten in the middle': (file) => {
    const content = readFileSync(file);
    content.fill(0xa5, content.length - 80_000, content.length - 40_000);
    writeFileSync(file, content);
  },
  'an index overwritten that nothing asks for yet': (file) => {
    const database = new DatabaseSync(file);
    const schema = database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'people_mailbox'`);
    const page = Number(schema.get()?.['rootpage']);
    const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    database.close();
    writeFileSync(file, readFileSync(file).fill(0xa5, (page - 1) * size, page * size));
  },
  "another program's database": (file) => {
    rmSync(file);
    change(file, 'CREATE TABLE events (seq INTEGER)');
  },
  'a table missing': (file) => {
    change(file, 'DROP TABLE changes');
  },
  'a table of another form': (file) => {
    change(file, 'ALTER TABLE findings ADD COLUMN more TEXT');
  },
  'an older version that never was': (file) => {
    change(file, 'PRAGMA user_version = 0');
  },
  'JSON that can not be read': (file) => {
    change(file, `UPDATE events SET json = '{"type":' WHERE seq = 7`);
  },
  'a head of another form': (file) => {
    change(file, `UPDATE head SET json = '{"run":"2026-11-24-1401"}'`);
  },
  'no head': (file) => {
    change(file, 'DELETE FROM head');
  },
  'the name of another run': (file) => {
    change(file, `UPDATE head SET json = replace(json, '2026-11-24-1401', '2026-11-24-1402')`);
  },
};

test.each(Object.entries(damages))('a damaged run file is refused: %s', (_, damage) => {
  const { folder, file } = folderWithRun();
  damage(file);
  const problem = thrownBy(() => openRunFile(folder, '2026-11-24-1401'));
  expect(problem).toBeInstanceOf(DamagedRunFile);
  expect(problem.file).toBe(file);
  expect(problem.why).not.toBe('');
  expect(problem.do).not.toBe('');
});

test('a run file of a newer version is refused, with both versions', () => {
  const { folder, file } = folderWithRun();
  change(file, 'PRAGMA user_version = 9');
  const problem = thrownBy(() => openRunFile(folder, '2026-11-24-1401'));
  expect(problem).toBeInstanceOf(NewerRunFile);
  expect(problem.why).toBe('Its form has version 9; this program knows up to 1.');
});

test('an event of an unknown form is damage when it is read', () => {
  const { folder, file } = folderWithRun();
  change(file, `UPDATE events SET json = '{"type":"looked"}' WHERE seq = 7`);
  const run = openRunFile(folder, '2026-11-24-1401');
  expect(() => [...run.report.events()]).toThrow(DamagedRunFile);
  run.close();
});

test('the list has every run, newest first: finished, interrupted, damaged and newer ones', () => {
  const { folder } = folderWithRun('2026-11-24-1401');
  for (const run of ['2026-11-24-1401-2', '2026-11-24-1401-10', '2026-12-01-0800', '2026-12-02-0800'])
    createRunFile(folder, headOf(run)).close();
  const interrupted = openRunFile(folder, '2026-11-24-1401-10');
  interrupted.record(started('2026-11-24-1401-10'));
  interrupted.record(ended('m1', 'failed'));
  interrupted.close();
  writeFileSync(runFileName(folder, '2026-12-01-0800'), 'no database');
  change(runFileName(folder, '2026-12-02-0800'), 'PRAGMA user_version = 9');
  writeFileSync(join(folder, 'notes.txt'), 'not a run');

  const list = listRuns(folder);
  expect(list.map((run) => [run.run, run.state])).toEqual([
    ['2026-12-02-0800', 'newer'],
    ['2026-12-01-0800', 'damaged'],
    ['2026-11-24-1401-10', 'interrupted'],
    ['2026-11-24-1401-2', 'interrupted'],
    ['2026-11-24-1401', 'finished'],
  ]);
  expect(list.at(-1)).toMatchObject({ exitCode: 0, counts: { changed: 1 }, head: { plan: 7 } });
  expect(list.at(2)).toMatchObject({ exitCode: undefined, counts: { failed: 1 } });
  expect(list.at(1)).toMatchObject({ problem: { file: runFileName(folder, '2026-12-01-0800') } });
});

test('a folder that is not there has no runs', () => {
  expect(listRuns(join(temporaryFolder(), 'none'))).toEqual([]);
});
