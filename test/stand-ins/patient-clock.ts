import type { Clock } from '../../shared/run/ports.ts';

/** A clock whose time passes only by sleeping: nobody waits for real, and the order of sleepers is kept. */
export class PatientClock implements Clock {
  #nowMs = Date.parse('2026-11-24T14:00:00.000Z');
  readonly slept: number[] = [];

  now(): Date {
    return new Date(this.#nowMs);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.slept.push(ms);
    this.#nowMs += ms;
    await Promise.resolve();
  }
}
