import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPracticeSite } from '../../electron/practice/practice-site.ts';
import { practiceWorld } from '../../electron/practice/practice-world.ts';
import { hastened, systemClock } from '../../electron/run/clock.ts';
import { startRun } from '../../electron/run/start.ts';
import { Vault } from '../../electron/run/vault.ts';
import type { Command, Output } from '../../shared/commands/command.ts';
import type { World } from '../../shared/run/ports.ts';
import type { Figure } from './figures.ts';

const atOnce = 8;

/** Latencies of one bench, in milliseconds, and how the schedule is judged by them. */
interface Latencies {
  readonly name: string;
  readonly of: (command: Command) => number;
}

/** Every command takes 20 ms. */
const even: Latencies = { name: '20 ms each', of: () => 20 };

/** From 5 to 500 ms, one in 100 takes 5 s; drawn from the command alone, so that each bench is the same. */
const uneven: Latencies = {
  name: '5 to 500 ms, one in 100 at 5 s',
  of(command) {
    const drawn = createHash('sha256').update(JSON.stringify(command)).digest();
    return drawn.readUInt16BE(0) % 100 === 0 ? 5_000 : 5 + (drawn.readUInt32BE(2) % 496);
  },
};

/**
 * (d) Wall-clock against the best schedule, from the first command about a calendar to the last answer: no schedule is
 * shorter than all latencies spread over the places, or than the commands of one calendar, which follow one another.
 */
export async function latencyFigures(folder: string, mailboxes: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const latencies of [even, uneven]) {
    const { wallMs, commands, totalMs, longestMs } = await runWith(folder, mailboxes, latencies);
    const best = Math.max(totalMs / atOnce, longestMs);
    const what = `${latencies.name}, ${commands} commands`;
    figures.push({ what: `${what}, wall-clock`, measured: wallMs / 1_000, unit: 's' });
    figures.push({ what: `${what}, best schedule`, measured: best / 1_000, unit: 's' });
    figures.push({ what: `${what}, ratio`, measured: wallMs / best, unit: '', limit: 1.2 });
  }
  return figures;
}

interface Timed {
  readonly wallMs: number;
  readonly commands: number;
  readonly totalMs: number;
  /** The commands of the slowest calendar together. */
  readonly longestMs: number;
}

async function runWith(folder: string, mailboxes: number, latencies: Latencies): Promise<Timed> {
  const practice = join(folder, `${latencies.name.replaceAll(' ', '-')}.db`);
  const siteFile = `${practice}.site.json`;
  const { site } = createPracticeSite(practice, { preset: 'university', mailboxes, atOnce });
  writeFileSync(siteFile, JSON.stringify(site));

  const byCalendar = new Map<string, number>();
  let commands = 0;
  const world = practiceWorld(practice, {
    latencyOf(command) {
      const calendar = calendarOf(command);
      if (calendar === undefined) return 0;
      const ms = latencies.of(command);
      commands += 1;
      byCalendar.set(calendar, (byCalendar.get(calendar) ?? 0) + ms);
      return ms;
    },
  });
  const stopwatch = timed(world);
  const unused = new AbortController().signal;
  try {
    await startRun(
      {
        runs: join(folder, 'runs'),
        world: stopwatch.world,
        clock: hastened(systemClock, 60),
        vault: new Vault(),
        interruption: { stop: unused, abort: unused },
        version: 'bench',
        onEvent: () => undefined,
      },
      {
        verb: 'run',
        siteFile,
        note: '',
        account: '',
        only: undefined,
        people: '',
        limit: Infinity,
        writing: {
          agreement: { kind: 'everything' },
          atOnce: Infinity,
          waitMs: undefined,
          willReveal: false,
        },
      },
    );
  } finally {
    world.close();
  }
  const each = [...byCalendar.values()];
  return {
    wallMs: stopwatch.elapsedMs(),
    commands,
    totalMs: each.reduce((sum, ms) => sum + ms, 0),
    longestMs: Math.max(...each),
  };
}

/** The mailbox that a command about a folder names. */
function calendarOf(command: Command): string | undefined {
  if (command.target === 'graph' || !command.cmdlet.includes('-MailboxFolder')) return undefined;
  const { Identity: identity } = command.parameters;
  return typeof identity === 'string' ? identity.split(':')[0] : undefined;
}

/** The same world with a stopwatch on the commands about calendars. */
function timed(world: World): { readonly world: World; readonly elapsedMs: () => number } {
  let [first, last] = [Infinity, 0];
  async function* watched(outputs: AsyncIterable<Output>): AsyncGenerator<Output> {
    first = Math.min(first, performance.now());
    try {
      yield* outputs;
    } finally {
      last = performance.now();
    }
  }
  return {
    elapsedMs: () => last - first,
    world: {
      identity: world.identity,
      probe: (probe, options) => world.probe(probe, options),
      transport(target) {
        const transport = world.transport(target);
        return {
          atOnce: transport.atOnce,
          send: (command, options) =>
            calendarOf(command) === undefined
              ? transport.send(command, options)
              : watched(transport.send(command, options)),
        };
      },
    },
  };
}
