import { administratorsComputer } from '../computer/state.ts';
import type { Blueprint, BlueprintOptions } from './blueprint.ts';
import { crowdOf, type Oddity } from './people.ts';
import { directorySettings, exchangeServerSettings, vendorClientId } from './surroundings.ts';

const dnsRoot = 'dev.eveoh.local';
const users = 'CN=Users,DC=dev,DC=eveoh,DC=local';

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
  { kind: 'contact' },
  { kind: 'room', displayName: 'Room 1.01' },
  { kind: 'shared', displayName: 'Student desk' },
  { entries: [{ who: { person: 'j.jansen' }, rights: ['Reviewer'] }] },
  { entries: [{ who: 'gone-account', rights: ['Editor'] }] },
];

/** The page's own example on-premises: its account, its domain, its group "Staff". */
export const seedOnPremises = ({ mailboxes }: BlueprintOptions): Blueprint => ({
  answers: {
    version: 1,
    name: 'Eveoh development',
    kind: 'on-premises',
    onPremises: {
      domain: dnsRoot,
      domainController: `dc01.${dnsRoot}`,
      exchangeServer: `ex01.${dnsRoot}`,
      organizationalUnit: users,
      accounts: {
        name: 'SAMyTTExch',
        userPrincipalName: `sa-mytt-exch@${dnsRoot}`,
        displayName: 'MyTimetable Exchange Service Account',
        count: 1,
      },
      group: {
        name: 'Service Accounts MyTimetable Exchange',
        displayName: 'MyTimetable',
        address: `sa-mytt-exch-secgroup@${dnsRoot}`,
      },
    },
    audience: { groups: ['Staff'] },
    right: 'Editor',
    connection: 'service-account-ews',
    vendor: { name: 'Eveoh', clientId: vendorClientId, handOverTo: 'support@eveoh.nl' },
  },
  settings: {
    activeDirectory: directorySettings({ dnsRoot, netBiosName: 'DEV', upnSuffixes: [] }),
    exchangeServer: exchangeServerSettings({ dnsRoot, domains: [dnsRoot] }),
  },
  computer: administratorsComputer,
  units: [],
  groups: [{ name: 'Staff', kind: 'security', madeIn: 'active-directory', address: '', groups: [] }],
  hasOurGroup: false,
  peopleSku: '',
  kioskSku: '',
  audienceGroup: 'Staff',
  people: () =>
    crowdOf(
      { domain: dnsRoot, side: () => 'on-premises', groups: () => ['Staff'] },
      { people: mailboxes ?? 25, oddities, hostile: 0 },
    ),
});
