import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { handleGraph } from '../../../../electron/practice/graph/handle.ts';
import { skuIdOf } from '../../../../electron/practice/presets/products.ts';
import {
  entraObjects,
  entraObjectsBy,
  entraPasswordHash,
} from '../../../../electron/practice/state/entra-objects.ts';
import { matchesPassword } from '../../../../electron/practice/state/passwords.ts';
import type { PracticeState } from '../../../../electron/practice/state/practice-file.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import type { Method } from '../../../../shared/commands/command.ts';
import { openedSite, stoppedClock } from '../temporary-site.ts';

const send = (state: PracticeState, method: Method, path: string, body?: Json, eventual = false) =>
  handleGraph(state, { method, path, eventual, ...(body === undefined ? {} : { body }) }, new Date());
const get = (state: PracticeState, path: string, eventual = false) =>
  send(state, 'GET', path, undefined, eventual);

const pageSchema = z.object({
  '@odata.count': z.number().optional(),
  '@odata.nextLink': z.string().optional(),
  value: z.array(z.record(z.string(), z.json())),
});
const page = (answer: Json | undefined) => pageSchema.parse(answer);
const made = z.object({ id: z.string() });

const domain = 'eveoh.onmicrosoft.com';
const user = {
  accountEnabled: true,
  displayName: 'Calendar push 1',
  mailNickname: 'sa-calpush-1',
  userPrincipalName: `sa-calpush-1@${domain}`,
  usageLocation: 'NL',
  passwordPolicies: 'DisablePasswordExpiration',
  passwordProfile: { password: 'kP4-tree-82-moon', forceChangePasswordNextSignIn: false },
};

const groupId = (state: PracticeState, name: string): string => {
  const answer = get(state, `/groups?$filter=displayName eq '${name}'`);
  return z.object({ value: z.tuple([made]) }).parse(answer).value[0].id;
};

describe('users', () => {
  it('are made with the default properties as the answer, and the password is kept as a hash only', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const answer = send(state, 'POST', '/users', user);
    expect(Object.keys(z.record(z.string(), z.json()).parse(answer)).sort()).toEqual(
      [
        '@odata.context',
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].sort(),
    );
    const { id } = made.parse(answer);
    expect(matchesPassword(entraPasswordHash(state, id), user.passwordProfile.password)).toBe(true);
    const selected = get(
      state,
      `/users/${id}?$select=passwordProfile,usageLocation,passwordPolicies,accountEnabled`,
    );
    expect(selected).toMatchObject({
      passwordProfile: null,
      usageLocation: 'NL',
      passwordPolicies: 'DisablePasswordExpiration',
      accountEnabled: true,
    });
    expect(JSON.stringify(selected)).not.toContain(user.passwordProfile.password);
  });

  it('are found by sign-in name, without case, and by id', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const { id } = made.parse(get(state, `/users/S.O'BRIEN@${domain}`));
    expect(get(state, `/users/${id}?$select=displayName`)).toMatchObject({ displayName: "Siobhán O'Brien" });
  });

  it('change property by property; "None" takes password policies away', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const { id } = made.parse(send(state, 'POST', '/users', user));
    const answer = send(state, 'PATCH', `/users/${id}`, { accountEnabled: false, passwordPolicies: 'None' });
    expect(answer).toBeUndefined();
    expect(get(state, `/users/${id}?$select=accountEnabled,passwordPolicies,displayName`)).toMatchObject({
      accountEnabled: false,
      passwordPolicies: null,
      displayName: user.displayName,
    });
  });

  it('wait in the bin when deleted, and their name is free again', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const { id } = made.parse(send(state, 'POST', '/users', user));
    expect(send(state, 'DELETE', `/users/${id}`)).toBeUndefined();
    const bin = page(get(state, '/directory/deletedItems/microsoft.graph.user?$select=id,userPrincipalName'));
    expect(bin.value).toEqual([
      { id, userPrincipalName: `${id.replaceAll('-', '')}${user.userPrincipalName}` },
    ]);
    expect(made.parse(send(state, 'POST', '/users', user)).id).not.toBe(id);
  });
});

describe('licences', () => {
  it('show seats in use, and bring a mailbox that is there only after some looks', () => {
    const { later } = stoppedClock();
    const state = openedSite({ preset: 'seed-cloud' });
    const { id } = made.parse(send(state, 'POST', '/users', user));
    const skuId = skuIdOf('ENTERPRISEPACK');
    const used = () =>
      page(get(state, '/subscribedSkus')).value.find((sku) => sku['skuId'] === skuId)?.['consumedUnits'];
    expect(used()).toBe(0);
    const body = { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] };
    expect(send(state, 'POST', `/users/${id}/assignLicense`, body)).toMatchObject({ id });
    expect(used()).toBe(1);
    expect(page(get(state, `/users/${id}/licenseDetails`)).value).toMatchObject([
      { skuPartNumber: 'ENTERPRISEPACK' },
    ]);
    let looks = 0;
    for (; ; looks += 1) {
      try {
        get(state, `/users/${id}/mailboxSettings`);
        break;
      } catch {
        later(20);
      }
    }
    expect(looks).toBeGreaterThanOrEqual(3);
    expect(get(state, `/users/${id}?$select=mail`)).toMatchObject({ mail: user.userPrincipalName });
    send(state, 'POST', `/users/${id}/assignLicense`, { addLicenses: [], removeLicenses: [skuId] });
    expect(used()).toBe(0);
  });

  it('a plan that is switched off stands as Disabled, and assigning again replaces the list', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const { id } = made.parse(send(state, 'POST', '/users', user));
    const skuId = skuIdOf('ENTERPRISEPACK');
    const teams = '57ff2da0-773e-42df-b2af-ffb7a2317929';
    for (const disabledPlans of [[teams], []]) {
      const body = { addLicenses: [{ skuId, disabledPlans }], removeLicenses: [] };
      send(state, 'POST', `/users/${id}/assignLicense`, body);
      const [details] = page(get(state, `/users/${id}/licenseDetails`)).value;
      expect(details?.['servicePlans']).toContainEqual({
        servicePlanId: teams,
        servicePlanName: 'TEAMS1',
        provisioningStatus: disabledPlans.length > 0 ? 'Disabled' : 'Success',
        appliesTo: 'User',
      });
    }
  });
});

describe('members of a group', () => {
  it('come in pages whose links lead to every one exactly once', () => {
    const state = openedSite({ preset: 'university', mailboxes: 250 });
    const ids: unknown[] = [];
    let link: string | undefined =
      `/groups/${groupId(state, 'Staff')}/transitiveMembers/microsoft.graph.user?$count=true&$top=40&$select=id,mail`;
    let pages = 0;
    while (link !== undefined) {
      const answer: z.infer<typeof pageSchema> = page(get(state, link, true));
      expect(answer.value.length).toBeLessThanOrEqual(40);
      if (pages === 0) expect(answer['@odata.count']).toBeGreaterThan(150);
      ids.push(...answer.value.map((member) => member['id']));
      link = answer['@odata.nextLink'];
      if (link !== undefined) expect(link).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/groups\//u);
      pages += 1;
    }
    expect(pages).toBeGreaterThan(3);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(150);
  });

  it('are all kinds, told apart by type, with nested groups listed themselves and cycles harmless', () => {
    const state = openedSite({ preset: 'university', mailboxes: 60 });
    const { value } = page(get(state, `/groups/${groupId(state, 'Staff')}/transitiveMembers?$top=999`));
    const types = new Set(value.map((member) => member['@odata.type']));
    expect(types).toContain('#microsoft.graph.group');
    expect(types).toContain('#microsoft.graph.orgContact');
    expect(types).toContain('#microsoft.graph.user');
    const names = value.map((member) => member['displayName']);
    expect(names).toContain("Dean's Office");
    expect(names).toContain('Faculty of Science');
  });

  it('only what is selected comes back', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const { value } = page(
      get(
        state,
        `/groups/${groupId(state, 'Staff')}/members/graph.user?$count=true&$select=id,userType`,
        true,
      ),
    );
    for (const member of value) expect(Object.keys(member).sort()).toEqual(['@odata.type', 'id', 'userType']);
    expect(value.some((member) => member['userType'] === 'Guest')).toBe(true);
  });

  it('come back nameless without the right to read users', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const id = groupId(state, 'Staff');
    withScopes(state, ['GroupMember.Read.All']);
    const { value } = page(get(state, `/groups/${id}/members?$select=id,displayName`));
    const users = value.filter((member) => member['@odata.type'] === '#microsoft.graph.user');
    expect(users.every((member) => member['displayName'] === null)).toBe(true);
  });

  it('a group is found by a name with an apostrophe', () => {
    const state = openedSite({ preset: 'university', mailboxes: 10 });
    const { value } = page(get(state, "/groups?$filter=displayName eq 'Dean''s Office'&$select=displayName"));
    expect(value).toEqual([{ displayName: "Dean's Office" }]);
  });
});

describe('the tenant', () => {
  it('shows its domains and synchronisation; with User.Read alone the rest is null', () => {
    const state = openedSite({ preset: 'hybrid', mailboxes: 4 });
    expect(page(get(state, '/organization')).value[0]).toMatchObject({ onPremisesSyncEnabled: true });
    withScopes(state, ['User.Read']);
    expect(page(get(state, '/organization')).value[0]).toMatchObject({
      displayName: 'Ganzenveer University',
      onPremisesSyncEnabled: null,
    });
  });

  it('shows who is signed in, with which roles, and which policies bear on sign-in', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    expect(get(state, '/me?$select=userPrincipalName')).toMatchObject({
      userPrincipalName: `admin@${domain}`,
    });
    const roles = page(get(state, '/me/transitiveMemberOf/microsoft.graph.directoryRole')).value;
    expect(roles.map((role) => role['displayName'])).toContain('Global Administrator');
    expect(get(state, '/policies/identitySecurityDefaultsEnforcementPolicy')).toMatchObject({
      isEnabled: false,
    });
    expect(page(get(state, '/identity/conditionalAccess/policies')).value).toHaveLength(1);
    expect(page(get(state, '/domains')).value).toMatchObject([{ id: domain, isVerified: true }]);
  });

  it('names the synchronised copy by the id of its original, as Windows orders the bytes', () => {
    const state = openedSite({ preset: 'hybrid', mailboxes: 6 });
    const copy = [...entraObjects(state, 'user')].find((object) => object.onPremisesGuid !== '');
    const answer = get(state, `/users/${copy?.id ?? ''}?$select=onPremisesImmutableId,onPremisesSyncEnabled`);
    const { onPremisesImmutableId } = z.object({ onPremisesImmutableId: z.string() }).parse(answer);
    const bytes = Buffer.from(onPremisesImmutableId, 'base64').toString('hex');
    expect(`${bytes.slice(6, 8)}${bytes.slice(4, 6)}${bytes.slice(2, 4)}${bytes.slice(0, 2)}`).toBe(
      copy?.onPremisesGuid.slice(0, 8),
    );
    expect(entraObjectsBy(state, 'upn', copy?.upn ?? '')).toHaveLength(1);
  });
});

function withScopes(state: PracticeState, scopes: readonly string[]): void {
  state.run(
    "UPDATE settings SET value = json_set(value, '$.admin.scopes', json(?)) WHERE name = 'entra'",
    JSON.stringify(scopes),
  );
}
