import { join } from 'node:path';
import type { Figure } from './figures.ts';
import { measuredProcess, type Measured } from './measured-process.ts';
import { streamFigures, type StreamFigures } from './stream-figures.ts';

interface Run extends Measured, StreamFigures {}

/** The preset at one size, gone through twice. */
export interface Size {
  readonly mailboxes: number;
  readonly first: Run;
  readonly second: Run;
}

/** Makes the preset `university` at a size and runs it twice, each time as a process of its own. */
export async function measureSize(folder: string, mailboxes: number): Promise<Size> {
  const words = await university(folder, mailboxes);
  const run = async (): Promise<Run> => {
    const measured = await measuredProcess(folder, ['run', '--yes', ...words, '--json']);
    return { ...measured, ...(await streamFigures(measured.stdout)) };
  };
  return { mailboxes, first: await run(), second: await run() };
}

/** Memory of the same program where there is next to nothing to do. */
export async function idleMb(folder: string): Promise<number> {
  const words = await university(folder, 10);
  return (await measuredProcess(folder, ['plan', '--only', 'prerequisites', ...words, '--json'])).peakMb;
}

async function university(folder: string, mailboxes: number): Promise<readonly string[]> {
  const [practice, site] = [join(folder, 'university.db'), join(folder, 'university.json')];
  const size = ['--preset', 'university', '--mailboxes', String(mailboxes)];
  await measuredProcess(folder, ['practice', 'new', practice, ...size, '--site-to', site]);
  return ['--site', site, '--practice', practice, '--runs', join(folder, 'runs')];
}

const passes = [
  { pass: 'first', limit: 4.1 },
  { pass: 'second', limit: 1.05 },
] as const;

/** (a) Commands per calendar, by step and all together. */
export const commandFigures = (size: Size): readonly Figure[] =>
  passes.flatMap(({ pass, limit }) => {
    const { calendars, commands, commandsByStep } = size[pass];
    const each = [...commandsByStep].map(([step, count]) => ({
      what: `${pass} run, ${step}`,
      measured: count / calendars,
      unit: '',
    }));
    const all = { what: `${pass} run, all steps`, measured: commands / calendars, unit: '' };
    const inStep = each.map((figure) =>
      figure.what.endsWith('calendar-permissions') ? { ...figure, limit } : figure,
    );
    return [...inStep, size.mailboxes >= presetSize ? { ...all, limit } : all];
  });

/** How many mailboxes the preset has by itself: at its size the few commands of the other steps count too. */
const presetSize = 10_000;

/** (b) Peak memory over idle, and how it grows from the smallest size to the largest. */
export function memoryFigures(sizes: readonly Size[], idle: number): readonly Figure[] {
  const peak = (size: Size): number => Math.max(size.first.peakMb, size.second.peakMb) - idle;
  const over = sizes.map((size) => ({
    what: `${size.mailboxes} mailboxes, over idle`,
    measured: peak(size),
    unit: 'MB',
  }));
  const [smallest, largest] = [sizes.at(0), sizes.at(-1)];
  if (smallest === undefined || largest === undefined || sizes.length === 1) return over;
  const growth = {
    what: `growth from ${smallest.mailboxes} to ${largest.mailboxes}`,
    measured: peak(largest) - peak(smallest),
    unit: 'MB',
    limit: 40,
  };
  return [{ what: 'idle', measured: idle, unit: 'MB' }, ...over, growth];
}

/** (c) Time per command without latency: the engine, its record on disk and the practice site's own work. */
export const engineFigures = (sizes: readonly Size[]): readonly Figure[] =>
  sizes.flatMap((size) =>
    passes.flatMap(({ pass }) => {
      const run = size[pass];
      const what = `${size.mailboxes} mailboxes, ${pass} run`;
      return [
        { what: `${what}, on calendars`, measured: run.calendarMs / run.calendarCommands, unit: 'ms' },
        { what: `${what}, processor, all`, measured: run.cpuMs / run.commands, unit: 'ms' },
      ];
    }),
  );
