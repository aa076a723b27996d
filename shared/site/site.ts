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
      .default(1)
      .describe('How many accounts. 4 suit 10,000 people.'),
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
  name: groupName.describe('Name of the group in the directory. Calendars are shared with it.'),
  displayName: groupName.optional().describe('Name that calendars show; the name if left out.'),
  address: address.describe('E-mail address of the group.'),
  hiddenFromAddressLists: z
    .boolean()
    .default(false)
    .describe('Keep the group out of the address book; people can then not pick it by accident.'),
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
  organizationalUnit: distinguishedName.describe('Where accounts and group are made: a distinguished name.'),
  accounts: accounts.describe('The service accounts of the people on Exchange Server.'),
  group: group.describe('The group that holds these accounts.'),
});

const cloud = z.strictObject({
  tenant: domainName.describe(
    'A verified domain of the tenant, such as example.onmicrosoft.com. A run refuses any other tenant.',
  ),
  environment: z
    .enum(
      ['worldwide', 'us-government', 'us-government-dod', 'china'],
      'Which Microsoft cloud: worldwide, us-government, us-government-dod or china.',
    )
    .default('worldwide')
    .describe('Which Microsoft cloud the tenant is in.'),
  madeIn: z
    .enum(
      ['cloud', 'active-directory'],
      'Where accounts and group are made: cloud, or active-directory (then they are synchronised).',
    )
    .default('cloud')
    .describe('Where accounts and group of the cloud side are made; active-directory needs a hybrid site.'),
  organizationalUnit: distinguishedName
    .optional()
    .describe('Where they are made in Active Directory; as on-premises if left out.'),
  usageLocation: z
    .string('A country is needed here, as two capital letters, such as NL.')
    .regex(/^[A-Z]{2}$/u, 'A country as two capital letters, such as NL.')
    .describe('Country of the licence, two capital letters.'),
  sku: z
    .string('Name the licence: its part number, such as ENTERPRISEPACK.')
    .trim()
    .min(1, 'Name the licence: its part number, such as ENTERPRISEPACK.')
    .describe('Licence: part number, tenant:PARTNUMBER, or its id.'),
  accounts: accounts.describe('The service accounts of the people in Microsoft 365.'),
  group: group.describe('The group that holds these accounts.'),
});

const groupReference = z
  .string('A group needs a name, an address or an id.')
  .trim()
  .min(1, 'A group needs a name, an address or an id.');

const audience = z
  .strictObject({
    groups: z
      .array(groupReference)
      .default([])
      .describe('Whose calendars: groups by name, address or id. Members of groups inside them count too.'),
    csv: z
      .string('Name the CSV file here.')
      .min(1, 'Name the CSV file here, or leave csv out.')
      .optional()
      .describe('Whose calendars, instead of groups: a CSV file of addresses, relative to the site file.'),
    except: z
      .strictObject({
        people: z.array(address).default([]).describe('Addresses of people whose calendars are left alone.'),
        groups: z.array(groupReference).default([]).describe('Groups whose calendars are left alone.'),
      })
      .default({ people: [], groups: [] })
      .describe('Who is left out although a group or the CSV file names them.'),
    rooms: z.boolean().default(false).describe('Calendars of rooms and equipment too.'),
    sharedMailboxes: z.boolean().default(false).describe('Calendars of shared mailboxes too.'),
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
    name: z.string().default('').describe('Who provides the timetable system; stands on the hand-over page.'),
    clientId: z
      .guid('The client id is a GUID, as the vendor gave it.')
      .optional()
      .describe('Id of the application of the vendor, a GUID. Needed where mailboxes are in Microsoft 365.'),
    handOverTo: z.string().default('').describe('Whom the hand-over page goes to.'),
  })
  .default({ name: '', handOverTo: '' });

/** The site file: what the administrator tells us about the site. It never holds a secret. Cross-field rules are in `check.ts`. */
export const siteSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors: where the JSON Schema of this file is.'),
  version: z
    .literal(1, 'This version of the program reads site files of version 1.')
    .describe('Version of the form of this file.'),
  id: z
    .guid('The id of the site is a GUID; "site new" makes one.')
    .describe('Lasting id of this site; runs are kept under it.'),
  name: z
    .string('Give the site a name; it stands in the log and on the hand-over page.')
    .trim()
    .min(1, 'Give the site a name; it stands in the log and on the hand-over page.')
    .describe('For the log and the hand-over. Nothing is named after it.'),
  kind: z
    .enum(siteKinds, 'Where the mailboxes are: on-premises, cloud or hybrid.')
    .describe('Where the mailboxes are. on-premises needs onPremises, cloud needs cloud, hybrid needs both.'),
  onPremises: onPremises.optional().describe('Active Directory and Exchange Server.'),
  cloud: cloud.optional().describe('Microsoft 365.'),
  audience: audience.describe('Whose calendars the timetable is written to.'),
  right: z
    .enum(calendarRights, `The right on the calendar: one of ${calendarRights.join(', ')}.`)
    .default('Editor')
    .describe('The right on the calendar. Editors can read, make, change and delete appointments.'),
  connection: z
    .enum(
      ['service-account-ews', 'service-account-graph'],
      'How the timetable service connects: service-account-ews or service-account-graph.',
    )
    .default('service-account-ews')
    .describe('How the timetable service connects.'),
  vendor: vendor.describe('The vendor of the timetable system.'),
});

export type Site = z.infer<typeof siteSchema>;
/** A site as it stands in its file: what has a default may be left out. */
export type SiteAnswers = z.input<typeof siteSchema>;
export type SiteKind = (typeof siteKinds)[number];
export type AccountsAnswer = z.infer<typeof accounts>;
export type GroupAnswer = z.infer<typeof group>;
export type OnPremises = z.infer<typeof onPremises>;
export type Cloud = z.infer<typeof cloud>;
export type CalendarRight = (typeof calendarRights)[number];
