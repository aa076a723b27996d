import type { CmdletCommand, CmdletTarget, Command, Output, Target } from '../../shared/commands/command.ts';
import type { SendOptions, Transport, World } from '../../shared/run/ports.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import type { Typed } from '../tokens/tokens.ts';
import { BridgeSession } from './bridge-session.ts';
import { jsonOf, typedParameters } from './command-values.ts';
import type { BridgeError } from './frames.ts';
import { serviceFailure } from './service-failure.ts';
import { CallStopped, NoSession, SessionLost } from './session-failures.ts';
import { SessionPool, type PooledSession } from './session-pool.ts';

/** A function of the module that plays the site, with its parameters. */
interface DoorCall {
  readonly name: string;
  readonly parameters: readonly (readonly [string, Typed])[];
}

/** How a PowerShell session reaches a site that is played on this computer. */
export interface Door {
  /** A script that is run in each session first. */
  readonly script: URL;
  readonly connect: (target: CmdletTarget) => DoorCall;
  /** Gives a session one cmdlet; undefined where there is none of that name. */
  readonly declare: (command: CmdletCommand) => DoorCall | undefined;
  /** A command is on its way; dispose of it when it is over. */
  readonly sending: (command: CmdletCommand, options: SendOptions) => Disposable;
  readonly valueOf: (secretName: string, options: SendOptions) => string;
}

/** A world whose cmdlets go through PowerShell. */
export interface PowerShellWorld extends World, AsyncDisposable {}

/** Targets whose commands are cmdlets of modules; PowerShell has a session of its own for each. */
const throughPowerShell: readonly CmdletTarget[] = ['activeDirectory', 'exchange', 'exchangeOnline'];

const timeLimitMs = 600_000;
const mostSessions = 2;

/**
 * A played site, its cmdlets through a real PowerShell: engine, transport, session, bridge, module, and back. Microsoft
 * Graph, this computer and probes are answered by `world` itself.
 */
export function practiceThroughPowerShell(world: World, door: Door, executable: string): PowerShellWorld {
  const transports = new Map<Target, CmdletTransport>();
  return {
    identity: world.identity,
    probe: (probe, options) => world.probe(probe, options),
    transport(target) {
      const cmdletTarget = throughPowerShell.find((one) => one === target);
      if (cmdletTarget === undefined) return world.transport(target);
      const known = transports.get(target);
      if (known !== undefined) return known;
      const atOnce = Math.min(mostSessions, world.transport(target).atOnce);
      const made = new CmdletTransport(cmdletTarget, door, executable, atOnce);
      transports.set(target, made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...transports.values()].map((transport) => transport[Symbol.asyncDispose]()));
    },
  };
}

class CmdletTransport implements Transport, AsyncDisposable {
  readonly atOnce: number;
  readonly #target: CmdletTarget;
  readonly #door: Door;
  readonly #sessions: SessionPool;

  constructor(target: CmdletTarget, door: Door, executable: string, atOnce: number) {
    this.atOnce = atOnce;
    this.#target = target;
    this.#door = door;
    this.#sessions = new SessionPool(async () => {
      const session = await BridgeSession.start(executable, door.script);
      const pooled = { session, given: new Set<string>() };
      await this.#prepare(pooled, door.connect(target));
      return pooled;
    }, atOnce);
  }

  async *send(command: Command, options: SendOptions): AsyncGenerator<Output> {
    if (command.target === 'graph') throw new TypeError('A request is no cmdlet.');
    options.signal.throwIfAborted();
    const pooled = await this.#session();
    try {
      await this.#give(pooled, command);
      using _ = this.#door.sending(command, options);
      yield* this.#outputs(pooled.session, command, options);
    } catch (problem) {
      throw this.#told(problem);
    } finally {
      this.#sessions.give(pooled);
    }
  }

  async #session(): Promise<PooledSession> {
    try {
      return await this.#sessions.take();
    } catch (problem) {
      throw this.#told(problem);
    }
  }

  /** An error that did not end the command is a failure all the same: what was asked was not done. */
  async *#outputs(
    session: BridgeSession,
    command: CmdletCommand,
    options: SendOptions,
  ): AsyncGenerator<Output> {
    const parameters = typedParameters(command, (name) => this.#door.valueOf(name, options));
    const call = { name: command.cmdlet, columns: null, parameters, timeLimitMs };
    let failure: BridgeError | undefined;
    for await (const event of session.call(call, options.signal)) {
      if (event.kind === 'row') yield { row: jsonOf(event.values[0] ?? null) };
      else if (event.kind === 'warning') yield { warning: event.text };
      else if (event.kind === 'error') failure ??= event.error;
    }
    if (failure !== undefined) throw serviceFailure(this.#target, failure);
  }

  /** Gives a session the cmdlet before it is called for the first time. */
  async #give(pooled: PooledSession, command: CmdletCommand): Promise<void> {
    const name = command.cmdlet.toLowerCase();
    if (pooled.given.has(name)) return;
    const declare = this.#door.declare(command);
    if (declare !== undefined) await this.#prepare(pooled, declare);
    pooled.given.add(name);
  }

  async #prepare({ session }: PooledSession, { name, parameters }: DoorCall): Promise<void> {
    const call = { name, columns: null, parameters, timeLimitMs };
    for await (const event of session.call(call, new AbortController().signal))
      if (event.kind === 'error') throw new NoSession(`${name}: ${event.error.text}`);
  }

  /** What became of a session, as the engine takes failures. */
  #told(problem: unknown): unknown {
    const common = { target: this.#target, exception: '' };
    if (problem instanceof SessionLost)
      return new ServiceError({ ...common, kind: 'lost', id: 'PowerShellLost', text: problem.message });
    if (problem instanceof CallStopped)
      return new ServiceError({ ...common, kind: 'lost', id: 'PowerShellStopped', text: problem.message });
    if (problem instanceof NoSession)
      return new ServiceError({ ...common, kind: 'lasting', id: 'NoPowerShell', text: problem.message });
    return problem;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}
