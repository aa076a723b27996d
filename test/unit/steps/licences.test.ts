import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/commands/value.ts';
import { ids } from '../../../shared/steps/ids.ts';
import { licences } from '../../../shared/steps/licences.ts';
import { notThere, scriptedLooker, type Script } from '../../stand-ins/scripted-looker.ts';
import {
  changeOf,
  exampleSite,
  idsOf,
  resourceOf,
  resourcesOf,
  sightOf,
  withCloudAccounts,
} from '../../stand-ins/step-under-test.ts';

const site = exampleSite('seed-cloud');
const accountName = site.cloud?.accounts.name ?? '';
const licence = ids.licence(accountName);

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const plan2 = 'efb87545-963c-4e0d-99df-69c6916d9eb0';
const plan1 = '9aaf7827-d63c-4b61-89c3-182f06f82e5c';
const teams = '57ff2da0-773e-42df-b2af-ffb7a2317929';
const sharepoint = '5dbe027f-2339-4123-9542-606e4d348a72';
const intune = '882e1d05-acd1-4ccb-8708-6ee03664b117';
const foundation = '113feb6c-3fe4-4440-bddc-54d774bf0318';

const plan = (servicePlanId: string, servicePlanName: string, appliesTo = 'User') => ({
  servicePlanId,
  servicePlanName,
  provisioningStatus: 'Success',
  appliesTo,
});
const product: Record<string, Json> = {
  skuId: e3,
  skuPartNumber: 'ENTERPRISEPACK',
  capabilityStatus: 'Enabled',
  consumedUnits: 2,
  prepaidUnits: { enabled: 5, warning: 0 },
  servicePlans: [
    plan(plan2, 'EXCHANGE_S_ENTERPRISE'),
    plan(teams, 'TEAMS1'),
    plan(sharepoint, 'SHAREPOINTENTERPRISE'),
    plan(intune, 'INTUNE_O365', 'Company'),
    plan(foundation, 'EXCHANGE_S_FOUNDATION', 'Company'),
  ],
};

const known = { [ids.account('cloud', accountName)]: { Id: 'user-1' } };

interface Held {
  readonly products?: readonly Json[];
  readonly states?: readonly Json[];
  readonly details?: readonly Json[];
}
const world = ({ products = [product], states = [], details = [] }: Held): Script => ({
  known,
  answers: [
    { to: 'GET /subscribedSkus', rows: products },
    {
      to: `GET /users/${encodeURIComponent(site.cloud?.accounts.userPrincipalName ?? '')}/licenseDetails`,
      rows: details,
    },
    { to: 'GET /users/', rows: [{ licenseAssignmentStates: states }] },
  ],
});
const direct = (disabledPlans: readonly string[], error = 'None'): Json => ({
  skuId: e3,
  assignedByGroup: null,
  disabledPlans,
  state: 'Active',
  error,
});
const detail = (skuId: string, mailbox: string, provisioningStatus = 'Success'): Json => ({
  skuId,
  skuPartNumber: skuId === e3 ? 'ENTERPRISEPACK' : 'EXCHANGESTANDARD',
  servicePlans: [{ servicePlanId: mailbox, servicePlanName: 'EXCHANGE', provisioningStatus }],
});

describe('a licence', () => {
  it('is assigned with every user plan but the mailbox switched off; plans of the company are left out', async () => {
    const sight = await sightOf(licences, site, licence, world({}));
    expect(sight.state).toBe('absent');
    expect(changeOf(sight, 'assign')).toMatchObject({
      command: {
        method: 'POST',
        path: '/users/{user}/assignLicense',
        body: { addLicenses: [{ skuId: e3, disabledPlans: [teams, sharepoint] }], removeLicenses: [] },
      },
      undo: { command: { body: { addLicenses: [], removeLicenses: [e3] } } },
    });
  });

  it('is planned in the same words before the account exists', async () => {
    const before = await sightOf(licences, site, licence, { ...world({}), known: {} });
    const after = await sightOf(licences, site, licence, world({}));
    expect(before.changes).toEqual(after.changes);
  });

  it('that works asks for nothing', async () => {
    const held = { states: [direct([teams, sharepoint])], details: [detail(e3, plan2)] };
    const sight = await sightOf(licences, site, licence, world(held));
    expect(sight).toMatchObject({ state: 'there', changes: [], findings: [], identity: e3 });
  });

  it('is waited for until its mailbox plan is a success', async () => {
    const held = { states: [direct([teams, sharepoint])], details: [detail(e3, plan2, 'PendingInput')] };
    const sight = await sightOf(licences, site, licence, world(held));
    expect(sight.state).toBe('waiting');
    expect(sight.reason).toContain('PendingInput');
  });

  it.each([
    ['set-plans', [plan2, teams, sharepoint]],
    ['set-plans', []],
    ['switch-off-added-plans', [sharepoint]],
  ])('%s where %j is off', async (id, off) => {
    const held = { states: [direct(off)], details: [detail(e3, plan2)] };
    const sight = await sightOf(licences, site, licence, world(held));
    expect(idsOf(sight.changes)).toEqual([id]);
    expect(changeOf(sight, id)).toMatchObject({
      command: { body: { addLicenses: [{ disabledPlans: [teams, sharepoint] }] } },
      undo: { command: { body: { addLicenses: [{ disabledPlans: off }] } } },
    });
  });

  it.each<[string, Held]>([
    ['licence-not-owned', { products: [] }],
    [
      'licence-without-mailbox',
      { products: [{ ...product, servicePlans: [plan(foundation, 'EXCHANGE_S_FOUNDATION')] }] },
    ],
    ['licence-no-free-seat', { products: [{ ...product, consumedUnits: 5 }] }],
    ['licence-not-usable', { products: [{ ...product, capabilityStatus: 'Suspended' }] }],
    ['licence-not-in-effect', { states: [direct([teams, sharepoint], 'CountViolation')], details: [] }],
    ['licence-by-group-without-mailbox', { states: [{ skuId: e3, assignedByGroup: 'group-1' }] }],
    [
      'licence-excluded-by-another',
      { states: [{ skuId: 'other', assignedByGroup: null }], details: [detail('other', plan1)] },
    ],
  ])('%s stops it, and nothing is planned', async (id, held) => {
    const sight = await sightOf(licences, site, licence, world(held));
    expect(sight.findings).toMatchObject([{ id, severity: 'stops' }]);
    expect(sight.changes).toEqual([]);
  });

  it.each<[string, Held]>([
    [
      'licence-by-group',
      { states: [{ skuId: e3, assignedByGroup: 'group-1' }], details: [detail(e3, plan2)] },
    ],
    [
      'licence-by-another-product',
      { states: [{ skuId: 'other', assignedByGroup: null }], details: [detail('other', plan2)] },
    ],
  ])('%s is in order, and told', async (id, held) => {
    const sight = await sightOf(licences, site, licence, world(held));
    expect(sight).toMatchObject({ state: 'there', changes: [] });
    expect(sight.findings).toMatchObject([{ id, severity: 'to-know' }]);
  });

  it('counts out free seats among the accounts of one run', async () => {
    const several = withCloudAccounts(site, 2);
    const resources = (await resourcesOf(licences, several)).filter((one) => one.id.startsWith('licence/'));
    const oneSeat = world({ products: [{ ...product, consumedUnits: 4 }] });
    const sights = [];
    for (const resource of resources)
      sights.push(await resource.look(scriptedLooker({ ...oneSeat, known: {} })));
    expect(sights.map((sight) => idsOf(sight.changes))).toEqual([['assign'], []]);
    expect(idsOf(sights[1]?.findings ?? [])).toEqual(['licence-no-free-seat']);
  });

  it('is found by its id as well', async () => {
    const byId = structuredClone(site);
    if (byId.cloud !== undefined) byId.cloud.sku = e3.toUpperCase();
    expect(idsOf((await sightOf(licences, byId, licence, world({}))).changes)).toEqual(['assign']);
  });

  it('of a kiosk kind is told', async () => {
    const kiosk = {
      ...product,
      servicePlans: [plan('4a82b400-a79f-41a4-b4e2-e94f5787b113', 'EXCHANGE_S_DESKLESS')],
    };
    const sight = await sightOf(licences, site, licence, world({ products: [kiosk] }));
    expect(idsOf(sight.findings)).toEqual(['licence-kiosk']);
    expect(idsOf(sight.changes)).toEqual(['assign']);
  });
});

describe('a usage location', () => {
  const id = ids.usageLocation(accountName);
  const at = (usageLocation: string | null): Script => ({
    known,
    answers: [{ to: 'GET /users/', rows: [{ usageLocation }] }],
  });

  it('is set where there is none, and cannot be taken away again', async () => {
    const sight = await sightOf(licences, site, id, at(null));
    expect(changeOf(sight, 'set-usage-location')).toMatchObject({
      command: { method: 'PATCH', body: { usageLocation: 'NL' } },
      undo: { cannot: expect.any(String) },
    });
  });

  it('of another country is set, and taken back to that', async () => {
    const sight = await sightOf(licences, site, id, at('DE'));
    expect(changeOf(sight, 'set-usage-location').undo).toMatchObject({
      command: { body: { usageLocation: 'DE' } },
    });
    expect((await sightOf(licences, site, id, at('NL'))).changes).toEqual([]);
  });

  it('comes with an account that is made in Entra ID, and is set on one that is synchronised', async () => {
    expect(await sightOf(licences, site, id, {})).toMatchObject({ state: 'absent', changes: [] });
    const hybrid = exampleSite('hybrid');
    const synchronised = await sightOf(licences, hybrid, ids.usageLocation('SAMyTTCloud'), {});
    expect(changeOf(synchronised, 'set-usage-location').command).toMatchObject({
      values: { user: { from: ids.synchronisedAccount('SAMyTTCloud'), property: 'Id' } },
    });
  });
});

describe('the mailbox that a licence brings', () => {
  const id = ids.mailbox('cloud', accountName);

  it('is waited for', async () => {
    const sight = await sightOf(licences, site, id, {
      answers: [{ to: 'Get-Mailbox', failure: notThere.exchangeOnline }],
    });
    expect(sight).toMatchObject({ state: 'waiting', changes: [] });
    expect((await resourceOf(licences, site, id)).patience?.limitMs).toBeGreaterThan(0);
  });

  it('tells its GUID and address once it is there', async () => {
    const row = { Guid: 'g', PrimarySmtpAddress: 'a@b.c' };
    const sight = await sightOf(licences, site, id, { answers: [{ to: 'Get-Mailbox', rows: [row] }] });
    expect(sight).toMatchObject({ state: 'there', facts: row });
  });
});

it('asks for a synchronised group on calendars here, since only now there is a mailbox to ask with', async () => {
  expect(idsOf(await resourcesOf(licences, exampleSite('hybrid')))).toContain(ids.groupInUse('cloud'));
  expect(idsOf(await resourcesOf(licences, site))).not.toContain(ids.groupInUse('cloud'));
  expect(idsOf(await resourcesOf(licences, exampleSite('seed-on-premises')))).toEqual([]);
});
