import type { BridgeSession } from './bridge-session.ts';
import { NoSession } from './session-failures.ts';

/** A session with what its owner did to it. */
export interface PooledSession {
  readonly session: BridgeSession;
  /** Cmdlets that it was given. */
  readonly given: Set<string>;
}

export interface PoolOptions {
  /** How many sessions there are at most, and so how many commands run at once. */
  readonly limit: number;
  /** After so many calls a session is replaced, between two of them, so that none grows without bound. */
  readonly mostCalls?: number;
}

const usualMostCalls = 5_000;
/** How often a start is tried whose PowerShell ends before it answers. */
const mostStarts = 3;

interface Waiting {
  readonly go: () => void;
  readonly stop: (reason: unknown) => void;
}

/** Sessions of one kind: started when they are needed, used by one command at a time, replaced where one is lost. */
export class SessionPool implements AsyncDisposable {
  readonly #start: (signal: AbortSignal) => Promise<PooledSession>;
  readonly #limit: number;
  readonly #mostCalls: number;
  readonly #idle: PooledSession[] = [];
  readonly #all = new Set<PooledSession>();
  readonly #ending = new Set<Promise<void>>();
  readonly #waiting = new Set<Waiting>();
  readonly #closed = new AbortController();
  #taken = 0;

  /** `start` makes one session, and ends it where it can't; it is told by the signal when nobody wants it any more. */
  constructor(start: (signal: AbortSignal) => Promise<PooledSession>, options: PoolOptions) {
    this.#start = start;
    this.#limit = options.limit;
    this.#mostCalls = options.mostCalls ?? usualMostCalls;
  }

  /** A session for one command; give it back afterwards. Throws `NoSession`, or the signal's reason. */
  async take(signal: AbortSignal): Promise<PooledSession> {
    signal.throwIfAborted();
    this.#closed.signal.throwIfAborted();
    await this.#turn(signal);
    try {
      return this.#idleOne() ?? (await this.#started(signal));
    } catch (problem) {
      this.#free();
      throw problem;
    }
  }

  /** Takes a session back; one that is lost or has had its calls is let go. */
  give(pooled: PooledSession): void {
    const { isLost, calls } = pooled.session;
    if (isLost || calls >= this.#mostCalls || this.#closed.signal.aborted) this.#end(pooled);
    else this.#idle.push(pooled);
    this.#free();
  }

  /** Waits for a place, in the order of asking. Who frees one hands it over, so that nobody comes in between. */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#taken < this.#limit) {
      this.#taken += 1;
      return;
    }
    let waiting: Waiting | undefined;
    const leave = (): void => {
      if (waiting !== undefined && this.#waiting.delete(waiting)) waiting.stop(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      await new Promise<void>((go, stop) => {
        waiting = { go, stop };
        this.#waiting.add(waiting);
      });
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #free(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next.go();
  }

  #idleOne(): PooledSession | undefined {
    for (let pooled = this.#idle.pop(); pooled !== undefined; pooled = this.#idle.pop()) {
      if (!pooled.session.isLost) return pooled;
      this.#end(pooled);
    }
    return undefined;
  }

  /** A PowerShell that ends before it answers may have been ended by somebody: nothing was sent, so another try is safe. */
  async #started(signal: AbortSignal): Promise<PooledSession> {
    const gone = AbortSignal.any([signal, this.#closed.signal]);
    for (let starts = 1; ; starts += 1) {
      gone.throwIfAborted();
      try {
        const starting = this.#start(gone);
        this.#awaitEnd(
          starting.then(
            () => undefined,
            () => undefined,
          ),
        );
        const pooled = await starting;
        this.#all.add(pooled);
        if (gone.aborted) this.#end(pooled);
        gone.throwIfAborted();
        return pooled;
      } catch (problem) {
        if (!(problem instanceof NoSession) || problem.reason !== 'ended' || starts >= mostStarts)
          throw problem;
      }
    }
  }

  #end(pooled: PooledSession): void {
    if (this.#all.delete(pooled)) this.#awaitEnd(pooled.session[Symbol.asyncDispose]());
  }

  #awaitEnd(work: Promise<void>): void {
    const over = work.finally(() => this.#ending.delete(over));
    this.#ending.add(over);
  }

  /** Ends all sessions, also those that are being started or at work: nothing of them is left when this resolves. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new Error('The sessions are being ended.'));
    for (const { stop } of this.#waiting) stop(this.#closed.signal.reason);
    this.#waiting.clear();
    for (const pooled of this.#all) this.#end(pooled);
    this.#idle.length = 0;
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }
}
