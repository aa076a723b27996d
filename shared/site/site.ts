import { z } from 'zod';
import {
  accountName,
  address,
  aliasOrAddress,
  distinguishedName,
  domainName,
  givenName,
  groupName,
  hostName,
  pattern,
  userPrincipalName,
} from './fields.ts';

/** The rights that a calendar can give to the group, from small to large. (facts-exchange 1.2; Add-MailboxFolderPermission) */
export const calendarRights = [
  'AvailabilityOnly',
  'LimitedDetails',
  'Reviewer',
  'Contributor',
  'NonEditingAuthor',
  'Author',
  'PublishingAuthor',
  'Editor',
  'PublishingEditor',
  'Owner',
] as const;

export const siteKinds = ['on-premises', 'cloud', 'hybrid'] as const;

const accounts = z
  .strictObject({
    name: pattern(accountName).describe(
      'Name of the accounts; {n} is the number. At most 20 characters in Active Directory.',
    ),
    userPrincipalName: pattern(userPrincipalName).describe(
      'Sign-in name of the accounts; {n} is the number.',
    ),
    displayName: pattern(givenName).describe('Name that people see; {n} is the number.'),
    count: z
      .int('How many accounts: a whole number.')
      .min(1, 'At least one account is needed.')
      .max(50, 'More than 50 accounts are not of use.')
      .default(1),
  })
  .refine((value) => value.count === 1 || /\{n\}/u.test(value.name), {
    path: ['name'],
    message: 'With more than one account the name needs {n}, which becomes 1, 2, 3 …',
  })
  .refine((value) => value.count === 1 || /\{n\}/u.test(value.userPrincipalName), {
    path: ['userPrincipalName'],
    message: 'With more than one account the sign-in name needs {n}, which becomes 1, 2, 3 …',
  });

const group = z.strictObject({
  name: groupName,
  displayName: groupName.optional().describe('Name that calendars show; the name if left out.'),
  address: address.describe('E-mail address of the group.'),
  hiddenFromAddressLists: z.boolean().default(false),
  acceptMessagesOnlyFrom: z
    .array(aliasOrAddress)
    .default([])
    .describe('Who may write to the group; nobody named means everyone inside.'),
});

const onPremises = z.strictObject({
  domain: domainName.describe('DNS name of the Active Directory domain.'),
  domainController: hostName
    .optional()
    .describe('A writable domain controller; found by itself if left out.'),
  exchangeServer: hostName.describe("Full name of an Exchange server, not a load balancer's."),
  organizationalUnit: distinguishedName.describe('Where accounts and group are made.'),
  accounts,
  group,
});

const cloud = z.strictObject({
  tenant: domainName.describe(
    'A verified domain of the tenant, such as example.onmicrosoft.com. A run refuses any other tenant.',
  ),
  environment: z.enum(['worldwide', 'us-government', 'us-government-dod', 'china']).default('worldwide'),
  madeIn: z
    .enum(['cloud', 'active-directory'])
    .default('cloud')
    .describe('Where accounts and group of the cloud side are made; active-directory needs a hybrid site.'),
  organizationalUnit: distinguishedName
    .optional()
    .describe('Where they are made in Active Directory; as on-premises if left out.'),
  usageLocation: z
    .string()
    .regex(/^[A-Z]{2}$/u, 'A country as two capital letters, such as NL.')
    .describe('Country of the licence, two letters.'),
  sku: z
    .string()
    .min(1, 'Name the licence: its part number, such as ENTERPRISEPACK.')
    .describe('Licence: part number, tenant:PARTNUMBER, or its id.'),
  accounts,
  group,
});

const audience = z
  .strictObject({
    groups: z.array(z.string().trim().min(1, 'A group needs a name, an address or an id.')).default([]),
    csv: z.string().min(1).optional().describe('A CSV file of addresses, relative to the site file.'),
    except: z
      .strictObject({
        people: z.array(address).default([]),
        groups: z.array(z.string().trim().min(1, 'A group needs a name, an address or an id.')).default([]),
      })
      .default({ people: [], groups: [] }),
    rooms: z.boolean().default(false),
    sharedMailboxes: z.boolean().default(false),
    removeLeavers: z
      .boolean()
      .default(false)
      .describe('Take back the entries that this program made for people who left the audience.'),
  })
  .refine((value) => value.groups.length > 0 !== (value.csv !== undefined), {
    path: ['groups'],
    message: 'Say whose calendars: one or more groups, or a CSV file, not both.',
  });

const vendor = z
  .strictObject({
    name: z.string().default(''),
    clientId: z.guid('The client id is a GUID, as the vendor gave it.').optional(),
    handOverTo: z.string().default('').describe('Whom the hand-over page goes to.'),
  })
  .default({ name: '', handOverTo: '' });

/** The site file: what the administrator tells us about the site. It never holds a secret. Cross-field rules are in `check.ts`. */
export const siteSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1, 'This version of the program reads site files of version 1.'),
  id: z
    .guid('The id of the site is a GUID; "site new" makes one.')
    .describe('Lasting id of this site; runs are kept under it.'),
  name: z.string().trim().min(1, 'Give the site a name; it stands in the log and on the hand-over page.'),
  kind: z.enum(siteKinds, 'Where the mailboxes are: on-premises, cloud or hybrid.'),
  onPremises: onPremises.optional(),
  cloud: cloud.optional(),
  audience,
  right: z
    .enum(calendarRights, `The right on the calendar: one of ${calendarRights.join(', ')}.`)
    .default('Editor'),
  connection: z
    .enum(['service-account-ews', 'service-account-graph'])
    .default('service-account-ews')
    .describe('How the timetable service connects.'),
  vendor,
});

export type Site = z.infer<typeof siteSchema>;
export type SiteKind = (typeof siteKinds)[number];
export type AccountsAnswer = z.infer<typeof accounts>;
export type GroupAnswer = z.infer<typeof group>;
export type OnPremises = z.infer<typeof onPremises>;
export type Cloud = z.infer<typeof cloud>;
export type CalendarRight = (typeof calendarRights)[number];
