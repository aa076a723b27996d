import { writes } from '../../shared/commands/command.ts';
import { CarryOut, type Agreement, type CarryOutOptions } from '../../shared/run/carry-out.ts';
import type { RunEvent, Verb } from '../../shared/run/events.ts';
import type { Resource } from '../../shared/run/resource.ts';
import { MemoryJournal, MemorySiteMemory } from './memory-journal.ts';
import { PatientClock } from './patient-clock.ts';
import type { Shelf } from './shelf.ts';
import { PlainSecrets, SmallWorld } from './small-world.ts';

/** What a run is asked for; all else is as in an undisturbed run. */
export interface Asked {
  readonly verb?: Verb;
  readonly agreement?: Agreement;
  readonly stop?: AbortSignal;
  readonly earlier?: readonly RunEvent[];
  readonly waitMs?: number;
  readonly more?: Partial<CarryOutOptions>;
}

/** What a run did, and to what. */
export interface Carried {
  readonly journal: MemoryJournal;
  readonly world: SmallWorld;
  readonly clock: PatientClock;
  readonly written: () => string[];
}

/** Carries resources out as one step, on a shelf. */
export async function carry(
  shelf: Shelf,
  resources: readonly Resource[],
  asked: Asked = {},
): Promise<Carried> {
  const world = new SmallWorld(shelf.answer);
  const journal = new MemoryJournal(asked.earlier);
  const clock = new PatientClock();
  const never = new AbortController().signal;
  await new CarryOut({
    verb: asked.verb ?? 'run',
    agreement: asked.agreement ?? { kind: 'everything' },
    steps: [
      {
        step: 'service-accounts',
        title: 'Things',
        isSelected: true,
        isMany: false,
        isGate: false,
        async *resources() {
          yield* await Promise.resolve(resources);
        },
        total: () => resources.length,
      },
    ],
    connections: [],
    world,
    journal,
    memory: new MemorySiteMemory(),
    secrets: new PlainSecrets(),
    clock,
    stop: asked.stop ?? never,
    abort: never,
    atOnce: 8,
    waitMs: asked.waitMs,
    firstNumber: 1,
    again: new Set(),
    tellsSettled: false,
    ...asked.more,
  }).run();
  const written = (): string[] => world.sent.filter(writes).map((c) => ('cmdlet' in c ? c.cmdlet : c.path));
  return { journal, world, clock, written };
}
