import type { Clock, World } from '../../shared/run/ports.ts';
import { BadInput } from '../bad-input.ts';
import { practiceWorld } from '../practice/practice-world.ts';
import { openPracticeSite } from '../practice/practice-site.ts';
import { setting } from '../practice/state/settings.ts';
import { hastened } from './clock.ts';

/** The world that a run works on, and the clock by which it waits. */
export interface OpenedWorld {
  readonly world: World;
  readonly clock: Clock;
  close(): void;
}

/** On a practice site whose clock is fast, minutes are seconds. */
const fasterOnPractice = 60;

/**
 * Opens the world: the practice site that was named. Without one this version can only say that it rehearses; it never
 * falls back in silence. Throws {@link BadInput}, or what refuses a practice file.
 */
export function openWorld(practice: string | undefined, clock: Clock): OpenedWorld {
  if (practice === undefined) {
    throw new BadInput('This version can only rehearse', {
      field: '--practice',
      why: 'It does not reach real systems yet, so it works on a practice site only.',
      do: 'Name a practice site, made by:',
      then: 'calendar-push-setup practice new uni.db --preset hybrid --site-to uni.json',
    });
  }
  const isFast = isClockFast(practice);
  const world = practiceWorld(practice);
  return {
    world,
    clock: isFast ? hastened(clock, fasterOnPractice) : clock,
    close() {
      world.close();
    },
  };
}

function isClockFast(practice: string): boolean {
  const state = openPracticeSite(practice);
  try {
    return setting(state, 'site').clock === 'fast';
  } finally {
    state.close();
  }
}
