import type { Clock } from '../../shared/run/ports.ts';

/** Where text goes: a stream of the process, or a test's. */
export type TextOut = NodeJS.WritableStream & {
  /** True on a terminal. */
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** All that the command line touches of the process around it. */
export interface CliIo {
  /** Results; with `--json` the events and nothing else. */
  readonly stdout: TextOut;
  /** Progress, questions and what can't be used. */
  readonly stderr: TextOut;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  /** Is there somebody to ask? True where standard input and standard error are a terminal. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** IANA name of the time zone in which times are shown. */
  readonly timeZone: string;
}

/** The process's own streams, environment and clock. */
export function processIo(clock: Clock): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    isTerminal: process.stdin.isTTY && process.stderr.isTTY,
    env: process.env,
    clock,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
