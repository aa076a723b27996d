import type { CmdletCommand, CmdletTarget } from '../../../shared/commands/command.ts';
import type { Value } from '../../../shared/commands/value.ts';
import { BoundParameters } from './bound-parameters.ts';
import { convert } from './conversion.ts';
import { powerShellRefusal, type Refused } from './refusing.ts';
import { signature, signatures, type Parameter, type ParameterSet, type Signature } from './signatures.ts';

/** What each target is, as the reference names it. */
const environments: Readonly<Partial<Record<CmdletTarget, readonly string[]>>> = {
  exchange: ['Exchange Server SE', 'Exchange Server 2019'],
  exchangeOnline: ['Exchange Online'],
};

/** The modules whose cmdlets a target offers. */
const modules: Readonly<Record<CmdletTarget, readonly string[]>> = {
  activeDirectory: ['ActiveDirectory', 'PowerShell'],
  exchange: ['ExchangePowerShell', 'PowerShell'],
  exchangeOnline: ['ExchangePowerShell', 'PowerShell'],
  computer: ['ScheduledTasks', 'PowerShell'],
};

/** A command whose parameters were checked: the cmdlet by its real name, and its parameters by theirs. */
export interface BoundCommand {
  readonly signature: Signature;
  readonly parameters: BoundParameters;
  /** `-WhatIf`: says what would happen and does nothing. */
  readonly whatIf: boolean;
  readonly confirm: boolean | undefined;
}

/**
 * Checks a command as PowerShell does before it runs a cmdlet: is there such a cmdlet, are there such parameters here,
 * do they belong together, is a mandatory one missing, is each value of the right type. Throws `ServiceError` with
 * PowerShell's ids. Names compare without case.
 */
export function bind(command: CmdletCommand, secrets: ReadonlyMap<string, string>): BoundCommand {
  const where: Refused = { target: command.target, cmdlet: command.cmdlet };
  const found = signature(command.cmdlet);
  if (found === undefined || !isOffered(found, command.target))
    throw powerShellRefusal(where, 'noCmdlet', command.cmdlet);
  const named = { ...where, cmdlet: found.cmdlet };
  const values = new Map<string, Value>();
  const commons = new Map<string, Value>();
  for (const [name, value] of Object.entries(command.parameters)) {
    const parameter = found.parameters.get(name.toLowerCase());
    if (parameter !== undefined && isHere(parameter.environments, command.target)) {
      values.set(parameter.name, convert(named, parameter, value));
      continue;
    }
    const common = signatures().common.get(name.toLowerCase());
    if (common === undefined || (common.onlyIfShouldProcess && !found.shouldProcess))
      throw powerShellRefusal(named, 'unknownParameter', name);
    commons.set(common.name, value);
  }
  const set = chooseSet(named, found, command.target, values);
  for (const name of set.mandatory)
    refuseBlank(named, found.parameters.get(name.toLowerCase()), values.get(name));
  const confirm = commons.get('Confirm');
  return {
    signature: found,
    parameters: new BoundParameters(values, secrets, set.name),
    whatIf: commons.get('WhatIf') === true,
    confirm: typeof confirm === 'boolean' ? confirm : undefined,
  };
}

/** Does a target offer that cmdlet at all? */
export const isOffered = (found: Signature, target: CmdletTarget): boolean =>
  modules[target].includes(found.module) && isHere(found.environments, target);

/** Is a target one of the environments that something applies to? */
export function isHere(where: readonly string[] | undefined, target: CmdletTarget): boolean {
  const wanted = environments[target];
  if (wanted === undefined || where === undefined || where.length === 0) return true;
  return wanted.some((environment) => where.includes(environment));
}

function chooseSet(
  where: Refused,
  found: Signature,
  target: CmdletTarget,
  values: ReadonlyMap<string, Value>,
): ParameterSet {
  const offered = found.sets.filter((set) =>
    set.mandatory.every((name) => isHere(found.parameters.get(name.toLowerCase())?.environments, target)),
  );
  const fitting = offered.filter((set) => [...values.keys()].every((name) => set.parameters.includes(name)));
  if (fitting.length === 0) throw powerShellRefusal(where, 'mixedSets');
  const complete = fitting.filter((set) => set.mandatory.every((name) => values.has(name)));
  const chosen = complete.find((set) => set.isDefault) ?? complete[0];
  if (chosen !== undefined) return chosen;
  const meant = fitting.find((set) => set.isDefault) ?? fitting[0];
  const missing = (meant?.mandatory ?? []).filter((name) => !values.has(name));
  throw powerShellRefusal(where, 'missingParameter', missing.join(' '));
}

function refuseBlank(where: Refused, parameter: Parameter | undefined, value: Value | undefined): void {
  if (parameter === undefined) return;
  if (value === null || (Array.isArray(value) && value.length === 0))
    throw powerShellRefusal(where, 'isNull', parameter.name);
  if (value === '') throw powerShellRefusal(where, 'isEmpty', parameter.name);
}
