import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { resultOf, type CommandLineResult } from './command-line.ts';
import { byWayOf } from './practice-way.ts';

/** The command line in a process of its own, so that it can be killed, interrupted or kept from writing. */
export interface ChildRun {
  /** Resolves when that many lines of standard output with this text have come. Rejects where the process ends before. */
  reached(text: string, times?: number): Promise<void>;
  send(signal: NodeJS.Signals): void;
  readonly pid: number | undefined;
  /** How it ended; a signal counts as 128 and its number, as in a shell. */
  readonly ended: Promise<CommandLineResult>;
}

interface Awaited {
  readonly text: string;
  left: number;
  readonly resolve: () => void;
  readonly reject: (why: Error) => void;
}

const program = fileURLToPath(new URL('../../electron/cli.ts', import.meta.url));

/** Starts the command line. `fileBlocks`: no file may grow beyond that many blocks of 1,024 bytes. */
export function startChildRun(
  words: readonly string[],
  options: { readonly input?: string; readonly fileBlocks?: number } = {},
): ChildRun {
  const node = [process.execPath, '--max-semi-space-size=4', program, ...byWayOf(words)];
  const limited = ['bash', '-c', `ulimit -f ${String(options.fileBlocks)}; exec "$@"`, 'bash', ...node];
  const [command = '', ...args] = options.fileBlocks === undefined ? node : limited;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  child.stdin.end(options.input ?? '');

  const lines: string[] = [];
  let awaited: Awaited[] = [];
  let begun = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (begun + text).split('\n');
    begun = parts.pop() ?? '';
    lines.push(...parts);
    for (const one of awaited) {
      one.left -= parts.filter((line) => line.includes(one.text)).length;
      if (one.left <= 0) one.resolve();
    }
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));

  const ended = new Promise<CommandLineResult>((resolve) =>
    child.on('close', (code, signal) => {
      for (const one of awaited) one.reject(new Error(`It ended before "${one.text}" came: ${stderr}`));
      awaited = [];
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve(resultOf({ exitCode, stdout: lines.join('\n'), stderr }, words));
    }),
  );
  return {
    ended,
    pid: child.pid,
    send: (signal) => child.kill(signal),
    async reached(text, times = 1) {
      const left = times - lines.filter((line) => line.includes(text)).length;
      if (left <= 0) return;
      await new Promise<void>((resolve, reject) => awaited.push({ text, left, resolve, reject }));
    },
  };
}
