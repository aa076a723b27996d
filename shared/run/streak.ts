import type { Finding } from './finding.ts';
import type { Resource } from './resource.ts';

/** So many equal lasting failures in a row stop the step: what fails for all is not tried ten thousand times. */
const mostInARow = 25;

/** Counts equal lasting failures of one step, in the order in which its resources end. */
export class Streak {
  #failure = '';
  #length = 0;

  begin(): void {
    this.#failure = '';
    this.#length = 0;
  }

  /** Counts an ending by its failure (empty: none); true for the one that stops the step. */
  count(failure: string): boolean {
    this.#length = failure !== '' && failure === this.#failure ? this.#length + 1 : 1;
    this.#failure = failure;
    return failure !== '' && this.#length === mostInARow;
  }
}

/** The finding that says why a step was stopped. */
export const sameFailureStops = (last: Resource, said: string): Finding => ({
  id: 'same-failure-too-often',
  severity: 'stops',
  step: last.step,
  what: `The step was stopped: the same failure came ${String(mostInARow)} times in a row`,
  where: `${last.where}, last for ${last.name}`,
  why: 'What is wrong concerns all objects of this step, not one of them.',
  do: 'Mend the cause that the last finding names, then run the step again: only what is missing is done.',
  original: said,
});
