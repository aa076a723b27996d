import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A Node process of a test with the lines that it writes; it is gone after the test. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterable<string>;
  readonly ended: Promise<void>;
}

export interface ChildOptions {
  /** No file may grow beyond that many blocks of 1,024 bytes. */
  readonly limitBlocks?: number;
  /** More environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a script. */
export function startChild(script: URL, args: readonly string[], options: ChildOptions = {}): Child {
  const { limitBlocks, env = {} } = options;
  const node = [process.execPath, fileURLToPath(script), ...args];
  const limited = ['bash', '-c', `ulimit -f ${String(limitBlocks)}; exec "$@"`, 'bash', ...node];
  const [command = '', ...words] = limitBlocks === undefined ? node : limited;
  const child = spawn(command, words, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = new Promise<void>((resolve) =>
    child.on('close', () => {
      resolve();
    }),
  );
  return { process: child, lines: createInterface({ input: child.stdout }), ended };
}
