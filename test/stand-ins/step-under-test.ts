import type { Change, Resource, Sight } from '../../shared/run/resource.ts';
import { siteFrom } from '../../shared/site/read-site.ts';
import type { Site, SiteAnswers } from '../../shared/site/site.ts';
import type { Step, StepRequest } from '../../shared/steps/step.ts';
import { scriptedLooker, type Script } from './scripted-looker.ts';

const onPremises: SiteAnswers['onPremises'] = {
  domain: 'dev.eveoh.local',
  exchangeServer: 'ex01.dev.eveoh.local',
  organizationalUnit: 'CN=Users,DC=dev,DC=eveoh,DC=local',
  accounts: {
    name: 'SAMyTTExch',
    userPrincipalName: 'sa-mytt-exch@dev.eveoh.local',
    displayName: 'MyTimetable Exchange Service Account',
  },
  group: {
    name: 'Service Accounts MyTimetable Exchange',
    displayName: 'MyTimetable',
    address: 'sa-mytt-exch-secgroup@dev.eveoh.local',
  },
};

const cloud = {
  tenant: 'eveoh.onmicrosoft.com',
  usageLocation: 'NL',
  sku: 'Eveoh:ENTERPRISEPACK',
  accounts: {
    name: 'SAMyTTCloud',
    userPrincipalName: 'sa-mytt-cloud@eveoh.onmicrosoft.com',
    displayName: 'MyTimetable Exchange Online Service Account',
  },
  group: {
    name: 'Service Accounts MyTimetable Exchange Online',
    displayName: 'MyTimetable Online',
    address: 'sa-mytt-cloud-secgroup@eveoh.onmicrosoft.com',
  },
} satisfies SiteAnswers['cloud'];

/** A site of each kind, with the seed's own names; the cloud side of the hybrid one is made in Active Directory. */
const sites = {
  'seed-on-premises': { kind: 'on-premises', onPremises },
  'seed-cloud': { kind: 'cloud', cloud },
  hybrid: { kind: 'hybrid', onPremises, cloud: { ...cloud, madeIn: 'active-directory' } },
} as const;

/** The site of that kind, as it would be read from its file. */
export function exampleSite(kind: keyof typeof sites): Site {
  const answers: SiteAnswers = {
    version: 1,
    id: '5f0c1c1e-6a3b-4b0a-9d50-1b6f3c1a7e03',
    name: 'Eveoh',
    audience: { groups: ['Staff'] },
    vendor: { name: 'Eveoh' },
    ...sites[kind],
  };
  const result = siteFrom(answers);
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result.site;
}

/** The same site with several accounts in the cloud, sa-1@x.org and so on. */
export function withCloudAccounts(site: Site, count: number): Site {
  if (site.cloud === undefined) throw new Error('This site has no cloud.');
  const accounts = { ...site.cloud.accounts, name: 'sa-{n}', userPrincipalName: 'sa-{n}@x.org', count };
  return { ...site, cloud: { ...site.cloud, accounts } };
}

const nothingSpecial: StepRequest = {
  newPasswords: new Set(),
  onlyPeople: undefined,
  limit: Infinity,
  csv: undefined,
  unusableRows: [],
};

/** All resources of a step for a site. */
export async function resourcesOf(
  step: Step,
  site: Site,
  request: Partial<StepRequest> = {},
): Promise<readonly Resource[]> {
  const resources: Resource[] = [];
  const context = { site, looker: scriptedLooker(), request: { ...nothingSpecial, ...request } };
  for await (const resource of step.resources(context)) resources.push(resource);
  return resources;
}

/** One resource of a step, by its id. */
export async function resourceOf(
  step: Step,
  site: Site,
  id: string,
  request: Partial<StepRequest> = {},
): Promise<Resource> {
  const resources = await resourcesOf(step, site, request);
  const found = resources.find((resource) => resource.id === id);
  if (found === undefined) throw new Error(`No ${id} among ${resources.map((one) => one.id).join(', ')}`);
  return found;
}

/** What one look of a resource of a step sees in a scripted world. */
export async function sightOf(
  step: Step,
  site: Site,
  id: string,
  script: Script,
  request: Partial<StepRequest> = {},
): Promise<Sight> {
  const resource = await resourceOf(step, site, id, request);
  return await resource.look(scriptedLooker(script));
}

export const idsOf = (list: readonly { readonly id: string }[]): readonly string[] =>
  list.map((one) => one.id);

/** The change with that id. */
export function changeOf(sight: Sight, id: string): Change {
  const change = sight.changes.find((one) => one.id === id);
  if (change === undefined) throw new Error(`No ${id} among ${idsOf(sight.changes).join(', ')}`);
  return change;
}
