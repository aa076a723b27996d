import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What the event stream of a run says about its size and speed. */
export interface StreamFigures {
  readonly calendars: number;
  readonly commands: number;
  readonly commandsByStep: ReadonlyMap<string, number>;
  /** Of the commands that name a calendar: how many, and from the first one sent to the last answer. */
  readonly calendarCommands: number;
  readonly calendarMs: number;
}

const event = z.object({
  type: z.string(),
  at: z.string(),
  step: z.string().optional(),
  resource: z.string().optional(),
});

const isCalendar = (resource: string | undefined): boolean => resource?.startsWith('calendar/') === true;

/** Reads a stream of events, one a line. */
export async function streamFigures(file: string): Promise<StreamFigures> {
  const commandsByStep = new Map<string, number>();
  let [calendars, commands, calendarCommands, first, last] = [0, 0, 0, Infinity, 0];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const { type, at, step = '', resource } = event.parse(JSON.parse(line));
    if (type === 'resource' && isCalendar(resource)) calendars += 1;
    if (type === 'answer' && isCalendar(resource)) last = Math.max(last, Date.parse(at));
    if (type !== 'command') continue;
    commands += 1;
    commandsByStep.set(step, (commandsByStep.get(step) ?? 0) + 1);
    if (!isCalendar(resource)) continue;
    calendarCommands += 1;
    first = Math.min(first, Date.parse(at));
  }
  return { calendars, commands, commandsByStep, calendarCommands, calendarMs: last - first };
}
