import { targets, type Target } from '../commands/command.ts';
import { Connections, type Connection } from './connections.ts';
import type { Outcome, RunEvent, Verb } from './events.ts';
import { Facts } from './facts.ts';
import { Flow } from './flow.ts';
import { notInPlan } from './moved-findings.ts';
import { commandsPerLeaf, isWriting, type Pass } from './pass.ts';
import type { FlowWorld } from './flow-world.ts';
import { flowThrough } from './lanes.ts';
import { looking } from './looking.ts';
import type { Journal } from './journal.ts';
import { isSettled, Needs } from './needs.ts';
import type { Clock, Looker, Secrets, SiteMemory, World } from './ports.ts';
import type { Resource } from './resource.ts';
import { Sender, type Purpose } from './sender.ts';
import { takeOver } from './settled-before.ts';
import { sameFailureStops, Streak } from './streak.ts';
import type { StepId } from './step-id.ts';

/** The resources of one step, as the engine takes them. */
export interface StepWork {
  readonly step: StepId;
  readonly title: string;
  /** Steps that were not selected are looked at where others need their facts, and get no resource events. */
  readonly isSelected: boolean;
  /** Thousands of resources that nobody needs: they are not kept in memory. */
  readonly isMany: boolean;
  /** A finding here that stops keeps every later step from being done. */
  readonly isGate: boolean;
  readonly resources: (looker: Looker) => AsyncIterable<Resource>;
  /** How many there will be, once it is known. */
  readonly total: (looker: Looker) => number | undefined;
}

/** How writing was agreed to: a plan that was shown before, `yes` to everything, or step by step. */
export type Agreement =
  | { readonly kind: 'plan' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'ask'; readonly agree: (step: StepWork) => Promise<boolean> };

export interface CarryOutOptions {
  readonly verb: Verb;
  readonly agreement: Agreement;
  readonly steps: readonly StepWork[];
  readonly connections: readonly Connection[];
  readonly world: World;
  readonly journal: Journal;
  readonly memory: SiteMemory;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** First interruption: stops between commands. */
  readonly stop: AbortSignal;
  /** Second one: gives up waiting for answers. */
  readonly abort: AbortSignal;
  readonly atOnce: number;
  readonly waitMs: number | undefined;
  /** Number of the first command: after those that the run's file holds. */
  readonly firstNumber: number;
  /** Ids of resources that are gone through again though they are settled: accounts whose password is lost. */
  readonly again: ReadonlySet<string>;
  /** What the plan found in order is told again: it belongs to the run that carries the plan out. */
  readonly tellsSettled: boolean;
}

/** So many resources of a lane may wait for their turn before no more are taken from the step. */
export const resourcesAhead = 200;
/** Resources under way beyond the commands that a lane's transport bears: enough that it never waits for one. */
const spareFlows = 4;
/** In steps of few resources, where some wait for others or for a service, so many may be under way. */
const flowsOfFew = 32;

/** One run over all steps in their order: looks, changes and reads back. Rejects only where the run can't go on. */
export class CarryOut {
  readonly #options: CarryOutOptions;
  readonly #sender: Sender;
  readonly #facts = new Facts();
  readonly #connections: Connections;
  readonly #needs: Needs;
  readonly #streak = new Streak();
  /** Why nothing more is done; empty while the run goes on. */
  #halted = '';
  /** Changes that the last survey found. */
  #planned = 0;
  /** Resources whose changes were not among those agreed to. */
  #open = 0;

  constructor(options: CarryOutOptions) {
    this.#options = options;
    const { world, journal, secrets, clock, abort, atOnce, firstNumber } = options;
    this.#sender = new Sender({ world, journal, secrets, clock, signal: abort, atOnce, firstNumber });
    this.#connections = new Connections(options.connections, this.#facts, (connection) =>
      this.#looker({ step: connection.step, resource: connection.resource }, connection.target),
    );
    this.#needs = new Needs(options.journal.history, (resource) => this.#lookOnly(resource));
  }

  /** Everything that a flow of this run uses: for what is carried out beside the steps, such as taking back. */
  get flowWorld(): FlowWorld {
    const { journal, secrets, memory, clock, stop, waitMs } = this.#options;
    return {
      sender: this.#sender,
      journal,
      facts: this.#facts,
      needs: this.#needs,
      secrets,
      memory,
      clock,
      stop,
      waitMs,
      lookerFor: (resource) => this.#looker({ step: resource.step, resource: resource.id }),
      connect: (target) => this.#connections.ensure(target),
    };
  }

  /** Makes the resources of a step known, so that they are looked at if somebody needs them. */
  async offer(step: StepWork): Promise<readonly Resource[]> {
    const offered: Resource[] = [];
    for await (const resource of step.resources(this.#looker({ step: step.step, resource: '' }))) {
      this.#needs.offer(resource);
      offered.push(resource);
    }
    return offered;
  }

  async run(): Promise<void> {
    for (const step of this.#options.steps) {
      if (!step.isSelected) {
        if (!step.isMany) await this.offer(step);
      } else await this.#step(step);
    }
  }

  async #step(step: StepWork): Promise<void> {
    const { verb, agreement, journal } = this.#options;
    if (verb === 'plan') await this.#pass(step, 'look');
    else if (verb === 'verify') await this.#pass(step, 'verify');
    else if (step.isMany && this.#halted !== '' && !journal.people.complete) return;
    else if (agreement.kind === 'plan') await this.#pass(step, 'apply');
    else if (agreement.kind === 'everything') await this.#pass(step, 'change');
    else await this.#askAndApply(step, agreement.agree);
  }

  /** Looks, asks for what would change, and makes exactly that. What can only be known then is looked at and asked for anew. */
  async #askAndApply(step: StepWork, agree: (step: StepWork) => Promise<boolean>): Promise<void> {
    const { journal, stop } = this.#options;
    for (let round = 1; round <= mostRounds; round += 1) {
      this.#planned = 0;
      this.#open = 0;
      await this.#pass(step, 'survey');
      await journal.flush();
      const isAsked = this.#planned > 0 && !stop.aborted && this.#halted === '';
      if (isAsked && !(await agree(step))) {
        await this.#pass(step, 'apply', 'It was not agreed to.');
        return;
      }
      await this.#pass(step, 'apply');
      if (this.#open === 0) return;
    }
    await this.#pass(step, 'apply', 'It asks for one change after another; run the step again.');
  }

  async #pass(step: StepWork, pass: Pass, refused?: string): Promise<void> {
    const looker = this.#looker({ step: step.step, resource: '' });
    this.#streak.begin();
    let isAnnounced = false;
    const announce = (lane?: Target): void => {
      if (isAnnounced || refused !== undefined) return;
      isAnnounced = true;
      const total = step.total(looker);
      const estimateMs =
        total === undefined || lane === undefined
          ? undefined
          : this.#sender.estimateMs(lane, total * commandsPerLeaf[pass]);
      this.#record({
        type: 'step',
        step: step.step,
        state: 'begun',
        ...(total === undefined ? {} : { total }),
        ...(estimateMs === undefined ? {} : { estimateMs }),
      });
    };
    await flowThrough(announcing(step.resources(looker), announce), {
      laneOf: (resource) => resource.lane,
      window: (lane) => (step.isMany ? this.flowsOf(lane) : flowsOfFew),
      ahead: resourcesAhead,
      work: (resource) => this.#resource(step, resource, pass, refused),
    });
    announce();
    if (refused === undefined) this.#record({ type: 'step', step: step.step, state: 'ended' });
  }

  async #resource(
    step: StepWork,
    resource: Resource,
    pass: Pass,
    refused: string | undefined,
  ): Promise<void> {
    const before = this.#options.journal.history.outcome(resource.id);
    if (isSettled(before) && pass !== 'look' && pass !== 'verify' && !this.#options.again.has(resource.id)) {
      takeOver(this.flowWorld, resource);
      if (this.#options.tellsSettled && before !== undefined)
        this.#tell(resource, before, 'As the plan found it.');
      return;
    }
    const flow = this.#end(step, resource, pass, refused);
    if (resource.isLeaf !== true) this.#needs.expect(resource, flow.then(isSettled));
    await flow;
  }

  async #end(step: StepWork, resource: Resource, pass: Pass, refused: string | undefined): Promise<Outcome> {
    const reason = refused ?? this.#halted;
    const ending =
      reason === ''
        ? await new Flow(this.flowWorld, resource, pass).run()
        : { outcome: 'not-done' as const, reason, failure: '' };
    if (this.#streak.count(ending.failure)) {
      this.#halted = 'The step was stopped: the same failure came too often.';
      this.#record({ type: 'finding', ...sameFailureStops(resource, ending.reason) });
    }
    if (step.isGate && ending.outcome === 'failed' && isWriting(pass)) {
      this.#halted = `The run was stopped: ${resource.name} has to be mended first.`;
    }
    if (ending.outcome === 'drifted' && pass === 'survey') {
      this.#planned += this.#options.journal.history.agreed(resource.id)?.length ?? 0;
      return 'drifted';
    }
    if (ending.outcome === 'drifted' && pass === 'apply') return this.#notShown(resource, ending.reason);
    this.#tell(resource, ending.outcome, ending.reason);
    return ending.outcome;
  }

  /** A change that was not among those agreed to is not made: where somebody can be asked, the next round asks. */
  #notShown(resource: Resource, reason: string): Outcome {
    if (this.#options.agreement.kind === 'ask') {
      this.#open += 1;
      return 'drifted';
    }
    this.#record({ type: 'finding', ...notInPlan(resource) });
    this.#tell(resource, 'moved', reason);
    return 'moved';
  }

  #tell({ id, step, name, kind, where, address }: Resource, outcome: Outcome, reason: string): void {
    const about = { step, resource: id, name, kind, where, ...(address === undefined ? {} : { address }) };
    this.#record({ type: 'resource', ...about, outcome, reason });
  }

  /** Looks at a resource of a step that was not selected, for its facts. */
  async #lookOnly(resource: Resource): Promise<boolean> {
    try {
      const sight = await resource.look(this.flowWorld.lookerFor(resource));
      if (sight.state === 'there') this.#facts.set(resource.id, sight.facts);
      return sight.state === 'there';
    } catch {
      // Whoever needs it says so: it ends as not done, and looking at it is that step's own business.
      return false;
    }
  }

  #looker(purpose: Purpose, connecting?: Target): Looker {
    const { memory, journal, clock, stop } = this.#options;
    return looking({
      sender: this.#sender,
      facts: this.#facts,
      memory,
      people: journal.people,
      clock,
      signal: stop,
      purpose,
      connect: async (target) => {
        if (target !== connecting) await this.#connections.ensure(target);
      },
    });
  }

  /** How many flows of a lane are worked on at once; those that pause before a retry do not count. */
  flowsOf(lane: string): number {
    const target = targets.find((known) => known === lane);
    return (target === undefined ? 1 : this.#sender.bears(target)) + spareFlows + this.#sender.pausing;
  }

  #record(event: RunEvent): void {
    this.#options.journal.record(event);
  }
}

/** So often a step is planned and asked for, when its changes show new ones. */
const mostRounds = 5;

async function* announcing(
  source: AsyncIterable<Resource>,
  announce: (lane: Target) => void,
): AsyncGenerator<Resource> {
  for await (const item of source) {
    announce(item.lane);
    yield item;
  }
}
