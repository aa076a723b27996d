import { isOfSession, whatOf } from './error-ids.ts';
import type { ServiceError } from './service-error.ts';

/** By what a failure is known. Texts are in the service's language, so they are looked at only where nothing else is known. */
export interface Signs {
  /** Numbers of Windows and Active Directory. */
  readonly numbers?: readonly number[];
  /** Numbers for a remote session that did not come about, or broke. */
  readonly session?: readonly number[];
  /** What stands before the comma of an error id; the code of Graph. */
  readonly ids?: readonly string[];
  /** Short names of exceptions; `details[].code` of Graph. */
  readonly exceptions?: readonly string[];
  /** Words of the English text, where the facts name neither id nor exception. */
  readonly words?: RegExp;
}

/** One way of telling a failure by its signs. */
export type Level = (error: ServiceError, signs: Signs) => boolean;

/** The surest way first. */
export const levels: readonly Level[] = [
  ({ id, exception, number }, { numbers, session }) =>
    number !== undefined && (isSession(id, exception) ? session : numbers)?.includes(number) === true,
  ({ id }, { ids }) => ids?.includes(whatOf(id)) === true,
  ({ exception }, { exceptions }) => exceptions?.includes(shortName(exception)) === true,
  ({ message }, { words }) => words?.test(message) === true,
];

/** Does the error carry one of these signs? */
export const carries = (error: ServiceError, signs: Signs): boolean =>
  levels.some((tells) => tells(error, signs));

const isSession = (id: string, exception: string): boolean =>
  isOfSession(id) || /^PSRemotingTransport(?:Redirect)?Exception$/u.test(shortName(exception));

const shortName = (exception: string): string => exception.slice(exception.lastIndexOf('.') + 1);
