import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';

/** Why the process table can't be looked into, for tests that must; undefined where it can. */
export const whyNoProcessTable = (): string | undefined =>
  existsSync('/proc/self/stat') ? undefined : 'skipped: only Linux shows its process table in files';

const stateOf = (pid: number): string =>
  /\) (\w)/u.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))?.[1] ?? '';

/** Does it run? One that has ended and that nobody has asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return whyNoProcessTable() !== undefined || stateOf(pid) !== 'Z';
  } catch {
    return false;
  }
}

/** Resolves when it is gone; rejects where it is still there after ten seconds. */
export async function whenGone(pid: number): Promise<void> {
  const begun = performance.now();
  while (isRunning(pid)) {
    if (performance.now() - begun > 10_000) throw new Error(`Process ${String(pid)} still runs.`);
    await pass(20);
  }
}

/** The processes that a process has started and that still run. */
export const childrenOf = (pid: number): readonly number[] =>
  readdirSync(`/proc/${String(pid)}/task`).flatMap((task) => {
    const file = `/proc/${String(pid)}/task/${task}/children`;
    return existsSync(file)
      ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number).filter(isRunning)
      : [];
  });

/** Bytes that a process has written so far, to whatever. */
export const bytesWritten = (pid: number): number =>
  Number(/^wchar: (\d+)$/mu.exec(readFileSync(`/proc/${String(pid)}/io`, 'utf8'))?.[1]);

/** Memory of a process in use now, and at most until now, in megabytes. */
export function memoryOf(pid: number): { readonly nowMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const mb = (key: string): number =>
    Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'mu').exec(status)?.[1]) / 1_024;
  return { nowMb: mb('VmRSS'), peakMb: mb('VmHWM') };
}

/** Processor time that a process has used so far, in milliseconds. */
export function processorMsOf(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  // In user and kernel mode, in hundredths of a second. (proc(5))
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
