import type { SiteAnswers } from '../../../shared/site/site.ts';
import { administratorsComputer } from '../computer/state.ts';
import type { Blueprint, BlueprintOptions } from './blueprint.ts';
import { crowdOf, type Oddity } from './people.ts';
import { sku } from './products.ts';
import {
  directorySettings,
  exchangeOnlineSettings,
  exchangeServerSettings,
  tenantSettings,
  vendorClientId,
} from './surroundings.ts';

const domain = 'ganzenveer.example';
const dnsRoot = `ad.${domain}`;
const initialDomain = 'ganzenveer.onmicrosoft.com';
const root = 'DC=ad,DC=ganzenveer,DC=example';
const serviceAccounts = `OU=Service accounts,${root}`;

/** Who is not ordinary, on-premises and in the cloud by turns: all of them end settled. */
const oddities: readonly Oddity[] = [
  { calendar: 'Mijn rooster' },
  { calendar: 'Lessen/Colleges' },
  { language: 'nl-NL', calendars: ['Calendar'] },
  { language: 'nl-NL', calendars: ['Calendar'] },
  { displayName: 'Jan Jansen', alias: 'j.jansen' },
  { displayName: 'Jan Jansen', alias: 'jan.jansen' },
  { displayName: "Siobhán O'Brien", alias: "s.o'brien" },
  { displayName: 'Ærøskøbing, "Æ" & $(calc)', alias: 'aero' },
  { kind: 'no-mailbox' },
  { kind: 'contact' },
  { enabled: false },
  { enabled: false },
  { kind: 'room', displayName: 'Room 1.01' },
  { kind: 'shared', displayName: 'Student desk' },
  { entries: [{ who: 'gone-account', rights: ['Editor'] }] },
  { entries: [{ who: 'gone-account', rights: ['Editor'] }] },
  { entries: [{ who: { person: 'j.jansen' }, rights: ['Reviewer'] }] },
  {
    entries: [
      { who: { person: 'jan.jansen' }, rights: ['Editor'], flags: ['Delegate', 'CanViewPrivateItems'] },
    ],
  },
];

const onPremises = {
  domain: dnsRoot,
  domainController: `dc01.${dnsRoot}`,
  exchangeServer: `ex01.${dnsRoot}`,
  organizationalUnit: serviceAccounts,
  accounts: {
    name: 'sa-calpush-{n}',
    userPrincipalName: `sa-calpush-{n}@${domain}`,
    displayName: 'Calendar Push {n}',
    count: 2,
  },
  group: { name: 'Calendar Push', address: `calendar-push@${domain}` },
};

const cloud = {
  tenant: domain,
  usageLocation: 'NL',
  sku: 'M365EDU_A3_FACULTY',
  accounts: {
    name: 'sa-calpush-cloud-{n}',
    userPrincipalName: `sa-calpush-cloud-{n}@${domain}`,
    displayName: 'Calendar Push Cloud {n}',
    count: 2,
  },
  group: { name: 'Calendar Push Cloud', address: `calendar-push-cloud@${domain}` },
};

const answers = (madeIn: 'active-directory' | 'cloud'): Omit<SiteAnswers, 'id'> => ({
  version: 1,
  name: 'Ganzenveer University',
  kind: 'hybrid',
  onPremises,
  cloud: { ...cloud, madeIn },
  audience: { groups: ['Staff'] },
  right: 'Editor',
  connection: 'service-account-ews',
  vendor: { name: 'Timetables Ltd', clientId: vendorClientId, handOverTo: 'support@timetables.example' },
});

/** A university in the middle of its way to the cloud: mailboxes on both sides, everything else made in Active Directory. */
const hybridBlueprint = (
  { mailboxes }: BlueprintOptions,
  madeIn: 'active-directory' | 'cloud',
): Blueprint => ({
  answers: answers(madeIn),
  settings: {
    activeDirectory: directorySettings({ dnsRoot, netBiosName: 'GANZENVEER', upnSuffixes: [domain] }),
    exchangeServer: exchangeServerSettings({ dnsRoot, domains: [domain, dnsRoot] }),
    exchangeOnline: exchangeOnlineSettings({ initialDomain, domains: [domain, initialDomain] }),
    entra: tenantSettings({
      displayName: 'Ganzenveer University',
      initialDomain,
      domains: [domain, initialDomain],
      synchronised: true,
      skus: [sku('M365EDU_A3_FACULTY', (mailboxes ?? 40) + 50), sku('M365EDU_A1', 500)],
      createdAt: '2026-11-24T09:41:12Z',
    }),
  },
  computer: administratorsComputer,
  units: [serviceAccounts, `OU=People,${root}`],
  groups: [
    { name: 'Staff', kind: 'security', madeIn: 'active-directory', address: '', groups: ['Lecturers'] },
    { name: 'Lecturers', kind: 'security', madeIn: 'active-directory', address: '', groups: ['Staff'] },
  ],
  hasOurGroup: false,
  peopleSku: 'M365EDU_A3_FACULTY',
  kioskSku: '',
  audienceGroup: 'Staff',
  people: () =>
    crowdOf(
      {
        domain,
        side: (number) => (number % 2 === 0 ? 'on-premises' : 'cloud'),
        groups: (number) => [number % 3 === 0 ? 'Lecturers' : 'Staff'],
      },
      { people: mailboxes ?? 40, oddities, hostile: 0 },
    ),
});

/** Accounts and group of the cloud side are made in Active Directory and synchronised. */
export const hybrid = (options: BlueprintOptions): Blueprint => hybridBlueprint(options, 'active-directory');

/** Accounts and group of the cloud side are made in the cloud. */
export const hybridCloud = (options: BlueprintOptions): Blueprint => hybridBlueprint(options, 'cloud');
