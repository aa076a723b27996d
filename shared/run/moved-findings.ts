import type { Finding } from './finding.ts';
import type { Resource } from './resource.ts';

/** Somebody else changed a resource between its plan and its write. */
export const movedFinding = (resource: Resource): Finding => ({
  id: 'moved',
  severity: 'to-know',
  step: resource.step,
  resource: resource.id,
  what: `${resource.name} was changed by someone else since the plan`,
  where: resource.where,
  why: 'What is there now is not what the plan was made for, so it was left as it is.',
  do: 'Make a new plan: it shows what is there now and what would change.',
});

/** A resource asks for a change that could only be known after others of its plan were made. */
export const notInPlan = (resource: Resource): Finding => ({
  id: 'not-in-the-plan',
  severity: 'to-know',
  step: resource.step,
  resource: resource.id,
  what: `${resource.name} asks for a change that the plan did not show`,
  where: resource.where,
  why: 'It could only be known after other changes of the plan were made. Nothing is done that was not shown before.',
  do: 'Make a new plan: it shows what is left.',
});
