import { describe, expect, test } from 'vitest';
import { CallStopped, SessionClosed, SessionLost } from '../../electron/powershell/session-failures.ts';
import { startChild } from '../stand-ins/node-child.ts';
import { childrenOf, isRunning, whenGone, whyNoProcessTable } from '../stand-ins/processes.ts';
import { callOf, never, openTestSession, outOf } from './bridge-sessions.ts';
import { powershellProgram, whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell() ?? whyNoProcessTable();
const holder = new URL('children/hold-session.ts', import.meta.url);

describe.skipIf(reason !== undefined)(`no PowerShell is left ${reason ?? ''}`, () => {
  test('when its session is ended, at rest or at work', async () => {
    const [resting, working] = await Promise.all([openTestSession(), openTestSession()]);
    await outOf(resting, callOf('Get-Back', { Value: 1 }));
    const work = outOf(working, callOf('Wait-Stopped'));
    await Promise.all([resting[Symbol.asyncDispose](), working[Symbol.asyncDispose]()]);
    await expect(work).rejects.toThrow(SessionLost);
    expect([resting.hello.pid, working.hello.pid].filter(isRunning)).toEqual([]);
    expect(childrenOf(process.pid)).toEqual([]);
  });

  test('when a command had to be stopped by force, which the call then says', async () => {
    await using session = await openTestSession();
    const stopped: unknown = await outOf(session, callOf('Wait-Deaf', {}, { timeLimitMs: 1_500 })).catch(
      (thrown: unknown) => thrown,
    );
    expect(stopped).toBeInstanceOf(CallStopped);
    expect(stopped).toMatchObject({
      byForce: true,
      message:
        'Wait-Deaf took longer than 1.5 seconds and was stopped. It did not stop, so its PowerShell was ended; what it did is not known.',
    });
    expect(session.isLost).toBe(true);
    expect(isRunning(session.hello.pid)).toBe(false);

    await using another = await openTestSession();
    const cancel = new AbortController();
    const why = new Error('Somebody cancelled.');
    const cancelled = (async () => {
      for await (const event of another.call(callOf('Wait-Deaf'), cancel.signal))
        if (event.kind === 'row') cancel.abort(why);
    })();
    await expect(cancelled).rejects.toMatchObject({ byForce: true, cause: why });
    expect(isRunning(another.hello.pid)).toBe(false);
  });

  test('when it ended by itself, which is told with its last words to the command in flight', async () => {
    await using session = await openTestSession();
    await outOf(session, callOf('Write-Noise'));
    const lost = outOf(session, callOf('Stop-Process'));
    await expect(lost).rejects.toThrow(SessionLost);
    await expect(lost).rejects.toThrow(/Stop-Process.* exit code 3\.\nO 1 noise\nnoise$/su);
    expect(session.isLost).toBe(true);
    await expect(outOf(session, callOf('Get-Back', { Value: 1 }))).rejects.toThrow(SessionClosed);
  });

  test('when the bridge is stopped: PowerShell would take calls for commands of its own', async () => {
    await using session = await openTestSession();
    await expect(outOf(session, callOf('Stop-Bridge'))).rejects.toThrow(/exit code 1/u);
    expect(isRunning(session.hello.pid)).toBe(false);
  });

  test('when a program that it started still holds its output', async () => {
    await using session = await openTestSession();
    const left: number[] = [];
    const call = callOf('Stop-LeavingAProgram', { Program: '/bin/sleep', Argument: '60' });
    const lost = (async () => {
      for await (const event of session.call(call, never))
        if (event.kind === 'row') left.push(Number(event.values[0]));
    })();
    await expect(lost).rejects.toThrow(SessionLost);
    for (const pid of left) process.kill(pid);
    expect(left).toHaveLength(1);
  });

  test('when somebody killed it between two calls', async () => {
    await using session = await openTestSession();
    process.kill(session.hello.pid, 'SIGKILL');
    await whenGone(session.hello.pid);
    await expect(outOf(session, callOf('Get-Back', { Value: 'x'.repeat(1_000_000) }))).rejects.toMatchObject({
      name: expect.stringMatching(/^Session(?:Lost|Closed)$/u),
    });
    expect(session.isLost).toBe(true);
  });

  test.each(['exit', 'throw', 'kill'])(
    'when our own process ends by %s, though its command can not be stopped',
    async (end) => {
      const child = startChild(holder, [powershellProgram(), end]);
      for await (const line of child.lines) {
        const pid = Number(line);
        expect(isRunning(pid) || end !== 'kill').toBe(true);
        if (end === 'kill') child.process.kill('SIGKILL');
        await child.ended;
        await whenGone(pid);
        return;
      }
      throw new Error('The process ended before its command ran.');
    },
  );

  test('and nothing is printed for it on our output, whatever DEBUG asks for', async () => {
    const child = startChild(holder, [powershellProgram(), 'exit'], { env: { DEBUG: '*' } });
    const lines: string[] = [];
    for await (const line of child.lines) lines.push(line);
    expect(lines).toEqual([expect.stringMatching(/^\d+$/u)]);
  });
});
