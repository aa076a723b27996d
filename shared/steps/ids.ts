import type { Side } from '../run/ports.ts';

/**
 * Ids of the resources that other steps refer to, and the facts (in brackets) that each has once it is there. Facts are
 * what `{from, property}` names; they keep the spelling of the service.
 */
export const ids = {
  /** `HostName` (the pinned writable domain controller), `DomainDistinguishedName`, `DnsRoot`, `UpnSuffixes` (array), `NetBiosName` */
  activeDirectory: 'connection/active-directory',
  /** `HostName` (the server that answers) */
  exchangeServer: 'connection/exchange-server',
  /** `TenantId`, `TenantName`, `UserPrincipalName`, `VerifiedDomains` (array) */
  microsoft365: 'connection/microsoft-365',
  /** `TenantId`, `UserPrincipalName` */
  exchangeOnline: 'connection/exchange-online',
  /** Made in Active Directory: `ObjectGuid`, `DistinguishedName`, `SamAccountName`, `UserPrincipalName`, `Sid`. Made in Entra ID: `Id`, `UserPrincipalName`. */
  account: (side: Side, accountName: string): string => `account/${side}/${accountName}`,
  /** The account's mailbox: `Guid`, `PrimarySmtpAddress` */
  mailbox: (side: Side, accountName: string): string => `mailbox/${side}/${accountName}`,
  /** What Exchange Server knows of a cloud account's mailbox that is made in Active Directory: `Guid`, `PrimarySmtpAddress` */
  remoteMailbox: (accountName: string): string => `remote-mailbox/${accountName}`,
  /** The account as it arrived in Entra ID: `Id` */
  synchronisedAccount: (accountName: string): string => `synchronised-account/${accountName}`,
  /** The group as it arrived in Exchange Online: `Guid`, `PrimarySmtpAddress`, `DisplayName` */
  synchronisedGroup: 'synchronised-group',
  usageLocation: (accountName: string): string => `usage-location/${accountName}`,
  licence: (accountName: string): string => `licence/${accountName}`,
  /** The group where it is made: `Guid`, `PrimarySmtpAddress`, `DisplayName`, `Name`, `DistinguishedName` */
  group: (side: Side): string => `group/${side}`,
  membership: (side: Side, accountName: string): string => `membership/${side}/${accountName}`,
  /** The group as the folder cmdlets of its side see it. No facts. */
  groupInUse: (side: Side): string => `group-in-use/${side}`,
  /** Whose calendars: in order once everybody was found. No facts. */
  audience: 'audience',
  calendar: (side: Side, mailboxGuid: string): string => `calendar/${side}/${mailboxGuid}`,
  /** A person of the audience who has no calendar of ours to look at. */
  person: (key: string): string => `person/${key}`,
} as const;
