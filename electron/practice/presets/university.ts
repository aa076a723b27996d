import { administratorsComputer } from '../computer/state.ts';
import type { Blueprint, BlueprintOptions, GroupPlan } from './blueprint.ts';
import { crowdOf, type Oddity } from './people.ts';
import { hostileNames } from './person-names.ts';
import { sku } from './products.ts';
import { exchangeOnlineSettings, tenantSettings, vendorClientId } from './surroundings.ts';

const domain = 'zevenhuizen.example';
const initialDomain = 'zevenhuizen.onmicrosoft.com';

const ours = (rights: readonly string[], flags: readonly string[] = []): Oddity => ({
  entries: [{ who: 'our-group', rights, flags }],
});

/**
 * Every awkward case of steps.md and of the facts' tables of what goes wrong. Those with `damaged-list`, `full-list`,
 * `moving-lasting` and `failing` can't be mended; all others end settled.
 */
const oddities: readonly Oddity[] = [
  { conditions: ['damaged-list'] },
  { conditions: ['full-list'] },
  { conditions: ['moving'] },
  { conditions: ['moving-lasting'] },
  { conditions: ['failing-once'] },
  { conditions: ['failing'] },
  { calendar: 'Mijn rooster' },
  { language: 'nl-NL', calendars: ['Calendar', 'Team'] },
  { calendar: 'Lessen/Colleges' },
  { calendar: `Tim's "plan" $(calc)` },
  { displayName: 'Jan Jansen', alias: 'j.jansen' },
  { displayName: 'Jan Jansen', alias: 'jan.jansen' },
  { displayName: "Siobhán O'Brien", alias: "s.o'brien" },
  { alias: 'rehired', otherAddresses: [`old.rehired@${domain}`] },
  { alias: 'offboarded', kind: 'shared', otherAddresses: [`rehired@${domain}`] },
  { kind: 'guest' },
  { kind: 'contact' },
  { kind: 'no-mailbox' },
  { enabled: false },
  { kind: 'room', displayName: 'Room 1.01' },
  { kind: 'shared', displayName: 'Student desk' },
  { kind: 'bookings', displayName: 'Study advice' },
  { kiosk: true },
  { hidden: true },
  ours(['Editor']),
  ours(['Owner']),
  ours(['PublishingEditor']),
  ours(['Editor'], ['Delegate', 'CanViewPrivateItems']),
  ours(['Reviewer']),
  ours(['ReadItems', 'CreateItems', 'FolderVisible']),
  { entries: [{ who: 'former-group', rights: ['Editor'] }] },
  { entries: [{ who: 'gone-account', rights: ['Owner'] }] },
  { entries: [{ who: 'default', rights: ['Reviewer'] }] },
  {
    entries: [
      { who: { external: `ExchangePublishedUser.someone@elsewhere.example` }, rights: ['LimitedDetails'] },
    ],
  },
  {
    entries: [
      { who: { person: 'j.jansen' }, rights: ['Editor'], flags: ['Delegate', 'CanViewPrivateItems'] },
      { who: { person: 'jan.jansen' }, rights: ['Editor'], flags: ['Delegate'] },
    ],
  },
  { alias: 'excepted' },
];

const inCloud = { madeIn: 'cloud', address: '', kind: 'security', groups: [] } as const;

/** Staff holds the faculties, two of them hold each other, one is a group with mail, one is filled by a rule. */
const groups: readonly GroupPlan[] = [
  { ...inCloud, name: 'Faculty of Science', groups: ["Dean's Office"] },
  { ...inCloud, name: "Dean's Office", groups: ['Faculty of Science'] },
  { ...inCloud, name: 'Faculty of Law', kind: 'mail-security', address: `law@${domain}` },
  { ...inCloud, name: 'Faculty of Arts', kind: 'distribution', address: `arts@${domain}` },
  { ...inCloud, name: 'Timetable project', kind: 'microsoft-365', address: `timetable@${domain}` },
  { ...inCloud, name: 'All researchers', kind: 'dynamic' },
  {
    ...inCloud,
    name: 'Staff',
    groups: ['Faculty of Science', 'Faculty of Law', 'Faculty of Arts', 'Timetable project'],
  },
];

const places = [
  'Faculty of Science',
  "Dean's Office",
  'Faculty of Law',
  'Faculty of Arts',
  'Timetable project',
  'All researchers',
];

/** A whole university in Microsoft 365, with everything that goes wrong in real life. Our group was made by hand years ago. */
export const university = ({ mailboxes }: BlueprintOptions): Blueprint => {
  const people = mailboxes ?? 10_000;
  return {
    answers: {
      version: 1,
      name: 'University of Zevenhuizen',
      kind: 'cloud',
      cloud: {
        tenant: domain,
        usageLocation: 'NL',
        sku: 'M365EDU_A3_FACULTY',
        accounts: {
          name: 'sa-calpush-{n}',
          userPrincipalName: `sa-calpush-{n}@${domain}`,
          displayName: 'Calendar Push {n}',
          count: 4,
        },
        group: { name: 'Calendar Push', address: `calendar-push@${domain}` },
      },
      audience: {
        groups: ['Staff', 'All researchers'],
        except: { people: [`excepted@${domain}`], groups: [] },
      },
      right: 'Editor',
      connection: 'service-account-ews',
      vendor: { name: 'Timetables Ltd', clientId: vendorClientId, handOverTo: 'support@timetables.example' },
    },
    settings: {
      exchangeOnline: exchangeOnlineSettings({ initialDomain, domains: [domain, initialDomain] }),
      entra: tenantSettings({
        displayName: 'University of Zevenhuizen',
        initialDomain,
        domains: [domain, initialDomain],
        synchronised: null,
        skus: [sku('M365EDU_A3_FACULTY', people + 100), sku('DESKLESSPACK', 200), sku('M365EDU_A1', 500)],
        policyState: 'enabled',
        createdAt: '',
      }),
    },
    computer: { ...administratorsComputer, capabilities: {} },
    units: [],
    groups,
    hasOurGroup: true,
    peopleSku: 'M365EDU_A3_FACULTY',
    kioskSku: 'DESKLESSPACK',
    audienceGroup: 'Staff',
    people: () =>
      crowdOf(
        {
          domain,
          side: () => 'cloud',
          groups: (number) => [
            places[number % places.length] ?? 'Staff',
            ...(number % 7 === 0 ? ['Staff'] : []),
          ],
        },
        { people, oddities, hostile: hostileNames.length },
      ),
  };
};
