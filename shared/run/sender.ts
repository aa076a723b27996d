import type { Command, Output, Probe, Target } from '../commands/command.ts';
import { writes } from '../commands/command.ts';
import { secretsIn } from '../commands/resolve.ts';
import type { Json } from '../commands/value.ts';
import type { EventOf, RunEvent, SentCommand } from './events.ts';
import { Gate } from './gate.ts';
import type { Journal } from './journal.ts';
import type { Clock, Secrets, World } from './ports.ts';
import { ServiceError } from './service-error.ts';
import type { StepId } from './step-id.ts';

/** For which resource a command is sent, and, if it writes, for which change. */
export interface Purpose {
  readonly step: StepId;
  readonly resource: string;
  readonly change?: string;
}

/** How often a command is sent again after "too many requests" before that counts as lasting. */
const mostThrottles = 12;
/** A command tells how far it is at most so often: people read no faster, and it is kept. */
const progressEveryMs = 250;
const pauseBeforeRetryMs = 2_000;

/**
 * The one way out: every command of a run passes here. It is on record before it is sent (a write with a synced
 * commit), its answer after; "slow down" is heeded for everything that goes to the same target.
 */
export class Sender {
  readonly #world: World;
  readonly #journal: Journal;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #atOnce: number;
  readonly #gates = new Map<Target, Gate>();
  #number: number;
  #pausing = 0;
  #answers = 0;
  #answeringMs = 0;

  constructor(options: {
    readonly world: World;
    readonly journal: Journal;
    readonly secrets: Secrets;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    /** No transport gets more at once, whatever it bears. */
    readonly atOnce: number;
    readonly firstNumber: number;
  }) {
    this.#world = options.world;
    this.#journal = options.journal;
    this.#secrets = options.secrets;
    this.#clock = options.clock;
    this.#signal = options.signal;
    this.#atOnce = options.atOnce;
    this.#number = options.firstNumber;
  }

  /** How many commands that target bears at once, at best. */
  bears(target: Target): number {
    return Math.min(this.#atOnce, this.#world.transport(target).atOnce);
  }

  /**
   * Reads: the rows as they come, with these property paths. A passing failure before the first row is tried once more;
   * "slow down" is waited out. Throws `ServiceError`.
   */
  async *rows(command: Command, purpose: Purpose, properties: readonly string[]): AsyncGenerator<Json> {
    for (let isRetry = false; ; isRetry = true) {
      let any = false;
      try {
        for await (const output of this.#throttled(command, purpose, properties)) {
          if (!('row' in output)) continue;
          any = true;
          yield output.row;
        }
        return;
      } catch (failure) {
        if (any || isRetry || !(failure instanceof ServiceError)) throw failure;
        if (failure.kind !== 'transient' && failure.kind !== 'lost') throw failure;
        await this.pauseBeforeRetry();
      }
    }
  }

  /** Sends a write once; "slow down" (which means that nothing was done) is waited out. Throws `ServiceError`. */
  async write(command: Command, purpose: Purpose): Promise<Json[]> {
    const rows: Json[] = [];
    for await (const output of this.#throttled(command, purpose, []))
      if ('row' in output) rows.push(output.row);
    return rows;
  }

  /** Waits a moment before something that failed in passing is tried again. */
  async pauseBeforeRetry(): Promise<void> {
    this.#pausing += 1;
    try {
      await this.#clock.sleep(pauseBeforeRetryMs, this.#signal);
    } finally {
      this.#pausing -= 1;
    }
  }

  /** How long so many commands to that target will take, going by those answered so far; undefined before the first. */
  estimateMs(target: Target, commands: number): number | undefined {
    if (this.#answers === 0) return undefined;
    return Math.round((commands * (this.#answeringMs / this.#answers)) / this.bears(target));
  }

  /** How many flows pause before a retry. */
  get pausing(): number {
    return this.#pausing;
  }

  async probe(probe: Probe, purpose: Purpose): Promise<Json> {
    const answer = await this.#world.probe(probe, { secrets: this.#secrets, signal: this.#signal });
    this.#journal.record({ type: 'probe', step: purpose.step, resource: purpose.resource, answer, ...probe });
    return answer;
  }

  async *#throttled(
    command: Command,
    purpose: Purpose,
    properties: readonly string[],
  ): AsyncGenerator<Output> {
    const gate = this.#gate(command.target);
    for (let refusals = 0; ; refusals += 1) {
      try {
        yield* this.#once(command, purpose, properties, gate);
        return;
      } catch (failure) {
        if (!isThrottled(failure) || refusals >= mostThrottles) throw failure;
      }
    }
  }

  async *#once(
    command: Command,
    purpose: Purpose,
    properties: readonly string[],
    gate: Gate,
  ): AsyncGenerator<Output> {
    await gate.enter();
    while (gate.isPaused) {
      // The service asked for time between its being let in and now.
      gate.leave();
      await gate.enter();
    }
    try {
      this.#signal.throwIfAborted();
      const number = this.#number++;
      const event = commandEvent(command, number, purpose, this.#madeSecretsIn(command));
      if (event.writes) await this.#journal.intend(event);
      else this.#journal.record(event);
      yield* this.#answered(command, number, purpose, properties);
      gate.calm();
    } catch (failure) {
      // Before the place is given back: else the next command would slip in while the service asks for time.
      if (isThrottled(failure)) gate.slowDown(failure.retryAfterMs ?? 30_000);
      throw failure;
    } finally {
      gate.leave();
    }
  }

  async *#answered(
    command: Command,
    number: number,
    purpose: Purpose,
    properties: readonly string[],
  ): AsyncGenerator<Output> {
    const begun = this.#clock.now().getTime();
    const warnings: string[] = [];
    let rows = 0;
    let progressAt = -Infinity;
    const answer = (more: Pick<EventOf<'answer'>, 'ok' | 'failure'>): RunEvent => ({
      type: 'answer',
      number,
      step: purpose.step,
      resource: purpose.resource,
      rows,
      durationMs: this.#clock.now().getTime() - begun,
      ...(warnings.length > 0 ? { warnings } : {}),
      ...more,
    });
    try {
      const send = this.#world
        .transport(command.target)
        .send(command, { secrets: this.#secrets, signal: this.#signal, properties });
      for await (const output of send) {
        if ('row' in output) rows += 1;
        else if ('warning' in output) warnings.push(output.warning);
        else {
          const now = this.#clock.now().getTime();
          if (now - progressAt >= progressEveryMs) {
            progressAt = now;
            const { step, resource } = purpose;
            this.#journal.record({ type: 'progress', number, step, resource, ...output.progress });
          }
          continue;
        }
        yield output;
      }
    } catch (failure) {
      if (failure instanceof ServiceError) {
        const { kind, id, exception, message: text } = failure;
        this.#journal.record(answer({ ok: false, failure: { kind, id, exception, text } }));
      }
      throw failure;
    }
    this.#answers += 1;
    this.#answeringMs += this.#clock.now().getTime() - begun;
    this.#journal.record(answer({ ok: true }));
  }

  #madeSecretsIn(command: Command): readonly string[] {
    const made = this.#secrets.made();
    return made.length === 0 ? made : secretsIn(command).filter((name) => made.includes(name));
  }

  #gate(target: Target): Gate {
    let gate = this.#gates.get(target);
    if (gate === undefined) {
      gate = new Gate({
        clock: this.#clock,
        atOnce: this.bears(target),
        signal: this.#signal,
        onSlowed: (waitMs, atOnce) => {
          this.#journal.record({ type: 'slowed', target, waitMs, atOnce });
        },
      });
      this.#gates.set(target, gate);
    }
    return gate;
  }
}

const isThrottled = (failure: unknown): failure is ServiceError =>
  failure instanceof ServiceError && failure.kind === 'throttled';

function commandEvent(
  command: Command,
  number: number,
  purpose: Purpose,
  made: readonly string[],
): EventOf<'command'> {
  return {
    type: 'command',
    number,
    step: purpose.step,
    resource: purpose.resource,
    writes: writes(command),
    ...(purpose.change === undefined ? {} : { change: purpose.change }),
    ...(made.length === 0 ? {} : { made }),
    ...sentForm(command),
  };
}

/** The command as the event stream and the practice site's list write it. */
export function sentForm(command: Command): SentCommand {
  if (command.target !== 'graph') {
    return { target: command.target, cmdlet: command.cmdlet, parameters: command.parameters };
  }
  return {
    target: 'graph',
    method: command.method,
    path: command.path,
    ...(command.body === undefined ? {} : { body: command.body }),
    ...(command.eventual === true ? { eventual: true } : {}),
  };
}
