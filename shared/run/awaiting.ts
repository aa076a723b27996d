import type { FlowWorld, Seen } from './flow-world.ts';
import type { Finding } from './finding.ts';
import type { Resource, Sight } from './resource.ts';

/** Waits between looks at something that is on its way, in milliseconds: first, growth, longest. */
const firstWaitMs = 5_000;
const waitGrowth = 1.5;
const longestWaitMs = 60_000;

/** The finding that keeps a resource from being changed, in words; undefined where there is none. */
export const stopsBy = (findings: readonly Finding[]): string | undefined =>
  findings.find((finding) => finding.severity === 'stops')?.what;

/** Is the resource as it should be? */
export const isInOrder = (sight: Sight): boolean =>
  sight.state === 'left-out' ||
  (sight.state === 'there' && sight.changes.length === 0 && stopsBy(sight.findings) === undefined);

export type Awaited =
  Seen | { readonly gaveUp: readonly Finding[]; readonly reason: string } | { readonly stopped: true };

/**
 * For a resource with patience: looks again and again, with growing pauses, until what is on its way is there, and says
 * each time what it waits for. The limit counts the pauses.
 */
export async function lookUntilThere(
  world: FlowWorld,
  resource: Resource,
  when: 'before' | 'after',
  first: Seen,
  look: () => Promise<Seen>,
): Promise<Awaited> {
  const { patience, step, id } = resource;
  if (patience === undefined) return first;
  const limitMs = world.waitMs ?? patience.limitMs;
  let sight = first;
  let waitedMs = 0;
  for (let looks = 1; ; looks += 1) {
    if ('ending' in sight || !isOnItsWay(when, sight)) return sight;
    const pauseMs = Math.round(Math.min(longestWaitMs, firstWaitMs * waitGrowth ** (looks - 1)));
    const isLast = waitedMs + pauseMs > limitMs;
    const reason = sight.reason === '' ? `${resource.name} is not there yet. ${patience.hint}` : sight.reason;
    world.journal.record({
      type: 'waiting',
      step,
      resource: id,
      reason,
      look: looks,
      nextInMs: isLast ? 0 : pauseMs,
    });
    if (isLast)
      return { gaveUp: [...sight.findings, gaveUpWaiting(resource, reason, patience.hint)], reason };
    try {
      await world.clock.sleep(pauseMs, world.stop);
    } catch {
      return { stopped: true };
    }
    waitedMs += pauseMs;
    sight = await look();
  }
}

function isOnItsWay(when: 'before' | 'after', sight: Sight): boolean {
  if (stopsBy(sight.findings) !== undefined) return false;
  if (sight.state === 'waiting') return true;
  return when === 'after' ? !isInOrder(sight) : sight.state === 'absent' && sight.changes.length === 0;
}

const gaveUpWaiting = (resource: Resource, reason: string, hint: string): Finding => ({
  id: 'waited-long-enough',
  severity: 'to-know',
  step: resource.step,
  resource: resource.id,
  what: `${resource.name} has not appeared yet`,
  where: resource.where,
  why: reason,
  do: `${hint} Then resume this run, or run it again with a longer --wait.`,
});
