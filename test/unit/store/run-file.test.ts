import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRunFile, openRunFile } from '../../../electron/store/run-folder.ts';
import type { RunFile } from '../../../electron/store/run-file.ts';
import type { RecordedEvent } from '../../../shared/run/events.ts';
import { RecordLost } from '../../../shared/run/journal.ts';
import { startChild } from '../../stand-ins/node-child.ts';
import {
  answer,
  ended,
  headOf,
  looked,
  reading,
  standingClock,
  started,
  temporaryFolder,
  writing,
} from './samples.ts';

function newRun(): { folder: string; file: RunFile; told: RecordedEvent[]; move: (ms: number) => void } {
  const folder = temporaryFolder();
  const clock = standingClock();
  const file = createRunFile(folder, headOf('r1'), clock.now);
  onTestFinished(() => {
    file.close();
  });
  const told: RecordedEvent[] = [];
  file.onEvent((event) => told.push(event));
  return { folder, file, told, move: clock.move };
}

/** What another process finds in the file now. */
function typesOnDisk(file: RunFile): unknown[] {
  const other = new DatabaseSync(file.file);
  const rows = other.prepare('SELECT type FROM events ORDER BY seq').all();
  other.close();
  return rows.map((row) => row['type']);
}

test('an intent is on disk, with everything recorded before it, when it resolves', async () => {
  const { file } = newRun();
  file.record(reading(1, 'm1'));
  file.record(answer(1, 'm1'));
  await file.intend(writing(2, 'm1'));
  expect(typesOnDisk(file)).toEqual(['command', 'answer', 'command']);
});

test('intents of the same turn share one commit', async () => {
  const { file, told } = newRun();
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => file.intend(writing(n, `m${n}`))));
  expect(exec.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(1);
  expect(told).toHaveLength(8);
});

test('what is recorded is committed and told within 100 ms, by one commit, and not before', () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { file, told } = newRun();
  file.record(reading(1, 'm1'));
  file.record(answer(1, 'm1'));
  expect(typesOnDisk(file)).toEqual([]);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(typesOnDisk(file)).toEqual(['command', 'answer']);
  expect(told.map((event) => event.type)).toEqual(['command', 'answer']);
});

test('a listener finds on disk what it is told', async () => {
  const { file } = newRun();
  const found: unknown[] = [];
  file.onEvent((event) => found.push(typesOnDisk(file)[event.seq - 1]));
  await Promise.all([file.intend(writing(1, 'm1')), file.intend(writing(2, 'm2'))]);
  file.record(ended('m1', 'changed'));
  await file.flush();
  expect(found).toEqual(['command', 'command', 'resource']);
});

test('events are numbered and timed when they are recorded, and told in that order', async () => {
  const { file, told, move } = newRun();
  file.record(reading(1, 'm1'));
  move(1_500);
  file.record(answer(1, 'm1'));
  await file.flush();
  expect(told.map(({ seq, at }) => [seq, at])).toEqual([
    [1, '2026-11-24T14:01:07.000Z'],
    [2, '2026-11-24T14:01:08.500Z'],
  ]);
  expect([...file.report.events()]).toEqual(told);
});

test('what a listener records itself comes after what was recorded before', async () => {
  const { file } = newRun();
  const order: string[] = [];
  file.onEvent((event) => {
    if (event.seq === 1) for (let n = 0; n < 600; n += 1) file.record(reading(n, 'm9'));
  });
  file.onEvent((event) => order.push(String(event.seq)));
  file.record(started('r1'));
  file.record(reading(1, 'm1'));
  await file.flush();
  await file.flush();
  expect(order).toEqual(Array.from({ length: 602 }, (_, index) => String(index + 1)));
});

test('a burst is not held in memory until the timer: it is committed and told on the way', () => {
  const { file, told } = newRun();
  for (let n = 1; n <= 1_000; n += 1) file.record(reading(n, 'm1'));
  expect(told.length).toBeGreaterThanOrEqual(1_000);
});

test('going on with a run counts on from the last event and the last command', async () => {
  const { folder, file } = newRun();
  file.record(reading(1, 'm1'));
  await file.intend(writing(2, 'm1'));
  file.close();
  const again = openRunFile(folder, 'r1');
  onTestFinished(() => {
    again.close();
  });
  const told: RecordedEvent[] = [];
  again.onEvent((event) => told.push(event));
  expect(again.lastCommandNumber).toBe(2);
  await again.intend(reading(3, 'm1'));
  expect(told.map((event) => event.seq)).toEqual([3]);
});

test('an answer belongs to the command of its number that was sent last, should numbers begin anew', async () => {
  const { file } = newRun();
  file.record(reading(1, 'm1'));
  file.record(reading(1, 'm2'));
  file.record(answer(1, 'm2'));
  await file.flush();
  expect([...file.report.commands()].map((c) => [c.command.resource, c.answer?.resource])).toEqual([
    ['calendar/cloud/m1', undefined],
    ['calendar/cloud/m2', 'calendar/cloud/m2'],
  ]);
});

test('a finished file is one file, readable by this account only', () => {
  const { file } = newRun();
  file.record(started('r1'));
  file.close();
  expect(statSync(file.file).mode & 0o077).toBe(0);
  expect(() => statSync(`${file.file}-wal`)).toThrow();
});

test('when a commit does not work, nothing of it is told, and every later record throws with the cause', async () => {
  const folder = temporaryFolder();
  const file = createRunFile(folder, headOf('r1'));
  const told: RecordedEvent[] = [];
  file.onEvent((event) => told.push(event));
  await file.intend(writing(1, 'm1'));
  file.record(answer(1, 'm1'));
  const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  exec.mockImplementationOnce(() => {
    throw full;
  });
  const refused = await file.intend(writing(2, 'm2')).catch((thrown: unknown) => thrown);
  exec.mockRestore();
  expect(refused).toBeInstanceOf(RecordLost);
  expect(refused).toMatchObject({ cause: full, message: expect.stringContaining('The disk is full.') });
  expect(told.map((event) => event.seq)).toEqual([1]);
  expect(() => {
    file.record(ended('m1', 'changed'));
  }).toThrow(RecordLost);
  await expect(file.intend(writing(3, 'm3'))).rejects.toBe(refused);
  await expect(file.flush()).rejects.toBe(refused);
  expect(() => {
    file.people.finish();
  }).toThrow(RecordLost);
  expect(() => {
    file.close();
  }).toThrow(RecordLost);
  const again = openRunFile(folder, 'r1');
  expect([...again.report.events()]).toEqual(told);
  again.close();
});

test('a listener that throws is not swallowed, and keeps neither the others nor the record from going on', async () => {
  const { file } = newRun();
  const fault = new Error('The pipe is closed.');
  const surfaced: unknown[] = [];
  vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((throwing) => {
    try {
      throwing();
    } catch (thrown) {
      surfaced.push(thrown);
    }
  });
  const told: number[] = [];
  file.onEvent(() => {
    throw fault;
  });
  file.onEvent((event) => told.push(event.seq));
  await file.intend(writing(1, 'm1'));
  await file.intend(writing(2, 'm2'));
  expect(told).toEqual([1, 2]);
  expect(surfaced).toEqual([fault, fault]);
});

test('kill -9 at any moment keeps every event that was reported, and every write that was sent has its intent', async () => {
  const folder = temporaryFolder();
  for (const stopAt of [3, 40, 157]) {
    const run = `killed-${stopAt}`;
    const child = startChild(new URL('children/writing-run.ts', import.meta.url), [folder, run]);
    const lines: string[] = [];
    for await (const line of child.lines) {
      lines.push(line);
      if (lines.length === stopAt) child.process.kill('SIGKILL');
    }
    await child.ended;
    expectKept(folder, run, lines);
  }
});

test('on a full disk the record is lost once and for all, and every reported event is there', async () => {
  const folder = temporaryFolder();
  const child = startChild(new URL('children/writing-run.ts', import.meta.url), [folder, 'full'], {
    limitBlocks: 600,
  });
  const lines: string[] = [];
  for await (const line of child.lines) lines.push(line);
  await child.ended;
  const last = lines.pop() ?? '';
  expect(last).toMatch(/^lost /u);
  expect(last).toContain("its record can't be written");
  expect(last).toContain('"again":"the same"');
  expect(last).not.toContain('"cause":"undefined"');
  expectKept(folder, 'full', lines);
});

function expectKept(folder: string, run: string, lines: readonly string[]): void {
  const file = openRunFile(folder, run);
  const events = new Map([...file.report.events()].map((event) => [event.seq, event]));
  const intents = new Set(
    [...events.values()].flatMap((e) => (e.type === 'command' && e.writes ? [e.number] : [])),
  );
  file.close();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    const [seq = '', type = ''] = line.split(' ');
    if (seq === 'sent') expect(intents.has(Number(type)), line).toBe(true);
    else expect(events.get(Number(seq))?.type, line).toBe(type);
  }
}

test('memory stays flat over tens of thousands of resources', async () => {
  const file = createRunFile(temporaryFolder(), headOf('r1'));
  onTestFinished(() => {
    file.close();
  });
  let told = 0;
  file.onEvent(() => (told += 1));
  const write = async (from: number, to: number): Promise<number> => {
    for (let n = from; n < to; n += 1) {
      file.record(looked(`m${n}`, 'before'));
      file.record(ended(`m${n}`, 'changed'));
    }
    await file.flush();
    return process.memoryUsage().rss;
  };
  const early = await write(0, 5_000);
  const late = await write(5_000, 50_000);
  expect(told).toBe(100_000);
  expect(file.history.counts()).toEqual({ changed: 50_000 });
  expect((late - early) / 1_048_576).toBeLessThan(40);
});
