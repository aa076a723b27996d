import type { BridgeSession } from './bridge-session.ts';

/** A session with what its owner did to it. */
export interface PooledSession {
  readonly session: BridgeSession;
  /** Cmdlets that it was given. */
  readonly given: Set<string>;
}

/** Sessions of one kind: started when they are needed, used by one command at a time, replaced where one is lost. */
export class SessionPool implements AsyncDisposable {
  readonly #start: () => Promise<PooledSession>;
  readonly #limit: number;
  readonly #idle: PooledSession[] = [];
  readonly #all = new Set<PooledSession>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(start: () => Promise<PooledSession>, limit: number) {
    this.#start = start;
    this.#limit = limit;
  }

  /** A session for one command; give it back afterwards. Throws `NoSession`. */
  async take(): Promise<PooledSession> {
    while (this.#taken >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken += 1;
    try {
      const idle = this.#idle.pop();
      if (idle !== undefined) return idle;
      const started = await this.#start();
      this.#all.add(started);
      return started;
    } catch (problem) {
      this.#free();
      throw problem;
    }
  }

  give(pooled: PooledSession): void {
    if (pooled.session.isLost) this.#all.delete(pooled);
    else this.#idle.push(pooled);
    this.#free();
  }

  #free(): void {
    this.#taken -= 1;
    this.#waiting.shift()?.();
  }

  /** Ends all sessions. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map(({ session }) => session[Symbol.asyncDispose]()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
