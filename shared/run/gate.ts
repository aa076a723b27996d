import type { Clock } from './ports.ts';

/** Longest pause that the gate keeps by itself when a service asks again and again, in milliseconds. */
const longestPauseMs = 5 * 60_000;
/** So many commands in a row without a complaint earn one more at once. */
const calmForOneMore = 40;

/**
 * The door to one transport: lets in as many commands as it bears, first come first served, and closes for everybody
 * when the service asks for time. After a complaint half as many go at once; calm brings them back one by one.
 * (Services repeat `Retry-After: 1` although they are still throttling, so the pause grows by itself:
 * facts-microsoft365 7.1.)
 */
export class Gate {
  readonly #clock: Clock;
  readonly #most: number;
  readonly #signal: AbortSignal;
  readonly #onSlowed: (waitMs: number, atOnce: number) => void;
  readonly #waiting: (() => void)[] = [];
  #limit: number;
  #active = 0;
  #isPaused = false;
  #complaints = 0;
  #calm = 0;

  constructor(options: {
    readonly clock: Clock;
    readonly atOnce: number;
    readonly signal: AbortSignal;
    readonly onSlowed: (waitMs: number, atOnce: number) => void;
  }) {
    this.#clock = options.clock;
    this.#most = Math.max(1, options.atOnce);
    this.#limit = this.#most;
    this.#signal = options.signal;
    this.#onSlowed = options.onSlowed;
  }

  /** How many commands may go at once now. */
  get atOnce(): number {
    return this.#limit;
  }

  /** Did the service ask for time that has not passed yet? */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Waits for a place; {@link leave} gives it back. */
  async enter(): Promise<void> {
    if (!this.#isPaused && this.#active < this.#limit) {
      this.#active += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#active -= 1;
    this.#admit();
  }

  /** A command went well. */
  calm(): void {
    this.#complaints = 0;
    this.#calm += 1;
    if (this.#calm < calmForOneMore || this.#limit >= this.#most) return;
    this.#calm = 0;
    this.#limit += 1;
    this.#admit();
  }

  /** The service asked for time: nobody is let in until it has passed. */
  slowDown(retryAfterMs: number): void {
    this.#calm = 0;
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    const waitMs = Math.min(longestPauseMs, Math.max(1, retryAfterMs) * 2 ** this.#complaints);
    this.#complaints = Math.min(this.#complaints + 1, 6);
    this.#onSlowed(waitMs, this.#limit);
    const open = (): void => {
      this.#isPaused = false;
      this.#admit();
    };
    this.#clock.sleep(waitMs, this.#signal).then(open, open);
  }

  #admit(): void {
    while (!this.#isPaused && this.#active < this.#limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#active += 1;
      next();
    }
  }
}
