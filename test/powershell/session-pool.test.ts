import { describe, expect, test } from 'vitest';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { NoSession } from '../../electron/powershell/session-failures.ts';
import { SessionPool, type PooledSession, type PoolOptions } from '../../electron/powershell/session-pool.ts';
import { childrenOf, isRunning, whenGone, whyNoProcessTable } from '../stand-ins/processes.ts';
import { shellProgram } from '../stand-ins/programs.ts';
import { callOf, never, openTestSession, outOf } from './bridge-sessions.ts';
import { whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell() ?? whyNoProcessTable();

const opened = async (): Promise<PooledSession> => ({ session: await openTestSession(), given: new Set() });
const poolOf = (options: PoolOptions, start: () => Promise<PooledSession> = opened): SessionPool =>
  new SessionPool(start, options);
const use = async ({ session }: PooledSession): Promise<void> => {
  await outOf(session, callOf('Get-Back', { Value: 1 }));
};

/** Is it still open, once everything that could settle it by now has run? */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise((resolve) => setImmediate(resolve, 'later'));
  return (
    (await Promise.race([
      promise.then(
        () => 'settled',
        () => 'settled',
      ),
      later,
    ])) === 'later'
  );
}

describe.skipIf(reason !== undefined)(`sessions of one kind ${reason ?? ''}`, () => {
  test('are started when they are needed, used again, and no more than the limit', async () => {
    let starts = 0;
    await using pool = poolOf({ limit: 2 }, () => {
      starts += 1;
      return opened();
    });
    expect(starts).toBe(0);
    const first = await pool.take(never);
    pool.give(first);
    const [again, second] = [await pool.take(never), await pool.take(never)];
    expect(again).toBe(first);
    expect(starts).toBe(2);
    const third = pool.take(never);
    expect(await isPending(third)).toBe(true);
    pool.give(second);
    expect(await third).toBe(second);
    expect(starts).toBe(2);
  });

  test('are had in the order of asking, by nobody who has stopped asking', async () => {
    await using pool = poolOf({ limit: 1 });
    const only = await pool.take(never);
    const cancel = new AbortController();
    const order: string[] = [];
    const taken = (name: string, signal = never): Promise<unknown> =>
      pool.take(signal).then((pooled) => {
        order.push(name);
        pool.give(pooled);
      });
    const [one, gone, two] = [taken('one'), taken('gone', cancel.signal), taken('two')];
    cancel.abort(new Error('Nobody asks any more.'));
    await expect(gone).rejects.toThrow('Nobody asks any more.');
    await expect(pool.take(cancel.signal)).rejects.toThrow('Nobody asks any more.');
    pool.give(only);
    await Promise.all([one, two]);
    expect(order).toEqual(['one', 'two']);
    expect(await pool.take(never)).toBe(only);
  });

  test('are replaced after so many calls, between two of them, and where one is lost', async () => {
    await using pool = poolOf({ limit: 1, mostCalls: 3 });
    const pids: number[] = [];
    for (let call = 0; call < 7; call += 1) {
      const pooled = await pool.take(never);
      pids.push(pooled.session.hello.pid);
      await use(pooled);
      pool.give(pooled);
    }
    const [first = 0, , , second = 0, , , third = 0] = pids;
    expect(pids).toEqual([first, first, first, second, second, second, third]);
    expect(new Set(pids).size).toBe(3);
    await whenGone(first);
    process.kill(third, 'SIGKILL');
    await whenGone(third);
    const pooled = await pool.take(never);
    // The system may tell of the end a little later than its table shows it.
    await use(pooled).catch(() => undefined);
    pool.give(pooled);
    await use(await pool.take(never));
  });

  test('that end while they start are started again; what can not start is told once', async () => {
    let starts = 0;
    const startThat = (program: string, goesWell: number) => async (): Promise<PooledSession> => {
      starts += 1;
      if (starts === goesWell) return await opened();
      return { session: await BridgeSession.start(program), given: new Set() };
    };
    await using struck = poolOf({ limit: 1 }, startThat(shellProgram('kill -KILL $$'), 3));
    await use(await struck.take(never));
    expect(starts).toBe(3);

    starts = 0;
    await using doomed = poolOf({ limit: 1 }, startThat(shellProgram('exit 1'), 0));
    await expect(doomed.take(never)).rejects.toThrow(NoSession);
    expect(starts).toBe(3);
    await using absent = poolOf({ limit: 1 }, startThat('/nowhere/powershell', 0));
    await expect(absent.take(never)).rejects.toThrow(/ENOENT/u);
    expect(starts).toBe(4);
    // The place is free again.
    await expect(absent.take(never)).rejects.toThrow(/ENOENT/u);
  });

  test('end together: at rest, at work, just starting, and for those who wait', async () => {
    let starting = Promise.withResolvers<undefined>();
    const pool = poolOf({ limit: 3 }, () => {
      starting.resolve(undefined);
      return opened();
    });
    const [resting, working] = [await pool.take(never), await pool.take(never)];
    pool.give(resting);
    const work = outOf(working.session, callOf('Wait-Stopped')).catch((problem: unknown) => problem);
    const again = await pool.take(never);
    starting = Promise.withResolvers();
    const late = pool.take(never).catch((problem: unknown) => problem);
    const waiting = pool.take(never).catch((problem: unknown) => problem);
    await starting.promise;
    pool.give(again);
    await pool[Symbol.asyncDispose]();
    expect(await work).toBeInstanceOf(Error);
    expect([resting, working].filter(({ session }) => isRunning(session.hello.pid))).toEqual([]);
    for (const problem of await Promise.all([late, waiting])) expect(problem).toBeInstanceOf(Error);
    pool.give(working);
    await expect(pool.take(never)).rejects.toThrow('being ended');
    expect(childrenOf(process.pid)).toEqual([]);
  });
});
