import { count, countOf, rate } from '../../../shared/log/readable.ts';
import { advance, perSecond, startTiming, type Timing } from '../../../shared/log/time-left.ts';

const cells = 32;

/** One long work as a bar with its rate and the time left. The bar never goes back, though its total may grow. */
export class ProgressBar {
  #timing: Timing;
  #filled = 0;
  #total: number;
  #done = 0;

  constructor(nowMs: number, total: number) {
    this.#timing = startTiming(nowMs, total);
    this.#total = total;
  }

  /** So much is done of so much. */
  advance(nowMs: number, done: number, total: number): void {
    this.#done = done;
    this.#total = total;
    this.#timing = advance({ ...this.#timing, total }, { atMs: nowMs, done });
  }

  /** The bar and the sentence under it. */
  lines(): readonly [string, string] {
    const share = this.#total === 0 ? 0 : Math.min(1, this.#done / this.#total);
    this.#filled = Math.max(this.#filled, Math.floor(share * cells));
    const bar = `[${'#'.repeat(this.#filled)}${'-'.repeat(cells - this.#filled)}]`;
    const speed = perSecond(this.#timing);
    const amount =
      this.#total === 0 ? count(this.#done) : countOf(Math.min(this.#done, this.#total), this.#total);
    const pace = speed > 0 ? `   ${rate(speed)}` : '';
    return [
      `  ${bar}  ${amount}${pace}`,
      `${this.#total === 0 ? '' : `${this.#timing.shown}. `}Ctrl+C stops after the commands under way.`,
    ];
  }
}
