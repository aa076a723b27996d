import type { FlowWorld, Seen } from './flow-world.ts';
import type { Finding } from './finding.ts';
import type { Change, Resource, Sight } from './resource.ts';

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
  | Seen
  | { readonly gaveUp: readonly Finding[]; readonly reason: string; readonly sight: Sight }
  | { readonly stopped: true };

/**
 * For a resource with patience: looks again and again, with growing pauses, until what is on its way is there, and says
 * each time what it waits for. The limit counts the pauses.
 */
export async function lookUntilThere(
  world: FlowWorld,
  resource: Resource,
  isOnItsWay: (sight: Sight) => boolean,
  first: Seen,
  look: () => Promise<Seen>,
): Promise<Awaited> {
  const { patience, step, id } = resource;
  if (patience === undefined) return first;
  const limitMs = world.waitMs ?? patience.limitMs;
  let sight = first;
  let waitedMs = 0;
  for (let looks = 1; ; looks += 1) {
    if ('ending' in sight || stopsBy(sight.findings) !== undefined || !isOnItsWay(sight)) return sight;
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
      return { gaveUp: [...sight.findings, gaveUpWaiting(resource, reason, patience.hint)], reason, sight };
    try {
      await world.clock.sleep(pauseMs, world.stop);
    } catch {
      return { stopped: true };
    }
    waitedMs += pauseMs;
    sight = await look();
  }
}

/** Before anything was sent: others bring it, or it was said to be coming. */
export const mayCome = (sight: Sight): boolean =>
  sight.state === 'waiting' || (sight.state === 'absent' && sight.changes.length === 0);

/** After all changes were made: until every one of them shows. */
export const mayShow = (sight: Sight): boolean => !isInOrder(sight);

/** After some changes were sent: until these show, whatever else is to be done. */
export const mayShowOf =
  (sent: readonly Change[]) =>
  (sight: Sight): boolean =>
    mayCome(sight) || sight.changes.some((asked) => sent.some((change) => change.id === asked.id));

const gaveUpWaiting = (resource: Resource, reason: string, hint: string): Finding => ({
  id: 'waited-long-enough',
  severity: 'to-know',
  step: resource.step,
  resource: resource.id,
  what: `${resource.name} has not appeared yet`,
  where: resource.where,
  why: reason,
  do: `${hint} Then run it again, with a longer --wait if need be: only what is missing is done.`,
});
