import type { CmdletTarget } from '../../../shared/commands/command.ts';
import type { Typed } from '../../tokens/tokens.ts';
import { isHere, isOffered } from '../cmdlets/binding.ts';
import { signature, type Parameter, type ParameterSet } from '../cmdlets/signatures.ts';

/** PowerShell's types by the reference's; types that only Microsoft's modules have are bound as they come. */
const engineTypes: ReadonlyMap<string, string> = new Map([
  ['String', 'string'],
  ['String[]', 'string[]'],
  ['SwitchParameter', 'switch'],
  ['Boolean', 'bool'],
  ['SecureString', 'securestring'],
  ['Hashtable', 'hashtable'],
  ['DateTime', 'Nullable[datetime]'],
  ['Int16', 'int16'],
  ['Int32', 'int'],
  ['UInt32', 'uint32'],
  ['Int64', 'long'],
  ['Guid', 'guid'],
]);

/**
 * Default sets that the reference does not name, of cmdlets whose commands here fit several sets. That such commands bind
 * is in the reference's own examples (`Enable-Mailbox -Identity Ayla`, `Disable-Mailbox -Identity "John Woods"`,
 * `Enable-RemoteMailbox "Kim Akers" …`, `Get-Recipient -ResultSize unlimited`, `Get-MailboxFolderStatistics -Identity …`,
 * `Remove-MailboxFolderPermission -Identity … -User …`, `Set-ADServerSettings -RecipientViewRoot …`); by which set they do is unverified, of Disable-Mailbox none of
 * those that are named reads like it. Of any other such cmdlet no default is guessed: PowerShell refuses a command that
 * fits several of its sets.
 */
const unnamedDefaults: ReadonlyMap<string, string> = new Map([
  ['Disable-Mailbox', 'Archive'],
  ['Enable-Mailbox', 'User'],
  ['Enable-RemoteMailbox', 'Default'],
  ['Get-MailboxFolderStatistics', 'Identity'],
  ['Get-Recipient', 'Identity'],
  ['Remove-MailboxFolderPermission', 'Default'],
  ['Set-ADServerSettings', 'FullParams'],
]);

const defaultOf = (cmdlet: string, sets: readonly ParameterSet[]): string => {
  const name = sets.find(({ isDefault }) => isDefault)?.name ?? unnamedDefaults.get(cmdlet) ?? '';
  return name === '(All)' ? '' : name;
};

/**
 * The declaration of one cmdlet as its target has it: what `Add-PracticeCmdlet` of the practice module is given.
 * Undefined where the target has no such cmdlet.
 */
export function declaration(
  target: CmdletTarget,
  cmdlet: string,
): readonly (readonly [string, Typed])[] | undefined {
  const found = signature(cmdlet);
  if (found === undefined || !isOffered(found, target)) return undefined;
  const parameters = new Map([...found.parameters.values()].map((one) => [one.name, one]));
  const here = [...parameters.values()].filter(({ environments }) => isHere(environments, target));
  const names = new Set(here.map(({ name }) => name));
  const sets = found.sets.filter(({ mandatory }) => mandatory.every((name) => names.has(name)));
  const aliasesOf = (parameter: Parameter): string[] =>
    [...found.parameters]
      .filter(([key, one]) => one.name === parameter.name && key !== one.name.toLowerCase())
      .map(([key]) => key);
  const setsOf = ({ name }: Parameter): Typed[] =>
    sets
      .filter((set) => set.parameters.includes(name))
      .map((set) => [set.name === '(All)' ? null : set.name, set.mandatory.includes(name)]);
  return [
    ['Name', found.cmdlet],
    ['ShouldProcess', found.shouldProcess],
    ['DefaultSet', defaultOf(found.cmdlet, sets)],
    [
      'Parameters',
      here
        .filter((parameter) => setsOf(parameter).length > 0)
        .map((parameter) => [
          parameter.name,
          engineTypes.get(parameter.type) ?? 'object',
          aliasesOf(parameter),
          setsOf(parameter),
        ]),
    ],
  ];
}
