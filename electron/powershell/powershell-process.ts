import { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { PowerShell } from 'node-powershell';
import type { Readable, Writable } from 'node:stream';

/** A PowerShell that runs: its streams, and its end. */
export interface PowerShellProcess {
  readonly input: Writable;
  readonly output: Readable;
  /** The last of what it wrote to standard error: for the log, never a verdict. */
  errorTail(): string;
  /** Resolves when the process is gone, with what is known of the reason. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** Variables that would change the PowerShell that is started, or that are not its business. (facts-windows 8) */
const unwanted = new Set([
  'PSMODULEPATH',
  'NODE_POWERSHELL',
  'DEBUG',
  'NODE_OPTIONS',
  'PSEXECUTIONPOLICYPREFERENCE',
]);

const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !unwanted.has(name.toUpperCase()))),
  ADPS_LoadDefaultDrive: '0',
  POWERSHELL_TELEMETRY_OPTOUT: '1',
  POWERSHELL_UPDATECHECK: 'Off',
});

/** The package would take the variable NODE_POWERSHELL before anything that it is told. */
class PowerShellByPath extends PowerShell {
  protected override setExecutable({ executable }: { executable?: string }): string {
    return executable ?? '';
  }
}

const mostErrorTail = 4_000;

/**
 * Starts a PowerShell that reads its commands from standard input. node-powershell is used for the life of the process
 * only: its `invoke` and its converters are never called. (facts-windows 2)
 */
export function startPowerShell(executable: string): PowerShellProcess {
  const shell = new PowerShellByPath({
    executable,
    executableOptions: {
      '-NoProfile': true,
      '-NonInteractive': true,
      '-InputFormat': 'Text',
      '-OutputFormat': 'Text',
    },
    spawnOptions: { windowsHide: true, env: environment() },
  });
  // Both are private in the package's types, which therefore do not say what they are.
  const child: unknown = shell['process'];
  const exit: unknown = shell['exitPromise'];
  if (!(child instanceof ChildProcess)) throw new TypeError('node-powershell has no process.');
  const ended = Promise.resolve(exit).then(
    () => 'it ended',
    (problem: unknown) => (problem instanceof Error ? problem.message : 'it could not be started'),
  );
  const { stdin, stdout, stderr } = shell.streams;
  // Errors of a pipe whose reader is gone come after its end, which is told by `ended`.
  stdin.on('error', () => undefined);
  stdout.unpipe();
  // The package stops reading standard error after three chunks; the process would then hang on a full pipe.
  stderr.unpipe();
  let tail = '';
  stderr.on('data', (chunk: unknown) => {
    tail = (tail + String(chunk)).slice(-mostErrorTail);
  });
  stderr.resume();
  return {
    input: stdin,
    output: stdout,
    errorTail: () => tail,
    ended: ended.then((reason) => `${basename(executable)}: ${reason}`),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
