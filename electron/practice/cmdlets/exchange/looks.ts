import { isGroupType, isMailboxType } from '../../state/recipient-types.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import {
  adObjectByDn,
  adObjectBySam,
  adObjectByUpn,
  adObject,
  type AdObject,
} from '../../state/ad-objects.ts';
import { entraObject, entraObjectsBy, type EntraObject } from '../../state/entra-objects.ts';
import { isSecurityPrincipal, type Recipient } from '../../state/recipients.ts';
import { row, type Call, type Handlers } from '../call.ts';
import { findRecipients, refuseNotFound, theRecipient } from './identity.ts';
import { limited, listed } from './lists.ts';
import { casRow, groupRow, mailboxRow, recipientRow, type JsonObject } from './rows.ts';

type Show = (call: Call, found: Recipient) => JsonObject;

const anything = (): boolean => true;
const isMailbox = (type: Recipient['type']): boolean => isMailboxType(type);

/** The parameters by which the Get-EXO cmdlets name an object beside `-Identity`. */
const namings = ['Identity', 'ExternalDirectoryObjectId', 'PrimarySmtpAddress', 'UserPrincipalName'] as const;

/** What a Get cmdlet was asked for by name; empty where it lists. A null identity lists everything. (facts-exchange 1.1) */
export const askedFor = (call: Call): string =>
  namings.map((name) => call.given.textOf(name)).find((text) => text !== '') ?? '';

const get =
  (kinds: (type: Recipient['type']) => boolean, show: Show) =>
  (call: Call): Iterable<Output> => {
    const identity = askedFor(call);
    if (identity === '') return limited(call, listed(call, kinds), (found) => show(call, found));
    const types = call.given.list('RecipientTypeDetails');
    const found = theRecipient(
      call,
      identity,
      'notFoundOnServer',
      (one) => kinds(one.type) && (types === undefined || types.includes(one.type)),
    );
    return [row(show(call, found))];
  };

/** A directory account or group that is no recipient, as Get-User and Get-Group show it. */
function plainObject(call: Call, identity: string, kind: 'user' | 'group'): JsonObject | undefined {
  const found = call.side === 'cloud' ? entraPlain(call, identity, kind) : adPlain(call, identity, kind);
  if (found === undefined) return undefined;
  const isEnabled = 'accountEnabled' in found ? found.accountEnabled : found.enabled;
  const guid = 'guid' in found ? found.guid : found.id;
  return {
    Identity: found.displayName || ('name' in found ? found.name : ''),
    Name: 'name' in found ? found.name : found.displayName,
    DisplayName: found.displayName,
    UserPrincipalName: found.upn,
    RecipientType: kind === 'user' ? 'User' : 'Group',
    RecipientTypeDetails: kind === 'user' ? (isEnabled ? 'User' : 'DisabledUser') : 'UniversalSecurityGroup',
    Guid: guid,
    Sid: found.sid,
    ExternalDirectoryObjectId: 'guid' in found ? '' : found.id,
  };
}

function adPlain(call: Call, identity: string, kind: 'user' | 'group'): AdObject | undefined {
  const found =
    adObject(call.state, identity) ??
    adObjectByUpn(call.state, identity) ??
    adObjectBySam(call.state, identity) ??
    adObjectByDn(call.state, identity);
  return found !== undefined && found.kind === kind && found.deletedAt === '' ? found : undefined;
}

function entraPlain(call: Call, identity: string, kind: 'user' | 'group'): EntraObject | undefined {
  const all = [
    entraObject(call.state, identity),
    ...entraObjectsBy(call.state, 'upn', identity),
    ...entraObjectsBy(call.state, 'display', identity),
  ];
  return all.find((found) => found !== undefined && found.kind === kind && found.deletedAt === '');
}

const getPlain =
  (kind: 'user' | 'group') =>
  (call: Call): Iterable<Output> => {
    const fits = (type: Recipient['type']): boolean =>
      kind === 'group'
        ? isGroupType(type)
        : isMailboxType(type) || type === 'MailUser' || type === 'RemoteUserMailbox';
    const show: Show = kind === 'group' ? groupRow : userRow;
    const identity = askedFor(call);
    if (identity === '') return limited(call, listed(call, fits), (found) => show(call, found));
    const found = findRecipients(call, identity).filter((one) => fits(one.type));
    const [first] = found;
    if (first !== undefined) return [row(show(call, first))];
    return [row(plainObject(call, identity, kind) ?? refuseNotFound(call, 'notFoundOnServer', identity))];
  };

const userRow: Show = (call, found) => ({
  ...recipientRow(call, found),
  UserPrincipalName: found.upn,
  Sid: found.sid,
  WindowsEmailAddress: found.address,
  RemotePowerShellEnabled: found.attributes['RemotePowerShellEnabled'] ?? true,
});

function getSecurityPrincipal(call: Call): Iterable<Output> {
  const show = (found: Recipient): JsonObject => ({
    ...recipientRow(call, found),
    Sid: found.sid,
    UserFriendlyName: found.displayName,
    IsSecurityPrincipal: true,
  });
  const identity = askedFor(call);
  if (identity === '') {
    const all = listed(call, anything);
    return limited(call, Iterator.from(all).filter(isSecurityPrincipal), show);
  }
  return [row(show(theRecipient(call, identity, 'notFoundOnServer', isSecurityPrincipal)))];
}

/** The cmdlets that read recipients. */
export const exchangeLooks: Handlers = {
  'Get-Recipient': get(anything, (call, found) => recipientRow(call, found)),
  'Get-EXORecipient': get(anything, (call, found) => recipientRow(call, found)),
  'Get-Mailbox': get(isMailbox, mailboxRow),
  'Get-EXOMailbox': get(isMailbox, mailboxRow),
  'Get-RemoteMailbox': get((type) => type === 'RemoteUserMailbox', mailboxRow),
  'Get-CASMailbox': get(isMailbox, casRow),
  'Get-DistributionGroup': get(isGroupType, groupRow),
  'Get-DynamicDistributionGroup': get((type) => type === 'DynamicDistributionGroup', groupRow),
  'Get-User': getPlain('user'),
  'Get-Group': getPlain('group'),
  'Get-SecurityPrincipal': getSecurityPrincipal,
};
