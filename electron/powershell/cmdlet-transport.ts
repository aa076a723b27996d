import type { CmdletCommand, CmdletTarget, Command, Output } from '../../shared/commands/command.ts';
import type { SendOptions, Transport } from '../../shared/run/ports.ts';
import type { Json } from '../../shared/commands/value.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { BridgeSession, type BridgeCall } from './bridge-session.ts';
import { rowOf, typedParameters } from './command-values.ts';
import type { BridgeError, BridgeEvent, Hello } from './frames.ts';
import { serviceFailure } from './service-failure.ts';
import { CallStopped, NoSession, SessionClosed, SessionLost } from './session-failures.ts';
import { SessionPool, type PooledSession } from './session-pool.ts';

/** A call that makes a session ready for commands. Each session is given it once. */
export interface ReadyingCall {
  /** Tells it from others; another key means that the session needs it again, such as a renewed token. */
  readonly key: string;
  /** The call, made only where a session was not given it yet; undefined where there is nothing to call. */
  readonly call: () => Pick<BridgeCall, 'name' | 'parameters' | 'where'> | undefined;
  /** What it has to answer, where that proves that a session is made like the others: their rows by these paths. */
  readonly expected?: Answered | undefined;
}

/** What a session answered to a command that makes it ready. */
export interface Answered {
  readonly columns: readonly string[];
  /** The first rows. */
  readonly rows: readonly Json[];
}

/** What the sessions of one target are like. */
export interface SessionUse {
  readonly target: CmdletTarget;
  /** A script of functions that is run in each session first. */
  readonly script: URL | undefined;
  /** What a session must have been given before this command, in order. */
  before(command: CmdletCommand, options: SendOptions): readonly ReadyingCall[];
  /** Where a command runs: in the session itself, or in the remote one that it has opened. */
  where(command: CmdletCommand): BridgeCall['where'];
  /** The value of a secret, at the last moment. */
  valueOf(secretName: string, options: SendOptions): string;
  /** A command is on its way; dispose of it when it is over. */
  sending(command: CmdletCommand, options: SendOptions): Disposable;
  /** A session has carried out a command; the key of the call by which other sessions are made like it, if it made it so. */
  carriedOut(command: CmdletCommand, options: SendOptions, answered: Answered): string | undefined;
}

export interface TransportLimits {
  /** How many sessions work at once. */
  readonly sessions: number;
  /** How long one command may take. */
  readonly commandMs: number;
}

/** Of what a session answers to a command that makes it ready, so much is kept. */
const mostRowsKept = 4;

/** How often a command is begun anew in another session where one was gone before it was sent. */
const mostSessionsTried = 3;

/** The way to a target through PowerShell sessions, each of which carries out one command at a time. */
export class CmdletTransport implements Transport, AsyncDisposable {
  readonly atOnce: number;
  readonly #use: SessionUse;
  readonly #limits: TransportLimits;
  readonly #sessions: SessionPool;

  constructor(use: SessionUse, executable: string, limits: TransportLimits) {
    this.atOnce = limits.sessions;
    this.#use = use;
    this.#limits = limits;
    this.#sessions = new SessionPool(
      async (signal) => ({
        session: await BridgeSession.start(executable, use.script, { signal }),
        given: new Set(),
      }),
      { limit: limits.sessions },
    );
  }

  async *send(command: Command, options: SendOptions): AsyncGenerator<Output> {
    if (command.target === 'graph') throw new TypeError('A request is no cmdlet.');
    try {
      for (let tried = 1; ; tried += 1) {
        options.signal.throwIfAborted();
        const pooled = await this.#sessions.take(options.signal);
        try {
          await this.#makeReady(pooled, command, options);
          yield* this.#outputs(pooled, command, options);
          return;
        } catch (problem) {
          if (!(problem instanceof SessionClosed) || tried === mostSessionsTried) throw problem;
        } finally {
          this.#sessions.give(pooled);
        }
      }
    } catch (problem) {
      throw this.#told(problem);
    }
  }

  /** What the PowerShell of this target says of itself. Throws `ServiceError` where none can be had. */
  async hello(signal: AbortSignal): Promise<Hello> {
    try {
      const pooled = await this.#sessions.take(signal);
      this.#sessions.give(pooled);
      return pooled.session.hello;
    } catch (problem) {
      throw this.#told(problem);
    }
  }

  /** An error that did not end the command is a failure all the same: what was asked was not done. */
  async *#outputs(
    { session, given }: PooledSession,
    command: CmdletCommand,
    options: SendOptions,
  ): AsyncGenerator<Output> {
    const columns = options.properties ?? [];
    const call: BridgeCall = {
      name: command.cmdlet,
      columns,
      parameters: typedParameters(command, (name) => this.#use.valueOf(name, options)),
      where: this.#use.where(command),
      timeLimitMs: this.#limits.commandMs,
    };
    let failure: BridgeError | undefined;
    const rows: Json[] = [];
    using _ = this.#use.sending(command, options);
    try {
      for await (const event of session.call(call, options.signal)) {
        if (event.kind === 'row') {
          const row = rowOf(columns, event.values);
          if (rows.length < mostRowsKept) rows.push(row);
          yield { row };
        } else if (event.kind === 'warning') yield { warning: event.text };
        else if (event.kind === 'progress' && !event.isCompleted) yield { progress: progressOf(event) };
        else if (event.kind === 'error') failure ??= event.error;
      }
    } catch (problem) {
      // The session's own word of its end says more than that it ended.
      if (!(problem instanceof SessionLost) || failure === undefined) throw problem;
      throw serviceFailure(this.#use.target, failure, 'lost');
    }
    if (failure !== undefined) throw serviceFailure(this.#use.target, failure);
    const key = this.#use.carriedOut(command, options, { columns, rows });
    if (key !== undefined) given.add(key);
  }

  /** Gives a session what the command needs and it was not given yet. A session that is lost over it has sent nothing. */
  async #makeReady(
    { session, given }: PooledSession,
    command: CmdletCommand,
    options: SendOptions,
  ): Promise<void> {
    for (const { key, expected, call: make } of this.#use.before(command, options)) {
      if (given.has(key)) continue;
      const call = make();
      if (call === undefined) continue;
      const columns = expected?.columns ?? [];
      const rows: Json[] = [];
      try {
        const readying = { ...call, columns, timeLimitMs: this.#limits.commandMs };
        for await (const event of session.call(readying, options.signal)) {
          if (event.kind === 'error') throw serviceFailure(this.#use.target, event.error);
          if (event.kind === 'row' && rows.length < mostRowsKept) rows.push(rowOf(columns, event.values));
        }
      } catch (problem) {
        if (problem instanceof SessionLost) throw new SessionClosed(problem.message, { cause: problem });
        throw problem;
      }
      if (expected !== undefined && JSON.stringify(rows) !== JSON.stringify(expected.rows))
        throw connectedElsewhere(this.#use.target, call.name);
      given.add(key);
    }
  }

  /** What became of a session, as the engine takes failures. */
  #told(problem: unknown): unknown {
    const common = { target: this.#use.target, exception: '' };
    if (problem instanceof SessionLost || problem instanceof SessionClosed)
      return new ServiceError({ ...common, kind: 'lost', id: 'PowerShellLost', text: problem.message });
    if (problem instanceof CallStopped)
      return new ServiceError({ ...common, kind: 'lost', id: 'PowerShellStopped', text: problem.message });
    if (problem instanceof NoSession)
      return new ServiceError({
        ...common,
        kind: 'lasting',
        // As PowerShell calls it where a rule forbids scripts.
        id: problem.reason === 'language-mode' ? 'ScriptsNotAllowed' : 'NoPowerShell',
        text: `${problem.message} ${problem.do}`,
      });
    return problem;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}

/** PowerShell says -1 where it does not know how much of the work is done. */
const progressOf = ({ activity, status, percent }: Extract<BridgeEvent, { kind: 'progress' }>) => ({
  text: [activity, status].filter((part) => part !== '').join(': '),
  percent: percent < 0 ? null : percent,
});

const connectedElsewhere = (target: CmdletTarget, name: string): ServiceError =>
  new ServiceError({
    target,
    kind: 'lasting',
    id: 'ConnectedElsewhere',
    exception: '',
    text: `Another PowerShell session was connected in the same way, but ${name} does not say the same there.`,
  });
