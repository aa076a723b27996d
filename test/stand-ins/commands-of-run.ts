import { z } from 'zod';
import { openRunFile } from '../../electron/store/run-folder.ts';
import type { EventOf } from '../../shared/run/events.ts';
import { commandLine } from './command-line.ts';
import { canonical, commandIn, type Rehearsal } from './rehearsal.ts';

/** A command as the practice site noted it. */
export interface Received {
  /** The command as one line of JSON with its keys in order. */
  readonly form: string;
  readonly shape: string;
  readonly process: string;
  readonly writes: boolean;
  /** `done`, `received` (without an answer) or `refused: <id>`. */
  readonly outcome: string;
}

const received = z.array(z.looseObject({ process: z.string(), writes: z.boolean(), outcome: z.string() }));

/** All commands that the practice site received, whoever sent them, in order. */
export async function receivedAt({ practice }: Rehearsal): Promise<readonly Received[]> {
  const { stdout } = await commandLine(['practice', 'show', practice, '--json', '--commands']);
  return received.parse(JSON.parse(stdout)).map(({ process, writes, outcome, ...command }) => {
    const plain = commandIn(command);
    return { form: canonical(plain), shape: shapeOf(plain), process, writes, outcome };
  });
}

/** The commands that a run's file holds: all processes that worked on the run, in order. */
export function recordedIn({ runs }: Pick<Rehearsal, 'runs'>, run: string): readonly EventOf<'command'>[] {
  const file = openRunFile(runs, run, () => new Date());
  try {
    return [...file.report.commands()].map(({ command }) => command);
  } finally {
    file.close();
  }
}

/** A command of an event stream as one line of JSON with its keys in order. */
export const formOf = (event: EventOf<'command'>): string => canonical(commandIn(event));

/** What kind of commands a step sends that no other step does: by them the site's own list tells the steps apart. */
export function shapesOnlyOf(step: string, commands: readonly EventOf<'command'>[]): ReadonlySet<string> {
  const elsewhere = new Set(
    commands.filter((one) => one.step !== step).map((one) => shapeOf(commandIn(one))),
  );
  const here = commands.filter((one) => one.step === step).map((one) => shapeOf(commandIn(one)));
  return new Set(here.filter((shape) => !elsewhere.has(shape)));
}

const anyGuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/giu;
const parts = z.looseObject({
  cmdlet: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** A command without its values: cmdlet and names of parameters, or method and path without ids. */
function shapeOf(command: unknown): string {
  const { cmdlet, method = '', path = '', parameters = {} } = parts.parse(command);
  return cmdlet === undefined
    ? `${method} ${path.replaceAll(anyGuid, '*')}`
    : `${cmdlet} ${Object.keys(parameters).toSorted().join(' ')}`;
}
