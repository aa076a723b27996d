import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/commands/value.ts';
import { directorySync } from '../../../shared/steps/directory-sync.ts';
import { handOver } from '../../../shared/steps/hand-over.ts';
import { ids } from '../../../shared/steps/ids.ts';
import { notThere, scriptedLooker, type Script } from '../../stand-ins/scripted-looker.ts';
import { exampleSite, idsOf, resourceOf, resourcesOf, sightOf } from '../../stand-ins/step-under-test.ts';

const site = exampleSite('hybrid');
const account = ids.synchronisedAccount('SAMyTTCloud');
const sid = 'S-1-5-21-1-2-3-1001';
const known = { [ids.account('cloud', 'SAMyTTCloud')]: { Sid: sid } };
const upn = 'sa-mytt-cloud@eveoh.onmicrosoft.com';

const absent = (byOrigin: Json[] = []): Script['answers'] => [
  { to: 'GET /users/', failure: notThere.graph },
  { to: 'GET /users?', rows: byOrigin },
  { to: 'GET /organization', rows: [{ onPremisesLastSyncDateTime: '2026-11-24T09:41:12Z' }] },
];

describe('an account made in Active Directory', () => {
  it('is not awaited in the cloud before it exists', async () => {
    const answers = absent() ?? [];
    expect(await sightOf(directorySync, site, account, { answers })).toMatchObject({
      state: 'absent',
      changes: [],
    });
  });

  it('is waited for, with the time of the last synchronisation and how to start one', async () => {
    const sight = await sightOf(directorySync, site, account, { known, answers: absent() ?? [] });
    expect(sight.state).toBe('waiting');
    expect(sight.reason).toContain('2026-11-24T09:41:12Z');
    expect((await resourceOf(directorySync, site, account)).patience?.hint).toContain(
      'Start-ADSyncSyncCycle',
    );
  });

  it('has arrived when its name and origin are right', async () => {
    const row = { id: 'u1', userPrincipalName: upn, onPremisesSecurityIdentifier: sid };
    const answers = [{ to: 'GET /users/', rows: [row] }];
    const sight = await sightOf(directorySync, site, account, { known, answers });
    expect(sight).toMatchObject({ state: 'there', facts: { Id: 'u1' }, findings: [] });
  });

  it('is found under the other name that it arrived with', async () => {
    const row = {
      id: 'u1',
      userPrincipalName: 'sa1234@eveoh.onmicrosoft.com',
      onPremisesSecurityIdentifier: sid,
    };
    const sight = await sightOf(directorySync, site, account, { known, answers: absent([row]) ?? [] });
    expect(sight).toMatchObject({ state: 'there', facts: { Id: 'u1' } });
    expect(idsOf(sight.findings)).toEqual(['arrived-under-another-name']);
  });

  it('is not taken for another one of its name, and conflicts are told', async () => {
    const row = {
      id: 'u2',
      userPrincipalName: upn,
      onPremisesSecurityIdentifier: 'S-1-5-21-9',
      onPremisesProvisioningErrors: [{ propertyCausingError: 'ProxyAddresses', value: 'SMTP:x@y.z' }],
    };
    const sight = await sightOf(directorySync, site, account, {
      known,
      answers: [{ to: 'GET /users/', rows: [row] }],
    });
    expect(sight.findings).toMatchObject([
      { id: 'another-account-of-that-name', severity: 'stops' },
      { id: 'synchronisation-conflict', severity: 'to-know' },
    ]);
  });
});

describe('the group made in Active Directory', () => {
  const made = { [ids.group('cloud')]: { PrimarySmtpAddress: 'g@eveoh.onmicrosoft.com' } };
  const nowhere = [{ to: 'Get-DistributionGroup', failure: notThere.exchangeOnline }];

  it('is waited for in Exchange Online once it exists', async () => {
    expect((await sightOf(directorySync, site, ids.synchronisedGroup, { answers: nowhere })).state).toBe(
      'absent',
    );
    const sight = await sightOf(directorySync, site, ids.synchronisedGroup, {
      known: made,
      answers: nowhere,
    });
    expect(sight.state).toBe('waiting');
  });

  it('tells its GUID there, and stops where it arrived as another kind', async () => {
    const row = {
      Guid: 'g1',
      PrimarySmtpAddress: 'g@eveoh.onmicrosoft.com',
      DisplayName: 'MyTimetable Online',
    };
    const as = (RecipientTypeDetails: string): Script => ({
      known: made,
      answers: [{ to: 'Get-DistributionGroup', rows: [{ ...row, RecipientTypeDetails }] }],
    });
    expect(
      await sightOf(directorySync, site, ids.synchronisedGroup, as('MailUniversalSecurityGroup')),
    ).toMatchObject({
      state: 'there',
      facts: row,
      findings: [],
    });
    const list = await sightOf(
      directorySync,
      site,
      ids.synchronisedGroup,
      as('MailUniversalDistributionGroup'),
    );
    expect(list.findings).toMatchObject([{ id: 'group-arrived-as-another-kind', severity: 'stops' }]);
  });
});

it('has nothing to wait for where nothing is synchronised', async () => {
  expect(await resourcesOf(directorySync, exampleSite('seed-cloud'))).toEqual([]);
});

it('the hand-over asks nothing of the site and is in order', async () => {
  const looker = scriptedLooker();
  const sight = await (await resourceOf(handOver, site, 'hand-over')).look(looker);
  expect(sight).toMatchObject({ state: 'there', changes: [], findings: [] });
  expect(looker.sent).toEqual([]);
});
