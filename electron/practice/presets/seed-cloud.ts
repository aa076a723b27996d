import { administratorsComputer } from '../computer/state.ts';
import type { Blueprint, BlueprintOptions } from './blueprint.ts';
import { crowdOf, type Oddity } from './people.ts';
import { sku } from './products.ts';
import { exchangeOnlineSettings, tenantSettings, vendorClientId } from './surroundings.ts';

const domain = 'eveoh.onmicrosoft.com';

/** Who is not ordinary: all of them end settled. */
const oddities: readonly Oddity[] = [
  { calendar: 'Mijn rooster' },
  { language: 'nl-NL', calendars: ['Calendar'] },
  { calendar: 'Lessen/Colleges' },
  { displayName: 'Jan Jansen', alias: 'j.jansen' },
  { displayName: 'Jan Jansen', alias: 'jan.jansen' },
  { displayName: "Siobhán O'Brien", alias: "s.o'brien" },
  { kind: 'no-mailbox' },
  { enabled: false },
  { kind: 'guest' },
  { kind: 'contact' },
  { kind: 'room', displayName: 'Room 1.01' },
  { kind: 'shared', displayName: 'Student desk' },
  { entries: [{ who: 'gone-account', rights: ['Editor'] }] },
  {
    entries: [
      { who: { person: 'j.jansen' }, rights: ['Editor'], flags: ['Delegate', 'CanViewPrivateItems'] },
    ],
  },
];

/** The page's own example in Microsoft 365: its tenant, product, account and group, the group hidden and closed to others. */
export const seedCloud = ({ mailboxes }: BlueprintOptions): Blueprint => ({
  answers: {
    version: 1,
    name: 'Eveoh',
    kind: 'cloud',
    cloud: {
      tenant: domain,
      usageLocation: 'NL',
      sku: 'Eveoh:ENTERPRISEPACK',
      accounts: {
        name: 'sa-mytt-exch',
        userPrincipalName: `sa-mytt-exch@${domain}`,
        displayName: 'MyTimetable Exchange Service Account',
        count: 1,
      },
      group: {
        name: 'Service Accounts MyTimetable Exchange',
        displayName: 'MyTimetable',
        address: `sa-mytt-exch-secgroup@${domain}`,
        hiddenFromAddressLists: true,
        acceptMessagesOnlyFrom: [`admin@${domain}`],
      },
    },
    audience: { groups: ['Staff'] },
    right: 'Editor',
    connection: 'service-account-ews',
    vendor: { name: 'Eveoh', clientId: vendorClientId, handOverTo: 'support@eveoh.nl' },
  },
  settings: {
    exchangeOnline: exchangeOnlineSettings({ initialDomain: domain, domains: [domain] }),
    entra: tenantSettings({
      displayName: 'Eveoh',
      initialDomain: domain,
      domains: [domain],
      synchronised: null,
      skus: [
        sku('DEVELOPERPACK', 1),
        sku('ENTERPRISEPACK', 5),
        sku('STANDARDPACK', (mailboxes ?? 25) + 25),
        sku('M365EDU_A1', 100),
      ],
      createdAt: '',
    }),
  },
  computer: { ...administratorsComputer, capabilities: {} },
  units: [],
  groups: [{ name: 'Staff', kind: 'security', madeIn: 'cloud', address: '', groups: [] }],
  hasOurGroup: false,
  peopleSku: 'STANDARDPACK',
  kioskSku: '',
  audienceGroup: 'Staff',
  people: () =>
    crowdOf(
      { domain, side: () => 'cloud', groups: () => ['Staff'] },
      { people: mailboxes ?? 25, oddities, hostile: 0 },
    ),
});
