import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../electron/cli/command-line.ts';
import type { CliIo, TextOut } from '../../electron/cli/io.ts';
import { verbs } from '../../electron/cli/verbs.ts';
import { systemClock } from '../../electron/run/clock.ts';
import type { EventOf, RecordedEvent } from '../../shared/run/events.ts';
import { z } from 'zod';
import { byWayOf } from './practice-way.ts';
import { eventOfType, eventType } from '../../electron/store/event-schema.ts';

/** What one command line wrote and how it ended. */
export interface CommandLineResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The events of a verb with `--json`. */
  readonly events: readonly RecordedEvent[];
  readonly of: <Type extends RecordedEvent['type']>(type: Type) => readonly EventOf<Type>[];
}

/** The command line in this process, without a terminal: the program as its user starts it, but for the start. */
export async function commandLine(args: readonly string[], input = ''): Promise<CommandLineResult> {
  const [stdout, stderr] = [collecting(), collecting()];
  const io: CliIo = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: PassThrough.from([input]),
    isTerminal: false,
    env: {},
    clock: systemClock,
    timeZone: 'Europe/Amsterdam',
  };
  const exitCode = await runCommandLine(byWayOf(args), io, verbs);
  return resultOf({ exitCode, stdout: stdout.text(), stderr: stderr.text() }, args);
}

/** The result of a command line from what it wrote, with the events of a verb with `--json`. */
export function resultOf(
  written: Pick<CommandLineResult, 'exitCode' | 'stdout' | 'stderr'>,
  args: readonly string[],
): CommandLineResult {
  const events = args.includes('--json') && args[0] !== 'practice' ? eventsOf(written.stdout) : [];
  return { ...written, events, of: (type) => events.filter((event) => isOf(event, type)) };
}

const isOf = <Type extends RecordedEvent['type']>(
  event: RecordedEvent,
  type: Type,
): event is RecordedEvent & EventOf<Type> => event.type === type;

function eventsOf(text: string): readonly RecordedEvent[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const head = z.object({ type: eventType, seq: z.number(), at: z.string() });
  return lines.map((line) => {
    const json: unknown = JSON.parse(line);
    const { type, seq, at } = head.parse(json);
    return { ...eventOfType[type].parse(json), seq, at };
  });
}

function collecting(): { readonly stream: TextOut; readonly text: () => string } {
  const chunks: string[] = [];
  const stream = new PassThrough({ encoding: 'utf8' });
  stream.on('data', (chunk: string) => chunks.push(chunk));
  return { stream, text: () => chunks.join('') + String(stream.read() ?? '') };
}
