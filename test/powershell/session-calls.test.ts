import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { bytesWritten, memoryOf, whyNoProcessTable } from '../stand-ins/processes.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { callOf, never, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell() ?? whyNoProcessTable();

/** How much a process has written when it writes no more, because nobody reads. */
async function writtenAtRest(pid: number): Promise<number> {
  let now = bytesWritten(pid);
  for (let before = -1; now !== before; now = bytesWritten(pid)) {
    before = now;
    await pass(100);
  }
  return now;
}

describe.skipIf(reason !== undefined)(`what a command puts out ${reason ?? ''}`, () => {
  let session: BridgeSession;
  beforeAll(async () => {
    session = await openTestSession();
  });
  afterAll(async () => {
    await session[Symbol.asyncDispose]();
  });
  const isUsable = async (): Promise<void> => {
    expect(session.isLost).toBe(false);
    expect(rowsOf(await outOf(session, callOf('Get-Back', { Value: 1 })))).toEqual([[1]]);
  };

  test('comes as it is made: of 1,000 events the first is here before the last is made', async () => {
    // The command makes its last event when it sees the file, which is written when the first is here.
    const file = join(temporaryFolder(), 'first-is-here');
    const statuses: string[] = [];
    for await (const event of session.call(callOf('Watch-Progress', { File: file }), never)) {
      if (event.kind !== 'progress') continue;
      if (statuses.length === 0) writeFileSync(file, '');
      statuses.push(event.status);
    }
    expect(statuses).toEqual(Array.from({ length: 1_000 }, (_, index) => `event ${String(index + 1)}`));
  });

  test('waits for who takes it: 100,000 lines grow neither process', async () => {
    const { pid } = session.hello;
    await outOf(session, callOf('Get-Lines', { Count: 2_000 }));
    const before = { written: bytesWritten(pid), shell: memoryOf(pid).nowMb, own: process.memoryUsage().rss };
    let lines = 0;
    let held = 0;
    let ownPeak = 0;
    for await (const event of session.call(callOf('Get-Lines', { Count: 100_000 }), never)) {
      if (event.kind !== 'row') continue;
      lines += 1;
      if (lines === 1) held = (await writtenAtRest(pid)) - before.written;
      if (lines % 1_000 === 0) ownPeak = Math.max(ownPeak, process.memoryUsage().rss);
    }
    expect(lines).toBe(100_000);
    // Two pipes' worth on the way; all of it would be 50 MB.
    expect(held).toBeLessThan(1_000_000);
    expect(memoryOf(pid).peakMb - before.shell).toBeLessThan(60);
    expect((ownPeak - before.own) / 2 ** 20).toBeLessThan(60);
  });

  test('is left when it is cancelled while nobody takes it, and the session goes on', async () => {
    const cancel = new AbortController();
    const call = session.call(callOf('Get-Lines', { Count: 1_000_000 }), cancel.signal);
    expect((await call.next()).value).toMatchObject({ kind: 'row' });
    const held = await writtenAtRest(session.hello.pid);
    cancel.abort(new Error('Somebody cancelled.'));
    // It can go on writing, and so stop, though nobody asks for more: else it would be killed with its session.
    expect(await writtenAtRest(session.hello.pid)).toBeGreaterThan(held + 10_000);
    await expect(call.next()).rejects.toThrow('Somebody cancelled.');
    await isUsable();
  });

  test('is not held up by 20,000 lines on standard error, which nobody need read', async () => {
    expect(rowsOf(await outOf(session, callOf('Write-Flood', { Lines: 20_000 })))).toEqual([['over']]);
  });

  test('is not spoilt by what others write without ending their line', async () => {
    expect(await outOf(session, callOf('Write-Half'))).toEqual([]);
    await isUsable();
    expect(session.noise).toContain('half a line');
  });

  test('does not grow either process over 3,000 calls', async () => {
    const calls = async (count: number): Promise<void> => {
      for (let call = 0; call < count; call += 1)
        await outOf(session, callOf('Get-Back', { Value: `${String(call)} `.repeat(50) }));
    };
    const { pid } = session.hello;
    await calls(1_000);
    const before = { shell: memoryOf(pid).nowMb, own: process.memoryUsage().heapUsed };
    await calls(3_000);
    expect(memoryOf(pid).nowMb - before.shell).toBeLessThan(20);
    expect((process.memoryUsage().heapUsed - before.own) / 2 ** 20).toBeLessThan(30);
  });

  test('of a command that comes to its end as it is cancelled is no worse for it', async () => {
    for (let round = 0; round < 100; round += 1) {
      const cancel = new AbortController();
      const call = session.call(callOf('Get-Several', { Count: 5 }), cancel.signal);
      let rows = 0;
      const taken = (async () => {
        for await (const event of call)
          if (event.kind === 'row' && ++rows === round % 6) cancel.abort(new Error('Now.'));
      })();
      if (round % 6 === 0) await taken;
      else await expect(taken).rejects.toThrow('Now.');
    }
    await isUsable();
  });
});
