import './quiet-debug.ts';
import { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { PowerShell } from 'node-powershell';
import type { Readable, Writable } from 'node:stream';
import { NoSession } from './session-failures.ts';

/** A PowerShell that runs: its streams, and its end. */
export interface PowerShellProcess {
  readonly input: Writable;
  readonly output: Readable;
  /** The last of what it wrote to standard error: for the log, never a verdict. */
  errorTail(): string;
  /** Resolves when the process is gone, with what is known of the reason. */
  readonly ended: Promise<ProcessEnd>;
  readonly kill: () => void;
}

export interface ProcessEnd {
  /** Did it run at all? */
  readonly ran: boolean;
  /** In words, the program's name first. */
  readonly why: string;
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
/** How long output is awaited after the end: a program that PowerShell started may hold the pipe open for ever. */
const lastOutputMs = 1_000;

/**
 * Starts a PowerShell that reads its commands from standard input. node-powershell is used for the life of the process
 * only: its `invoke` and its converters are never called. (facts-windows 2) Throws {@link NoSession}; a program that is
 * not there is told by `ended`.
 */
export function startPowerShell(executable: string): PowerShellProcess {
  const shell = shellOf(executable);
  // Both are private in the package's types, which therefore do not say what they are.
  const child: unknown = shell['process'];
  const exit: unknown = shell['exitPromise'];
  if (!(child instanceof ChildProcess)) throw new TypeError('node-powershell has no process.');
  // The package's own word on the end rejects for most of them, and says less than the process.
  Promise.resolve(exit).catch(() => undefined);
  const { stdin, stdout, stderr } = shell.streams;
  const ended = new Promise<ProcessEnd>((resolve) => {
    const name = basename(executable);
    child.on('error', (problem) => {
      // A signal that can't be sent is told here too.
      if (child.pid === undefined)
        resolve({ ran: false, why: `${name} could not be started: ${problem.message}.` });
    });
    child.once('exit', (code, signal) => {
      const how = signal === null ? `with exit code ${String(code)}` : `by ${signal}`;
      resolve({ ran: true, why: `${name} ended ${how}.` });
    });
  });
  void ended.then(() => {
    const cut = setTimeout(() => stdout.destroy(), lastOutputMs).unref();
    stdout.once('close', () => {
      clearTimeout(cut);
    });
  });
  // Errors of a pipe whose other end is gone come after the end, which is told by `ended`.
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);
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
    ended,
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

/** The package starts the process while it is made, and reads its pipes at once: where there are none, that fails. */
function shellOf(executable: string): PowerShell {
  try {
    return new PowerShellByPath({
      executable,
      executableOptions: {
        '-NoProfile': true,
        '-NonInteractive': true,
        '-InputFormat': 'Text',
        '-OutputFormat': 'Text',
      },
      spawnOptions: { windowsHide: true, env: environment() },
    });
  } catch (problem) {
    throw new NoSession('not-started', problem instanceof Error ? problem.message : String(problem));
  }
}
