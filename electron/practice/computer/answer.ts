import type { Json, Value } from '../../../shared/commands/value.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import type { Computer } from './state.ts';

/** What a cmdlet did: its rows, and the computer as it is afterwards (the same object where nothing changed). */
export interface ComputerAnswer {
  readonly rows: readonly Json[];
  readonly computer: Computer;
}

/** Parameters by name in lower case. */
export type Given = ReadonlyMap<string, Value>;

export const answer = (computer: Computer, ...rows: readonly Json[]): ComputerAnswer => ({ rows, computer });

/** The refusal of a cmdlet of this computer; `cmdlet` is the class that stands behind the comma of the error id. */
export const refusal = (cmdlet: string, id: string, exception: string, text: string): ServiceError =>
  new ServiceError({ target: 'computer', kind: 'lasting', id: `${id},${cmdlet}`, exception, text });

/** PowerShell's words for a cmdlet that is not on this computer. */
export const unknownCmdlet = (name: string): ServiceError =>
  new ServiceError({
    target: 'computer',
    kind: 'lasting',
    id: 'CommandNotFoundException',
    exception: 'CommandNotFoundException',
    text: `The term '${name}' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.`,
  });

/** The text of a parameter, whatever the case of its name. */
export const text = (given: Given, name: string): string | undefined => {
  const value = given.get(name.toLowerCase());
  return typeof value === 'string' ? value : undefined;
};

/** Matches a name with PowerShell's wildcards, without case. */
export function like(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/gu, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'iu').test(name);
}
