import type { Output } from '../../../../shared/commands/command.ts';
import { deleteEntry, entriesOf, entry, putEntry, type Entry } from '../../state/entries.ts';
import { row, refuseExchange, type Call, type Handlers } from '../call.ts';
import { isInCondition, theFolder, type FoundFolder } from './folder-identity.ts';
import { limited } from './lists.ts';
import { entryRow, thePrincipal } from './principals.ts';
import { flagsOf, rightsOf, sameTexts } from './rights.ts';
import { askedFor } from './looks.ts';
import { unchanged } from './unchanged.ts';

/** The folder whose list is asked for; a damaged list refuses every look and write. (facts-exchange 1.4) */
function theList(call: Call): FoundFolder {
  const found = theFolder(call, askedFor(call));
  if (isInCondition(call, found.mailbox, 'damaged-list')) throw refuseExchange(call, 'listDamaged');
  return found;
}

/** Every entry; with `-User` only that one, and an error where there is none. (facts-exchange 1.3) */
function get(call: Call): Iterable<Output> {
  const found = theList(call);
  if (call.given.has('User')) {
    const { principal } = thePrincipal(call, found);
    return [row(entryRow(call, found, there(call, found, principal)))];
  }
  const skipped = Number(call.given.value('SkipCount') ?? 0);
  const all = entriesOf(call.state, found.folder.folder).slice(skipped);
  return limited(call, all, (one) => entryRow(call, found, one));
}

function there(call: Call, { folder }: FoundFolder, principal: string): Entry {
  const one = entry(call.state, folder.folder, principal);
  if (one === undefined) throw refuseExchange(call, 'entryMissing', call.given.textOf('User'));
  return one;
}

/** Refuses where the user has an entry, whatever its right; for Default and Anonymous only where it is not None. */
function add(call: Call): Iterable<Output> {
  const found = theList(call);
  const { principal, kind, name } = thePrincipal(call, found);
  const rights = rightsOf(call);
  const flags = flagsOf(call, rights) ?? [];
  const { folder } = found.folder;
  const before = entry(call.state, folder, principal);
  const isFree = (kind === 'default' || kind === 'anonymous') && before?.rights[0] === 'None';
  if (before !== undefined && !isFree) throw refuseExchange(call, 'entryExists', name);
  if (isInCondition(call, found.mailbox, 'full-list')) throw refuseExchange(call, 'listFull');
  putEntry(call.state, { folder, principal, kind, rights, flags });
  return [row(entryRow(call, found, there(call, found, principal)))];
}

/**
 * Replaces the user's rights as a whole, and shows nothing. A delegate's flags stay with Editor, unless
 * `-SendNotificationToUser` is given, whatever its value: then they are reset. (facts-exchange 1.3)
 */
function set(call: Call): Iterable<Output> {
  const found = theList(call);
  const { principal, kind } = thePrincipal(call, found);
  const rights = rightsOf(call);
  const given = flagsOf(call, rights);
  const before = there(call, found, principal);
  const keeps = !call.given.has('SendNotificationToUser') && rights[0] === 'Editor';
  const flags = given ?? (keeps ? before.flags : []);
  if (sameTexts(rights, before.rights) && sameTexts(flags, before.flags)) return unchanged(askedFor(call));
  putEntry(call.state, { folder: found.folder.folder, principal, kind, rights, flags });
  return [];
}

function remove(call: Call): Iterable<Output> {
  const found = theList(call);
  const { folder } = found.folder;
  if (call.given.flag('ResetDelegateUserCollection') === true) {
    for (const one of entriesOf(call.state, folder))
      if (one.flags.includes('Delegate')) deleteEntry(call.state, folder, one.principal);
    return [];
  }
  const { principal, kind, name } = thePrincipal(call, found);
  if (kind === 'default' || kind === 'anonymous') throw refuseExchange(call, 'specialUser', name);
  there(call, found, principal);
  deleteEntry(call.state, folder, principal);
  return [];
}

/** The cmdlets of folder permissions. */
export const folderPermissions: Handlers = {
  'Get-MailboxFolderPermission': get,
  'Get-EXOMailboxFolderPermission': get,
  'Add-MailboxFolderPermission': add,
  'Set-MailboxFolderPermission': set,
  'Remove-MailboxFolderPermission': remove,
};
