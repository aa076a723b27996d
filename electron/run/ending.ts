import type { Outcome, Verb } from '../../shared/run/events.ts';

/** How a run ends for whoever started it: the exit code of the command line. */
export const runExitCodes = { right: 0, notRight: 1, interrupted: 130 } as const;

const neverRight: readonly Outcome[] = ['could-not-look', 'failed', 'not-done'];
const notRightAfterwards: readonly Outcome[] = [...neverRight, 'drifted', 'moved', 'waiting'];

/** A plan is right when everything could be looked at; everything else, when all is as it should be. */
export function exitCodeOf(
  verb: Verb,
  counts: Readonly<Partial<Record<Outcome, number>>>,
  wasInterrupted: boolean,
): number {
  const isWrong = (outcomes: readonly Outcome[]): boolean =>
    outcomes.some((outcome) => (counts[outcome] ?? 0) > 0);
  if (!isWrong(verb === 'plan' ? neverRight : notRightAfterwards)) return runExitCodes.right;
  return wasInterrupted ? runExitCodes.interrupted : runExitCodes.notRight;
}
