import { laterIn } from '../commands/resolve.ts';
import { resourcesAhead, type CarryOut, type StepWork } from './carry-out.ts';
import { isSettled } from './needs.ts';
import { flowThrough } from './lanes.ts';
import type { MadeChange } from './journal.ts';
import type { Resource } from './resource.ts';
import type { StepId } from './step-id.ts';
import { Undoing } from './undoing.ts';

export interface TakeBackOptions {
  readonly steps: readonly StepWork[];
  /** What the run changed, newest first. */
  readonly made: Iterable<MadeChange>;
  /** The resource of a change in a step with thousands of them, made from the change itself. */
  readonly leaf: (made: MadeChange) => Resource | undefined;
  readonly journal: CarryOut['flowWorld']['journal'];
}

interface Work {
  readonly resource: Resource;
  readonly made: MadeChange[];
}

/**
 * Takes back what a run changed: the last step first, and in it what was made last, so that nothing is taken away
 * while something else still stands on it; what others changed since is left, with all that it stands on. Calendars do not depend on one another and go many at once.
 */
export async function takeBack(engine: CarryOut, options: TakeBackOptions): Promise<void> {
  const known = new Map<string, Resource>();
  for (const step of options.steps) {
    if (step.isMany) continue;
    for (const resource of await engine.offer(step)) known.set(resource.id, resource);
  }
  const find = (made: MadeChange): Resource => {
    const resource = known.get(made.resource) ?? options.leaf(made);
    if (resource === undefined) throw new Error(`The site has no ${made.resource} any more.`);
    return resource;
  };
  const footing = new Footing(known);
  for (const batch of batches(options.made, find)) {
    const [first] = batch;
    if (first === undefined) continue;
    const isMany = first.resource.isLeaf === true;
    if (isMany) {
      await flowThrough(streamed(batch), {
        laneOf: (work) => work.resource.lane,
        window: (lane) => engine.flowsOf(lane),
        ahead: resourcesAhead,
        work: (work) => one(engine, options, footing, work),
      });
    } else for (const work of batch) await one(engine, options, footing, work);
  }
}

async function* streamed<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Changes in a row that may be taken back together: those of one resource, or many leaves of one step. */
function* batches(
  made: Iterable<MadeChange>,
  find: (made: MadeChange) => Resource,
): Generator<readonly Work[]> {
  let step: StepId | undefined;
  let works = new Map<string, Work>();
  const leavesAtOnce = 1_000;
  for (const change of made) {
    const resource = find(change);
    if (step !== change.step || works.size >= leavesAtOnce) {
      yield [...works.values()];
      works = new Map();
      step = change.step;
    }
    const work = works.get(resource.id);
    if (work === undefined) works.set(resource.id, { resource, made: [change] });
    else work.made.push(change);
  }
  yield [...works.values()];
}

/** What has to stay, because something that others changed since the run stands on it. */
class Footing {
  readonly #known: ReadonlyMap<string, Resource>;
  /** Names of what stands on a resource, by its id. */
  readonly #needed = new Map<string, string>();

  constructor(known: ReadonlyMap<string, Resource>) {
    this.#known = known;
  }

  /** The name of something that stands on it and was left, if there is any. */
  neededBy(resource: string): string | undefined {
    return this.#needed.get(resource);
  }

  /** A resource was left as it is: what its changes name has to stay, and all that this needs itself. */
  leave(name: string, made: readonly MadeChange[]): void {
    for (const { change } of made) for (const { from } of laterIn(change.command)) this.#keep(from, name);
  }

  #keep(resource: string, name: string): void {
    if (this.#needed.has(resource)) return;
    this.#needed.set(resource, name);
    for (const need of this.#known.get(resource)?.needs ?? []) this.#keep(need, name);
  }
}

async function one(
  engine: CarryOut,
  options: TakeBackOptions,
  footing: Footing,
  { resource, made }: Work,
): Promise<void> {
  const { journal } = options;
  if (isSettled(journal.history.outcome(resource.id))) return;
  const world = engine.flowWorld;
  await world.needs.haveLooked(resource.needs);
  const name = made[0]?.name ?? resource.name;
  const ending = await new Undoing(world, resource).run(made, footing.neededBy(resource.id));
  if (ending.outcome === 'moved') footing.leave(name, made);
  journal.record({
    type: 'resource',
    step: resource.step,
    resource: resource.id,
    name,
    kind: resource.kind,
    where: resource.where,
    ...(resource.address === undefined ? {} : { address: resource.address }),
    outcome: ending.outcome,
    reason: ending.reason,
  });
}
