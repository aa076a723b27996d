import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const cli = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url));
const preload = new URL('report-usage.ts', import.meta.url).href;

/** What one process of the command line used and wrote. */
export interface Measured {
  readonly exitCode: number;
  /** Most resident memory at any moment. */
  readonly peakMb: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** File with what it wrote to standard output. */
  readonly stdout: string;
}

const usage = z.object({ peakKb: z.number(), cpuMs: z.number() });

/** Node's options as the program's first line asks for them: what is measured is what is shipped. */
const shippedFlags = (): readonly string[] =>
  readFileSync(cli, 'utf8')
    .split('\n', 1)
    .join('')
    .split(' ')
    .filter((word) => word.startsWith('--'));

/** Runs the command line as a process of its own, with a file for its output so that nobody who reads slows it down. */
export async function measuredProcess(folder: string, words: readonly string[]): Promise<Measured> {
  const stdout = join(folder, 'stdout.txt');
  const usageFile = join(folder, 'usage.json');
  const [out, errors] = [openSync(stdout, 'w'), openSync(join(folder, 'stderr.txt'), 'w')];
  const begun = performance.now();
  const child = spawn(process.execPath, [...shippedFlags(), '--import', preload, cli, ...words], {
    stdio: ['ignore', out, errors],
    env: { ...process.env, BENCH_USAGE_TO: usageFile },
  });
  await once(child, 'close');
  const wallMs = performance.now() - begun;
  closeSync(out);
  closeSync(errors);
  if (child.exitCode !== 0 && child.exitCode !== 1)
    throw new Error(
      `calendar-push-setup ${words.join(' ')} ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}:\n${readFileSync(join(folder, 'stderr.txt'), 'utf8').slice(-2_000)}`,
    );
  const { peakKb, cpuMs } = usage.parse(JSON.parse(readFileSync(usageFile, 'utf8')));
  return { exitCode: child.exitCode, peakMb: peakKb / 1_024, cpuMs, wallMs, stdout };
}
