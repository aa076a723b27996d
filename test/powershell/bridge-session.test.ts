import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { CallStopped } from '../../electron/powershell/session-failures.ts';
import { callOf, errorsOf, never, openTestSession, outOf, rowsOf } from './bridge-sessions.ts';
import { whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell();

describe.skipIf(reason !== undefined)(`a session in the real engine ${reason ?? ''}`, () => {
  let session: BridgeSession;
  beforeAll(async () => {
    session = await openTestSession();
  });
  afterAll(async () => {
    await session[Symbol.asyncDispose]();
  });

  test('says what it is', () => {
    expect(session.hello).toMatchObject({ languageMode: 'FullLanguage', is64Bit: true });
  });

  test('keeps output, warnings and errors in their order, and goes on after an error', async () => {
    const events = await outOf(session, callOf('Get-Mixed'));
    expect(events.filter(({ kind }) => kind !== 'progress').map(({ kind }) => kind)).toEqual([
      'row',
      'warning',
      'error',
      'row',
    ]);
    expect(events.filter(({ kind }) => kind === 'progress')).toEqual([
      { kind: 'progress', activity: 'Working', status: 'half', percent: -1, isCompleted: false },
    ]);
    expect(errorsOf(events)).toMatchObject([
      {
        ended: false,
        id: 'Lost,Get-Mixed',
        exception: 'System.IO.IOException',
        category: 'ReadError',
        targetName: 'x',
        targetType: 'String',
        text: 'not there',
        cmdlet: 'Get-Mixed',
      },
    ]);
  });

  test('tells the error that ends a command, an unknown cmdlet and a parameter that does not bind', async () => {
    const events = await outOf(session, callOf('Stop-Here'));
    expect(rowsOf(events)).toEqual([['one']]);
    expect(errorsOf(events)).toMatchObject([{ ended: true, id: 'Over,Stop-Here' }]);
    expect(errorsOf(await outOf(session, callOf('Get-Nothing')))).toMatchObject([
      { ended: true, id: 'CommandNotFoundException' },
    ]);
    expect(errorsOf(await outOf(session, callOf('Get-Back', { Valeu: 1 })))).toMatchObject([
      { ended: true, id: 'NamedParameterNotFound,Get-Back' },
    ]);
    expect(errorsOf(await outOf(session, callOf('Get-Several', { Count: 'many' })))).toMatchObject([
      { ended: true, id: 'ParameterArgumentTransformationError,Get-Several' },
    ]);
  });

  test('tells the name that an exception had where it was thrown, its number, and what the server said', async () => {
    expect(errorsOf(await outOf(session, callOf('Stop-AsDirectory')))).toMatchObject([
      {
        id: 'Directory:8245,Stop-AsDirectory',
        exception: 'DirectoryException',
        reason: 'ThereException',
        number: 8245,
        serverText: '0000052D: SvcErr',
      },
    ]);
    expect(errorsOf(await outOf(session, callOf('Stop-Here')))).toMatchObject([
      { reason: 'ArgumentException', number: undefined, serverText: '' },
    ]);
  });

  test('streams: rows are here while the command still runs, which who stops taking stops', async () => {
    for await (const event of session.call(callOf('Wait-Stopped'), never)) if (event.kind === 'row') break;
    expect(rowsOf(await outOf(session, callOf('Get-Back', { Value: 1 })))).toEqual([[1]]);
  });

  test('passes over what others write to its streams', async () => {
    expect(await outOf(session, callOf('Write-Noise'))).toEqual([]);
    expect(session.noise).toContain('O 1 noise');
  });

  // What does not stop within its grace is killed with its session: a session that goes on proves that it stopped in time.
  test('stops a command that is cancelled or takes too long, and can be used afterwards', async () => {
    const cancel = new AbortController();
    const cancelled = (async () => {
      for await (const event of session.call(callOf('Wait-Stopped'), cancel.signal))
        if (event.kind === 'row') cancel.abort(new Error('Somebody cancelled.'));
    })();
    await expect(cancelled).rejects.toThrow('Somebody cancelled.');
    await expect(outOf(session, callOf('Wait-Stopped', {}, { timeLimitMs: 100 }))).rejects.toThrow(
      CallStopped,
    );
    for await (const event of session.call(callOf('Get-Several', { Count: 100_000 }), never))
      if (event.kind === 'row') break;
    expect(session.isLost).toBe(false);
    expect(rowsOf(await outOf(session, callOf('Get-Back', { Value: 1 })))).toEqual([[1]]);
  });
});
