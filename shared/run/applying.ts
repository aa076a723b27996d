import { resolveCommand, secretsIn } from '../commands/resolve.ts';
import type { Ending, FlowWorld, Seen } from './flow-world.ts';
import type { Change, Resource, Sight } from './resource.ts';
import { ServiceError } from './service-error.ts';
import { isAlreadyThere, isNoEntry } from './service-failures.ts';

/**
 * How the changes of one resource ended.
 * - `made`: all in effect by their answers, or judged by looking. They are still to be read back.
 * - `overtaken`: someone else did the same in the meantime; nothing of it is ours.
 * - `failed`: with what a look saw afterwards, where there was one.
 * - `moved`: the ground is not what the changes were made for. `unseen`: a failed write could not be judged by looking.
 */
export type Applied =
  | { readonly kind: 'made' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unknown-value'; readonly from: string }
  | { readonly kind: 'overtaken'; readonly sight: Sight }
  | { readonly kind: 'moved'; readonly sight: Sight }
  | { readonly kind: 'failed'; readonly failure: ServiceError; readonly sight?: Sight }
  | { readonly kind: 'unseen'; readonly ending: Ending };

interface Applying extends FlowWorld {
  readonly resource: Resource;
  /** Looks without recording it as the look before or after. */
  readonly look: () => Promise<Seen>;
}

/** Makes the changes of one resource in their order, each by its one command. */
export async function applyChanges(world: Applying, changes: readonly Change[]): Promise<Applied> {
  for (const change of changes) {
    if (world.stop.aborted) return { kind: 'stopped' };
    const applied = await applyChange(world, change);
    if (applied.kind !== 'made') return applied;
  }
  return { kind: 'made' };
}

async function applyChange(world: Applying, change: Change): Promise<Applied> {
  const { resource, sender, facts, secrets } = world;
  try {
    await world.connect(change.command.target);
  } catch (failure) {
    if (failure instanceof ServiceError) return { kind: 'failed', failure };
    throw failure;
  }
  const resolved = resolveCommand(change.command, (from, property) => facts.get(from, property));
  if ('missing' in resolved) return { kind: 'unknown-value', from: resolved.missing.from };
  for (const needed of secretsIn(resolved.command)) if (!secrets.has(needed)) secrets.make(needed);

  let mayBeOurs = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await sender.write(resolved.command, { step: resource.step, resource: resource.id, change: change.id });
      return made(world, change);
    } catch (failure) {
      if (!(failure instanceof ServiceError)) throw failure;
      const isPassing = failure.kind === 'transient' || failure.kind === 'lost';
      mayBeOurs ||= isPassing;
      const sight = await world.look();
      if ('ending' in sight) return { kind: 'unseen', ending: sight.ending };
      const judged = judge(change, sight);
      if (judged === 'in-effect') return mayBeOurs ? made(world, change) : { kind: 'overtaken', sight };
      if (judged === 'moved' && !isPassing && (isAlreadyThere(failure) || isNoEntry(failure)))
        return { kind: 'moved', sight };
      if (judged === 'moved' || !isPassing || attempt > 1) return { kind: 'failed', failure, sight };
      await sender.pauseBeforeRetry();
    }
  }
}

function made(world: Applying, change: Change): Applied {
  const { resource, journal, memory } = world;
  journal.record({ type: 'change', step: resource.step, resource: resource.id, change, done: true });
  resource.remember?.(memory, change, true);
  return { kind: 'made' };
}

/** After a write that failed: is what it should do in effect, still to do, or is the ground another one? */
function judge(change: Change, sight: Sight): 'in-effect' | 'to-do' | 'moved' {
  const asked = sight.changes.find((now) => now.id === change.id);
  if (asked === undefined)
    return sight.state === 'there' && sight.changes.length === 0 ? 'in-effect' : isPartly(change, sight);
  return JSON.stringify(asked.differences) === JSON.stringify(change.differences) ? 'to-do' : 'moved';
}

/** Other changes are asked for, this one not: it is in effect if it was only one of several, else something else stands there. */
const isPartly = (change: Change, sight: Sight): 'in-effect' | 'moved' =>
  change.differences.every(
    (d) => d.property in sight.properties && same(sight.properties[d.property], d.after),
  ) && change.differences.length > 0
    ? 'in-effect'
    : 'moved';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
