/**
 * What a pass over resources does.
 * - `look`: looks, and reports what would change (plan).
 * - `verify`: looks, and reports what has to change: what is only offered is no drift.
 * - `survey`: looks, and leaves what would change for a later `apply`.
 * - `apply`: makes exactly the changes that were agreed to.
 * - `change`: looks and changes in one go.
 */
export type Pass = 'look' | 'verify' | 'survey' | 'apply' | 'change';

/** Does this pass make changes? */
export const isWriting = (pass: Pass): boolean => pass === 'apply' || pass === 'change';

/** Commands that a calendar takes in such a pass of a first run (folder, look, write, read-back), for an estimate. */
export const commandsPerLeaf: Readonly<Record<Pass, number>> = {
  look: 2,
  verify: 1,
  survey: 2,
  apply: 2,
  change: 4,
};
