import { conditionsOf, takeCondition, type MailboxCondition } from '../../state/conditions.ts';
import { addFolder, folderById, folderByPath, slashInName, type Folder } from '../../state/folders.ts';
import { giveSpecialEntries } from '../../state/mailboxes.ts';
import type { Recipient } from '../../state/recipients.ts';
import { setting } from '../../state/settings.ts';
import { refuseExchange, type Call } from '../call.ts';
import { theMailbox } from './identity.ts';

/** What a folder's identity names. */
interface FolderIdentity {
  readonly mailbox: string;
  /** `/`-separated path; `/` for the root. Empty where a FolderId is given. */
  readonly path: string;
  readonly folderId: string;
}

const folderId = /^LgAAAA[A-Za-z0-9+/=_-]{20,}$/u;

/**
 * Takes a folder's identity apart: `<mailbox>:\<folder>[\<sub>]`, `<mailbox>:<FolderId>`, `<mailbox>:\<FolderId>`, or a
 * mailbox alone, which means its root. A slash inside a name may be written as itself or as U+F8FF. (facts-exchange 1.1)
 */
export function parseFolderIdentity(identity: string): FolderIdentity {
  const colon = identity.indexOf(':\\');
  if (colon >= 0) {
    const rest = identity.slice(colon + 2);
    const mailbox = identity.slice(0, colon);
    if (folderId.test(rest)) return { mailbox, path: '', folderId: rest };
    const names = rest.split('\\').filter((part) => part !== '');
    const path = `/${names.map((part) => part.replaceAll('/', slashInName)).join('/')}`;
    return { mailbox, path, folderId: '' };
  }
  const last = identity.lastIndexOf(':');
  const rest = identity.slice(last + 1);
  if (last > 0 && folderId.test(rest)) return { mailbox: identity.slice(0, last), path: '', folderId: rest };
  return { mailbox: identity, path: '/', folderId: '' };
}

export interface FoundFolder {
  readonly mailbox: Recipient;
  readonly folder: Folder;
  /** The mailbox as it was asked for. */
  readonly asked: string;
}

/** The mailbox of a folder cmdlet; refused while something is the matter with it. */
export function folderMailbox(call: Call, identity: string): Recipient {
  const how = call.side === 'cloud' ? 'mailboxNotFound' : 'notFoundOnServer';
  const mailbox = theMailbox(call, identity, how);
  refuseIfInTrouble(call, mailbox);
  return mailbox;
}

/** The folder that a command names; `of` is the identity's text. */
export function theFolder(call: Call, of: string): FoundFolder {
  const parsed = parseFolderIdentity(of);
  const mailbox = folderMailbox(call, parsed.mailbox);
  const { state, side } = call;
  const folder =
    parsed.folderId === ''
      ? (folderByPath(state, side, mailbox.guid, parsed.path) ?? rootOf(call, mailbox, parsed.path))
      : folderById(state, side, mailbox.guid, parsed.folderId);
  if (folder === undefined) throw refuseExchange(call, 'folderNotFound', of);
  return { mailbox, folder, asked: parsed.mailbox };
}

/** Each mailbox has a root; the model makes it when it is first asked for. */
function rootOf(call: Call, mailbox: Recipient, path: string): Folder | undefined {
  if (path !== '/') return undefined;
  const { side } = call;
  const root = addFolder(call.state, {
    side,
    mailboxGuid: mailbox.guid,
    name: 'Top of Information Store',
    type: 'Root',
  });
  giveSpecialEntries(call.state, root, 'None');
  return root;
}

/** Moves and hiccups: those that happen once are over after this refusal. (facts-exchange 4.3, 9) */
function refuseIfInTrouble(call: Call, mailbox: Recipient): void {
  const { state, side } = call;
  const troubles = conditionsOf(state, side, mailbox.guid);
  const once = (condition: MailboxCondition): boolean =>
    troubles.includes(condition) && takeCondition(state, side, mailbox.guid, condition);
  if (once('moving') || troubles.includes('moving-lasting'))
    throw refuseExchange(call, 'mailboxMoving', mailbox.displayName);
  if (!once('failing-once') && !troubles.includes('failing')) return;
  if (side === 'on-premises') throw refuseExchange(call, 'storeHiccup', mailbox.displayName);
  const { server } = setting(state, 'exchangeOnline');
  throw refuseExchange(call, 'serverHop', call.cmdlet, `${server}.EURPRD01.PROD.OUTLOOK.COM`);
}

/** Has this mailbox that condition? */
export const isInCondition = (call: Call, mailbox: Recipient, condition: MailboxCondition): boolean =>
  conditionsOf(call.state, call.side, mailbox.guid).includes(condition);
