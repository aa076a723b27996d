import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../shared/run/ports.ts';

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal });
  },
};

/** A clock on which waiting is shorter: on the practice site minutes are seconds. Its time of day is the real one. */
export const hastened = (clock: Clock, times: number): Clock => ({
  now: () => clock.now(),
  sleep: (ms, signal) => clock.sleep(ms / times, signal),
});
