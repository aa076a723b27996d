import { knownToFolderCmdlets } from '../../state/appearances.ts';
import {
  anonymousPrincipal,
  defaultPrincipal,
  entry,
  type Entry,
  type PrincipalKind,
} from '../../state/entries.ts';
import { specialNames } from '../../state/calendar-names.ts';
import { languageOf } from '../../state/mailboxes.ts';
import { isSecurityPrincipal, recipientBySid, type Recipient } from '../../state/recipients.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import { exchangeSettings, refuseExchange, type Call } from '../call.ts';
import type { FoundFolder } from './folder-identity.ts';
import { findRecipients, isAddress } from './identity.ts';
import { dnOf, legacyDnOf, recipientTypeOf, type JsonObject } from './rows.ts';

/** Whose entry a command means: the key in the list, and the name for texts. */
interface Principal {
  readonly principal: string;
  readonly kind: PrincipalKind;
  readonly name: string;
}

/**
 * What `-User` means on a folder: Default and Anonymous (in English or the mailbox's language), a dead entry by its exact
 * text `NT:S-1-…`, somebody outside by the exact text of an entry that is there, else a recipient that can hold rights.
 * (facts-exchange 1.4, 1.6)
 */
export function thePrincipal(call: Call, { mailbox, folder }: FoundFolder): Principal {
  const user = call.given.textOf('User');
  const special = specialNames(languageOf(mailbox));
  const lower = user.toLowerCase();
  if (lower === 'default' || user === special.default)
    return { principal: defaultPrincipal, kind: 'default', name: special.default };
  if (lower === 'anonymous' || user === special.anonymous)
    return { principal: anonymousPrincipal, kind: 'anonymous', name: special.anonymous };
  const dead = /^NT:(S-1-[\d-]+)$/iu.exec(user)?.[1];
  if (dead !== undefined) return { principal: dead.toUpperCase(), kind: 'sid', name: user };
  const outside = entry(call.state, folder.folder, user);
  if (outside?.kind === 'external') return { principal: user, kind: 'external', name: user };
  const found = theHolder(call, user);
  return { principal: found.sid, kind: 'sid', name: found.displayName };
}

function theHolder(call: Call, user: string): Recipient {
  const found = findRecipients(call, user).filter((one) => knownToFolderCmdlets(call.state, one, call.now));
  const [first] = found;
  if (first === undefined) throw refuseExchange(call, 'userUnknown', user);
  if (found.length > 1) throw refuseExchange(call, isAddress(user) ? 'userUnknown' : 'ambiguous', user);
  if (mayHoldRights(call, first, user)) return first;
  // In Exchange Online the "external" error stands for the "internal" case too. (facts-exchange 1.4)
  throw refuseExchange(
    call,
    isAddress(user) || call.side === 'cloud' ? 'userUnknown' : 'userNoPrincipal',
    user,
  );
}

function mayHoldRights(call: Call, found: Recipient, user: string): boolean {
  if (found.sid === '') return false;
  if (found.type === 'GuestMailUser') return !isAddress(user);
  if (!isSecurityPrincipal(found)) return false;
  if (found.type !== 'RemoteUserMailbox') return true;
  // A remote mailbox is no security principal on-premises unless it was made one. (facts-exchange 1.6)
  return (
    found.attributes['ACLableSyncedObjectEnabled'] === true ||
    exchangeSettings(call).organization['ACLableSyncedObjectEnabled'] === true
  );
}

interface Shown {
  readonly type: 'Default' | 'Anonymous' | 'Internal' | 'External' | 'Unknown';
  readonly name: string;
  readonly holder: Recipient | undefined;
}

function shownAs(call: Call, mailbox: Recipient, one: Entry): Shown {
  const special = specialNames(languageOf(mailbox));
  switch (one.kind) {
    case 'default':
      return { type: 'Default', name: special.default, holder: undefined };
    case 'anonymous':
      return { type: 'Anonymous', name: special.anonymous, holder: undefined };
    case 'external':
      return { type: 'External', name: one.principal, holder: undefined };
    case 'sid': {
      const holder = recipientBySid(call.state, call.side, one.principal);
      if (holder === undefined) return { type: 'Unknown', name: `NT:${one.principal}`, holder };
      return { type: 'Internal', name: holder.displayName, holder };
    }
  }
}

/** An entry as Get- and Add-MailboxFolderPermission show it. (facts-exchange 1.2, 10.15, 10.16) */
export function entryRow(call: Call, { mailbox, folder, asked }: FoundFolder, one: Entry): JsonObject {
  const { type, name, holder } = shownAs(call, mailbox, one);
  const common = {
    FolderName: folder.name,
    AccessRights: [...one.rights],
    IsValid: true,
    ObjectState: 'New',
  };
  if (call.side === 'on-premises')
    return {
      ...common,
      User: {
        UserType: type,
        ADRecipient: holder === undefined ? null : adRecipient(call, holder),
        DisplayName: name,
      },
      Identity: name,
    };
  return {
    ...common,
    User: {
      UserType: type,
      RecipientPrincipal: holder === undefined ? null : legacyDnOf(holder),
      DisplayName: name,
    },
    SharingPermissionFlags: one.flags.length === 0 ? null : one.flags.join(', '),
    Identity: `${asked}:${folder.path.replaceAll('/', '\\').replaceAll('\uF8FF', '/')}`,
  };
}

const adRecipient = (call: Call, holder: Recipient): Json => ({
  Guid: holder.guid,
  Name: holder.name,
  DisplayName: holder.displayName,
  PrimarySmtpAddress: holder.address,
  DistinguishedName: dnOf(call, holder),
  RecipientType: recipientTypeOf(holder),
  Sid: holder.sid,
});
