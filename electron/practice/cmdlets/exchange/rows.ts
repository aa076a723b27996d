import { isGroupType, isMailboxType } from '../../state/recipient-types.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import { adObject } from '../../state/ad-objects.ts';
import { escapeDnValue, splitDn } from '../../state/distinguished-names.ts';
import { proxyAddresses, type Recipient } from '../../state/recipients.ts';
import { setting } from '../../state/settings.ts';
import type { Call } from '../call.ts';

export type JsonObject = Readonly<Record<string, Json>>;

/** RecipientType: the coarse kind. */
export function recipientTypeOf(found: Recipient): string {
  if (isMailboxType(found.type)) return 'UserMailbox';
  switch (found.type) {
    case 'RemoteUserMailbox':
    case 'MailUser':
    case 'GuestMailUser':
      return 'MailUser';
    case 'GroupMailbox':
    case 'RoomList':
      return 'MailUniversalDistributionGroup';
    default:
      return found.type;
  }
}

/** The distinguished name by which Exchange shows a recipient. */
export function dnOf(call: Call, found: Recipient): string {
  if (found.side === 'on-premises') return adObject(call.state, found.guid)?.dn ?? '';
  const { tenantDomain } = setting(call.state, 'exchangeOnline');
  return `CN=${escapeDnValue(found.name)},OU=${tenantDomain},OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM`;
}

/** `Identity` as Exchange prints it: the canonical name on-premises, the name online. */
function identityOf(call: Call, found: Recipient): string {
  if (found.side === 'cloud') return found.name;
  const parts: string[] = [];
  for (let dn = dnOf(call, found); dn !== '';) {
    const part = splitDn(dn);
    if (part === undefined) break;
    if (part.attribute !== 'DC') parts.unshift(part.value.replaceAll('/', String.raw`\/`));
    dn = part.parent;
  }
  return [setting(call.state, 'activeDirectory').dnsRoot, ...parts].join('/');
}

/** The lasting address of a recipient inside Exchange; it carries its GUID. */
export const legacyDnOf = (found: Recipient): string =>
  `/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${found.guid.replaceAll('-', '')}-${found.alias}`;

const listOf = (found: Recipient, attribute: string): Json => {
  const value = found.attributes[attribute];
  if (value === undefined || value === null) return [];
  return typeof value === 'object' ? value : [value];
};

/** What every Get cmdlet shows of a recipient. */
export function recipientRow(call: Call, found: Recipient): JsonObject {
  return {
    Identity: identityOf(call, found),
    Name: found.name,
    DisplayName: found.displayName,
    Alias: found.alias,
    PrimarySmtpAddress: found.address,
    EmailAddresses: proxyAddresses(call.state, found.side, found.guid),
    RecipientType: recipientTypeOf(found),
    RecipientTypeDetails: found.type,
    Guid: found.guid,
    ExternalDirectoryObjectId: found.side === 'cloud' ? found.directoryId : '',
    DistinguishedName: dnOf(call, found),
    HiddenFromAddressListsEnabled: found.hidden,
    IsDirSynced: found.attributes['isDirSynced'] === true,
    WhenCreated: found.createdAt,
  };
}

/** What Get-Mailbox and Get-RemoteMailbox show beyond a recipient. */
export const mailboxRow = (call: Call, found: Recipient): JsonObject => ({
  ...recipientRow(call, found),
  ExchangeGuid: found.exchangeGuid === '' ? null : found.exchangeGuid,
  UserPrincipalName: found.upn,
  LegacyExchangeDN: legacyDnOf(found),
  Languages: listOf(found, 'language'),
  GrantSendOnBehalfTo: listOf(found, 'GrantSendOnBehalfTo'),
  RemoteRoutingAddress: found.attributes['RemoteRoutingAddress'] ?? null,
});

/** What Get-DistributionGroup and New-DistributionGroup show. (facts-exchange 10.19) */
export const groupRow = (call: Call, found: Recipient): JsonObject => ({
  ...recipientRow(call, found),
  GroupType:
    found.type === 'MailUniversalSecurityGroup'
      ? 'Universal, SecurityEnabled'
      : found.type === 'MailNonUniversalGroup'
        ? 'Global, SecurityEnabled'
        : 'Universal',
  ManagedBy: listOf(found, 'ManagedBy'),
  MemberJoinRestriction: found.attributes['MemberJoinRestriction'] ?? 'Closed',
  MemberDepartRestriction: found.attributes['MemberDepartRestriction'] ?? 'Closed',
  RequireSenderAuthenticationEnabled: found.attributes['RequireSenderAuthenticationEnabled'] ?? true,
  AcceptMessagesOnlyFrom: listOf(found, 'AcceptMessagesOnlyFrom'),
  AcceptMessagesOnlyFromSendersOrMembers: listOf(found, 'AcceptMessagesOnlyFromSendersOrMembers'),
  ...(isGroupType(found.type) ? {} : { RecipientFilter: found.attributes['RecipientFilter'] ?? null }),
});

/** What Get-CASMailbox shows: null for EwsEnabled means that the organisation decides. */
export const casRow = (call: Call, found: Recipient): JsonObject => ({
  ...recipientRow(call, found),
  EwsEnabled: found.attributes['EwsEnabled'] ?? null,
  EwsApplicationAccessPolicy: found.attributes['EwsApplicationAccessPolicy'] ?? null,
  EwsAllowList: found.attributes['EwsAllowList'] ?? null,
  EwsBlockList: found.attributes['EwsBlockList'] ?? null,
});
