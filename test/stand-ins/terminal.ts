import { Writable } from 'node:stream';
import { runCommandLine } from '../../electron/cli/command-line.ts';
import type { CliIo } from '../../electron/cli/io.ts';
import { verbs } from '../../electron/cli/verbs.ts';
import { systemClock } from '../../electron/run/clock.ts';
import { byWayOf } from './practice-way.ts';

/** What one command line did on a terminal of 80 columns. */
export interface TerminalResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard error as it stands on the screen at the end: what moved is gone. */
  readonly screen: string;
}

export interface AtTerminal {
  /** What is typed, an answer at a time, each when it is asked for. */
  readonly typed?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Is told what is written to standard output as it comes. */
  readonly onOutput?: (text: string) => void;
}

/** The command line in this process, with somebody at a terminal. */
export async function onTerminal(
  args: readonly string[],
  { typed = [], env = {}, onOutput = () => undefined }: AtTerminal = {},
): Promise<TerminalResult> {
  const stdout = new Shown(onOutput);
  const stderr = new Shown(() => undefined);
  const io: CliIo = {
    stdout,
    stderr,
    stdin: (async function* () {
      for (const line of typed) yield await Promise.resolve(`${line}\n`);
    })(),
    isTerminal: true,
    env: { NO_COLOR: '1', ...env },
    clock: systemClock,
    timeZone: 'Europe/Amsterdam',
  };
  const exitCode = await runCommandLine(byWayOf(args), io, verbs);
  return { exitCode, stdout: stdout.text, stderr: stderr.text, screen: screenOf(stderr.text) };
}

class Shown extends Writable {
  readonly isTTY = true;
  readonly columns = 80;
  readonly rows = 40;
  readonly #onText: (text: string) => void;
  text = '';

  constructor(onText: (text: string) => void) {
    super({ decodeStrings: false });
    this.#onText = onText;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    this.#onText(String(chunk));
    done();
  }
}

/** CSI sequences that move the cursor or clear, as `log-update` writes them. */
const moving = /^\u001B\[(\d*)([A-HJK])/u;
const styling = /\u001B\[[0-9;]*m|\u001B\[\?[0-9;]*[hl]/gu;

/** Lays out what was written as a terminal does that is never too small. */
function screenOf(written: string): string {
  let rest = written.replaceAll(styling, '');
  const lines: string[][] = [[]];
  let [row, column] = [0, 0];
  while (rest !== '') {
    const move = moving.exec(rest);
    const line = (lines[row] ??= []);
    if (move !== null) {
      const times = move[1] === '' ? 1 : Number(move[1]);
      switch (move[2]) {
        case 'A':
          row = Math.max(0, row - times);
          break;
        case 'G':
          column = times - 1;
          break;
        case 'J':
          lines.length = row + 1;
          line.length = Math.min(line.length, column);
          break;
        case 'K':
          line.length = move[1] === '2' ? 0 : Math.min(line.length, column);
          break;
        default:
          throw new Error(`This terminal does not know ${JSON.stringify(move[0])}.`);
      }
      rest = rest.slice(move[0].length);
      continue;
    }
    const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    rest = rest.slice(character.length);
    if (character === '\n') {
      row += 1;
      column = 0;
    } else if (character === '\r') column = 0;
    else {
      while (line.length < column) line.push(' ');
      line[column] = character;
      column += 1;
    }
  }
  return lines.map((line) => line.join('')).join('\n');
}
