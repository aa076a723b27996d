import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A child process of a test with the lines that it writes; it is gone after the test. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: AsyncIterable<string>;
  readonly ended: Promise<void>;
}

const script = (file: string): string => fileURLToPath(new URL(`children/${file}`, import.meta.url));

export function startChild(file: string, args: readonly string[], limitBlocks?: number): Child {
  const command = [process.execPath, script(file), ...args];
  const child =
    limitBlocks === undefined
      ? spawn(command[0] ?? '', command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] })
      : spawn('bash', ['-c', `ulimit -f ${limitBlocks}; exec "$@"`, 'bash', ...command], {
          stdio: ['pipe', 'pipe', 'inherit'],
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
