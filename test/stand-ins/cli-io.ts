import { Writable } from 'node:stream';
import type { CliIo } from '../../electron/cli/io.ts';

/** A stream that keeps what was written to it. */
export class Written extends Writable {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows = 24;
  text = '';

  constructor(isTerminal: boolean, columns = 80) {
    super({ decodeStrings: false });
    this.isTTY = isTerminal;
    this.columns = columns;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }

  get lines(): readonly string[] {
    return this.text.split('\n');
  }
}

export interface StandInIo extends CliIo {
  readonly stdout: Written;
  readonly stderr: Written;
  /** Sets the clock. */
  at(iso: string): void;
}

/** Streams, environment and clock of a command line under test; by default no terminal. */
export function standInIo(
  options: {
    readonly isTerminal?: boolean;
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: readonly (string | Uint8Array)[];
    readonly columns?: number;
  } = {},
): StandInIo {
  const { isTerminal = false, env = {}, stdin = [], columns = 80 } = options;
  let now = new Date('2026-11-24T13:01:00Z');
  return {
    stdout: new Written(isTerminal, columns),
    stderr: new Written(isTerminal, columns),
    stdin: {
      async *[Symbol.asyncIterator]() {
        yield* stdin;
      },
    },
    isTerminal,
    env,
    clock: { now: () => now, sleep: async () => undefined },
    timeZone: 'Europe/Amsterdam',
    at(iso) {
      now = new Date(iso);
    },
  };
}
