import type { Looker } from './ports.ts';

/**
 * A question whose answer several resources of one run share: it is asked by the first that needs it. A failure is not
 * kept, so that the next one asks again.
 */
export function askOnce<T>(ask: (looker: Looker) => Promise<T>): (looker: Looker) => Promise<T> {
  let answer: Promise<T> | undefined;
  return async (looker) => {
    answer ??= ask(looker);
    try {
      return await answer;
    } catch (failure) {
      answer = undefined;
      throw failure;
    }
  };
}
