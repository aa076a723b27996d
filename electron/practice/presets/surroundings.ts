import { randomUUID } from 'node:crypto';
import type { Settings } from '../state/settings.ts';

/** The client id of the made-up vendor of the timetable system. */
export const vendorClientId = '5e0bd3a1-7f42-4c0e-9a53-2f4d1c6b8e97';

/** A role group's roles that the administrator of a preset has. (facts-exchange 4.2, 6.1) */
const exchangeRoles = ['Mail Recipients', 'Distribution Groups', 'Security Group Creation and Membership'];

const passwordPolicy = {
  complexityEnabled: true,
  minPasswordLength: 12,
  passwordHistoryCount: 24,
  minPasswordAgeDays: 1,
  maxPasswordAgeDays: 365,
  lockoutThreshold: 10,
};

const dnOf = (dnsRoot: string): string =>
  dnsRoot
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');

/** Active Directory with two writable domain controllers and a read-only one. */
export const directorySettings = (options: {
  readonly dnsRoot: string;
  readonly netBiosName: string;
  readonly upnSuffixes: readonly string[];
}): Settings['activeDirectory'] => ({
  dnsRoot: options.dnsRoot,
  netBiosName: options.netBiosName,
  domainSid: 'S-1-5-21-1004336348-1177238915-682003330',
  distinguishedName: dnOf(options.dnsRoot),
  upnSuffixes: [...options.upnSuffixes],
  domainControllers: [
    { hostName: `dc01.${options.dnsRoot}`, site: 'Default-First-Site-Name', readOnly: false, up: true },
    { hostName: `dc02.${options.dnsRoot}`, site: 'Default-First-Site-Name', readOnly: false, up: true },
    { hostName: `rodc01.${options.dnsRoot}`, site: 'Branch', readOnly: true, up: true },
  ],
  passwordPolicy,
  fineGrained: [],
  recycleBin: true,
  mayWrite: true,
});

/** Exchange Server SE in that directory. */
export const exchangeServerSettings = (options: {
  readonly dnsRoot: string;
  readonly domains: readonly string[];
}): Settings['exchangeServer'] => ({
  admin: 'Administrator',
  roles: exchangeRoles,
  acceptedDomains: options.domains.map((name, index) => ({ name, isDefault: index === 0 })),
  namingPolicy: null,
  domainController: `dc01.${options.dnsRoot}`,
  organization: { Name: 'First Organization' },
  servers: [
    { name: 'EX01', fqdn: `ex01.${options.dnsRoot}`, version: 'Version 15.2 (Build 2562.17)' },
    { name: 'EX02', fqdn: `ex02.${options.dnsRoot}`, version: 'Version 15.2 (Build 2562.17)' },
  ],
  database: 'Mailbox Database 01',
});

/** Exchange Online of a tenant in which EWS is on for the vendor's client. */
export const exchangeOnlineSettings = (options: {
  readonly initialDomain: string;
  readonly domains: readonly string[];
}): Settings['exchangeOnline'] => ({
  admin: `admin@${options.initialDomain}`,
  roles: exchangeRoles,
  acceptedDomains: options.domains.map((name, index) => ({ name, isDefault: index === 0 })),
  namingPolicy: null,
  domainController: 'DU2P123A09DC005.GBRP123A009.PROD.OUTLOOK.COM',
  organization: {
    Name: options.initialDomain,
    EwsEnabled: true,
    EwsAllowedAppIDs: vendorClientId,
    EwsApplicationAccessPolicy: null,
    EwsAllowList: null,
    EwsBlockList: null,
  },
  server: 'LO0P265MB6319',
  tenantDomain: options.initialDomain,
});

/** Delegated scopes that the administrator has consented to: what this program asks for, and reading mailboxes' settings. */
const scopes = [
  'openid',
  'profile',
  'User.Read',
  'Organization.Read.All',
  'Domain.Read.All',
  'User.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'GroupMember.Read.All',
  'Policy.Read.All',
  'MailboxSettings.Read',
];

/** Global Administrator: the template's id is the same in every tenant. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const licenseAdministrator = '4d6ac14f-3453-41d0-bef9-a3e0c569773a';
const exchangeAdministrator = '29232cdf-9323-42fd-ade2-1d097af3e4de';

/** A tenant without security defaults, and with a Conditional Access policy that only reports. */
export const tenantSettings = (options: {
  readonly displayName: string;
  readonly initialDomain: string;
  /** Verified domains; the first is the default one. */
  readonly domains: readonly string[];
  readonly synchronised: boolean | null;
  readonly skus: Settings['entra']['skus'];
  readonly policyState?: string;
  readonly createdAt: string;
}): Settings['entra'] => ({
  tenantId: randomUUID(),
  displayName: options.displayName,
  domains: options.domains.map((name, index) => ({
    name,
    isDefault: index === 0,
    isInitial: name === options.initialDomain,
    type: 'Managed' as const,
    isVerified: true,
  })),
  countryLetterCode: 'NL',
  synchronised: options.synchronised,
  lastSynchronisation: options.synchronised === true ? options.createdAt : '',
  skus: options.skus,
  admin: {
    id: randomUUID(),
    userPrincipalName: `admin@${options.initialDomain}`,
    roles: [globalAdministrator, userAdministrator, licenseAdministrator, exchangeAdministrator],
    scopes,
  },
  policies: {
    securityDefaults: {
      id: '00000000-0000-0000-0000-000000000005',
      displayName: 'Security Defaults',
      description: '',
      isEnabled: false,
    },
    conditionalAccess: [
      {
        id: '7a3c1d52-9c1e-4f0a-8c77-3b1f6f0f2a10',
        displayName: 'Require multifactor authentication for all users',
        state: options.policyState ?? 'enabledForReportingButNotEnforced',
        conditions: {
          users: { includeUsers: ['All'], excludeUsers: [], includeGroups: [], excludeGroups: [] },
          applications: { includeApplications: ['All'], excludeApplications: [] },
          clientAppTypes: ['all'],
        },
        grantControls: { operator: 'OR', builtInControls: ['mfa'] },
      },
    ],
  },
});
