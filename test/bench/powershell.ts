import { PowerShell } from 'node-powershell';
import { BridgeSession } from '../../electron/powershell/bridge-session.ts';
import { SessionPool } from '../../electron/powershell/session-pool.ts';
import { callOf, never } from '../powershell/bridge-sessions.ts';
import { powershellProgram } from '../powershell/powershell-host.ts';
import { memoryOf, processorMsOf, whyNoProcessTable } from '../stand-ins/processes.ts';
import type { Figure } from './figures.ts';

const functions = new URL('bench-functions.ps1', import.meta.url);
const opened = (): Promise<BridgeSession> => BridgeSession.start(powershellProgram(), functions);

const nothing = callOf('Get-Nothing');
/** As a command of the steps: seven parameters, and as many properties asked for. */
const seven = callOf(
  'Get-Seven',
  {
    A: 'Zoë Ærø',
    B: 'CN=Calendar Push,OU=Accounts,DC=dev,DC=example',
    C: 5,
    D: true,
    E: ['one', 'two'],
    F: { type: 'date', text: '2026-11-24T10:00:00.0000000Z' },
    G: { type: 'guid', text: '6f0a4b3e-1d7c-4c52-9a51-0f7c1d2e3f40' },
  },
  { columns: ['A', 'B', 'C', 'D', 'E', 'F', 'G'] },
);
/** A session is as quick as it gets after so many calls. (facts-windows 9) */
const warming = 400;

async function msOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** Runs a call so often; gives how many events came. */
async function repeat(session: BridgeSession, call: typeof nothing, times: number): Promise<number> {
  let events = 0;
  for (let time = 0; time < times; time += 1) for await (const _ of session.call(call, never)) events += 1;
  return events;
}

/** Start-up, the cost of a call, streams and memory of PowerShell sessions. */
export async function sessionFigures(): Promise<readonly Figure[]> {
  const starts: number[] = [];
  for (let start = 0; start < 5; start += 1) {
    const begun = performance.now();
    await using _ = await opened();
    starts.push(performance.now() - begun);
  }
  const startMs = starts.toSorted((one, other) => one - other)[2] ?? 0;

  await using session = await opened();
  await repeat(session, seven, warming);
  const each = async (call: typeof nothing, times: number): Promise<number> =>
    (await msOf(() => repeat(session, call, times))) / times;
  const emptyMs = await each(nothing, 2_000);
  const processorMs = (): number =>
    whyNoProcessTable() === undefined ? processorMsOf(session.hello.pid) : 0;
  const before = processorMs();
  const callMs = await each(seven, 2_000);
  const busyMs = (processorMs() - before) / 2_000;
  const lines = 100_000;
  const linesMs = await msOf(() => repeat(session, callOf('Get-Lines', { Count: lines }), 1));
  return [
    { what: 'start to hello, median of five', measured: startMs, unit: 'ms' },
    { what: 'an empty call', measured: emptyMs, unit: 'ms' },
    { what: 'a call with seven parameters and properties', measured: callMs, unit: 'ms', limit: 1 },
    { what: 'the same, processor of PowerShell', measured: busyMs, unit: 'ms' },
    { what: "node-powershell's own invoke of '1'", measured: await bareInvokeMs(), unit: 'ms' },
    { what: `${lines} lines, each second`, measured: lines / (linesMs / 1_000), unit: '' },
    ...(await memoryFigures(session)),
  ];
}

/** What the package's own way costs on the same program, after as many calls. */
async function bareInvokeMs(): Promise<number> {
  const shell = new PowerShell({
    executable: powershellProgram(),
    executableOptions: { '-NoProfile': true },
  });
  try {
    const invoke = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time += 1) await shell.invoke('1');
    };
    await invoke(warming);
    return (await msOf(() => invoke(warming))) / warming;
  } finally {
    shell.streams.stdin.end();
    await shell.dispose();
  }
}

/** How both processes grow over 20,000 calls. */
async function memoryFigures(session: BridgeSession): Promise<readonly Figure[]> {
  const calls = 20_000;
  const shellMb = (): number => (whyNoProcessTable() === undefined ? memoryOf(session.hello.pid).nowMb : 0);
  const ownMb = (): number => process.memoryUsage().rss / 2 ** 20;
  await repeat(session, seven, 1_000);
  const before = { shell: shellMb(), own: ownMb() };
  await repeat(session, seven, calls);
  return [
    {
      what: `PowerShell after ${calls} calls, grown by`,
      measured: shellMb() - before.shell,
      unit: 'MB',
      limit: 20,
    },
    {
      what: `this process after ${calls} calls, grown by`,
      measured: ownMb() - before.own,
      unit: 'MB',
      limit: 40,
    },
  ];
}

/** Wall-clock for many short commands through several warm sessions, against the best that is possible. */
export async function parallelFigures(): Promise<readonly Figure[]> {
  const [calls, ms] = [2_000, 20];
  const figures: Figure[] = [];
  for (const limit of [1, 2, 4, 8]) {
    await using pool = new SessionPool(async () => ({ session: await opened(), given: new Set() }), {
      limit,
      mostCalls: Infinity,
    });
    const all = await Promise.all(Array.from({ length: limit }, () => pool.take(never)));
    await Promise.all(all.map(({ session }) => repeat(session, nothing, warming)));
    for (const pooled of all) pool.give(pooled);
    let left = calls;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const pooled = await pool.take(never);
        await repeat(pooled.session, callOf('Wait-Awhile', { Ms: ms }), 1);
        pool.give(pooled);
      }
    };
    const wallMs = await msOf(() => Promise.all(all.map(lane)));
    figures.push({
      what: `${calls} calls of ${ms} ms through ${limit}, against the ideal`,
      measured: wallMs / ((calls * ms) / limit),
      unit: '',
      limit: 1.25,
    });
  }
  return figures;
}
