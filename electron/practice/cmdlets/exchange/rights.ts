import { refuseExchange, type Call } from '../call.ts';

/** Roles: names that stand for a set of rights. (facts-exchange 1.2; Add-MailboxFolderPermission) */
const roles = new Set([
  'None',
  'Owner',
  'PublishingEditor',
  'Editor',
  'PublishingAuthor',
  'Author',
  'NonEditingAuthor',
  'Reviewer',
  'Contributor',
  'AvailabilityOnly',
  'LimitedDetails',
]);

/** The rights that a command gives; a role together with anything else is refused. */
export function rightsOf(call: Call): readonly string[] {
  const rights = [...new Set(call.given.list('AccessRights'))];
  if (rights.length > 1 && rights.some((right) => roles.has(right)))
    throw refuseExchange(call, 'rightsMixed', rights.join(', '));
  return rights;
}

/** The flags that a command gives: only with Editor, and CanViewPrivateItems only with Delegate. Undefined: none given. */
export function flagsOf(call: Call, rights: readonly string[]): readonly string[] | undefined {
  const text = call.given.text('SharingPermissionFlags');
  if (text === undefined) return undefined;
  const flags = text.split(',').filter((flag) => flag !== '' && flag !== 'None');
  const isEditor = rights.length === 1 && rights[0] === 'Editor';
  if (flags.length > 0 && (!isEditor || !flags.includes('Delegate')))
    throw refuseExchange(call, 'flagsNeedEditor', text);
  return flags;
}

/** Are two sets of rights the same? */
export const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));
