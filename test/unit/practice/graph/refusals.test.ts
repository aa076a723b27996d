import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { graphRefusal, refusals, type RefusalName } from '../../../../electron/practice/graph/errors.ts';
import { handleGraph } from '../../../../electron/practice/graph/handle.ts';
import { skuIdOf } from '../../../../electron/practice/presets/products.ts';
import { entraObjects, entraObjectsBy } from '../../../../electron/practice/state/entra-objects.ts';
import { putLicence } from '../../../../electron/practice/state/licences.ts';
import type { PracticeState } from '../../../../electron/practice/state/practice-file.ts';
import type { Method } from '../../../../shared/commands/command.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import type { PracticeOptions } from '../../../../electron/practice/practice-site.ts';
import { openedSite, refusalOf } from '../temporary-site.ts';

const domain = 'eveoh.onmicrosoft.com';
const user = {
  accountEnabled: true,
  displayName: 'Calendar push 1',
  mailNickname: 'sa-calpush-1',
  userPrincipalName: `sa-calpush-1@${domain}`,
  usageLocation: 'NL',
  passwordProfile: { password: 'kP4-tree-82-moon' },
};
const e3 = skuIdOf('ENTERPRISEPACK');
const sharePoint = '5dbe027f-2339-4123-9542-606e4d348a72';
const dependent = 'fe71d6c3-a2ea-4499-9778-da042bf08063';
const add = (skuId: string): Json => ({ addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] });

const send = (state: PracticeState, method: Method, path: string, body?: Json) =>
  handleGraph(state, { method, path, eventual: false, ...(body === undefined ? {} : { body }) }, new Date());
const idOf = (answer: Json | undefined): string => z.object({ id: z.string() }).parse(answer).id;
const newUser = (state: PracticeState, more: Json = {}): string =>
  idOf(send(state, 'POST', '/users', { ...user, ...z.record(z.string(), z.json()).parse(more) }));
const edit = (state: PracticeState, path: string, value: Json): void => {
  state.run(
    `UPDATE settings SET value = json_set(value, '${path}', json(?)) WHERE name = 'entra'`,
    JSON.stringify(value),
  );
};
const person = (state: PracticeState): string =>
  entraObjectsBy(state, 'upn', `s.o'brien@${domain}`)[0]?.id ?? '';
const groupOf = (state: PracticeState, name: string): string =>
  entraObjectsBy(state, 'display', name)[0]?.id ?? '';

interface Case {
  readonly on?: PracticeOptions;
  readonly act: (state: PracticeState) => unknown;
  readonly about?: (state: PracticeState) => readonly string[];
}

/** One request that provokes each refusal whose text has a source. */
const cases: Partial<Record<RefusalName, Case>> = {
  userPrincipalNameTaken: {
    act: (state) => {
      newUser(state);
      newUser(state);
    },
    about: () => ['userPrincipalName'],
  },
  weakPassword: { act: (state) => newUser(state, { passwordProfile: { password: 'short' } }) },
  unverifiedDomain: { act: (state) => newUser(state, { userPrincipalName: 'a@elsewhere.example' }) },
  invalidProperty: {
    act: (state) => newUser(state, { mailNickname: 'has a space' }),
    about: () => ['mailNickname', 'User'],
  },
  badUserPrincipalName: { act: (state) => newUser(state, { userPrincipalName: `é@${domain}` }) },
  valueRequired: {
    act: (state) =>
      send(state, 'POST', '/groups', { displayName: 'x', mailEnabled: true, securityEnabled: true }),
    about: () => ['mailNickname', 'Group'],
  },
  synchronised: {
    on: { preset: 'hybrid', mailboxes: 4 },
    act: (state) => {
      const copy = [...entraObjects(state, 'user')].find(({ onPremisesGuid }) => onPremisesGuid !== '');
      send(state, 'PATCH', `/users/${copy?.id ?? ''}`, { displayName: 'Other' });
    },
  },
  denied: {
    act: (state) => {
      edit(state, '$.admin.roles', []);
      newUser(state);
    },
  },
  notFound: {
    act: (state) => send(state, 'GET', '/users/nobody@eveoh.onmicrosoft.com'),
    about: () => [`nobody@${domain}`],
  },
  noMailbox: { act: (state) => send(state, 'GET', `/users/${newUser(state)}/mailboxSettings`) },
  noUsageLocation: {
    act: (state) => {
      const id = newUser(state, { usageLocation: null });
      send(state, 'POST', `/users/${id}/assignLicense`, add(e3));
    },
  },
  unknownSku: {
    act: (state) => send(state, 'POST', `/users/${newUser(state)}/assignLicense`, add(sharePoint)),
    about: () => [sharePoint],
  },
  planDepends: {
    act: (state) => {
      edit(state, '$.skus[1].servicePlans[#]', {
        servicePlanId: dependent,
        servicePlanName: 'WORKPLACE',
        provisioningStatus: 'Success',
        appliesTo: 'User',
      });
      const body = { addLicenses: [{ skuId: e3, disabledPlans: [sharePoint] }], removeLicenses: [] };
      send(state, 'POST', `/users/${newUser(state)}/assignLicense`, body);
    },
    about: () => [dependent, sharePoint],
  },
  plansExclude: {
    act: (state) => send(state, 'POST', `/users/${person(state)}/assignLicense`, add(e3)),
    about: () => ['9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'efb87545-963c-4e0d-99df-69c6916d9eb0'],
  },
  inheritedLicence: {
    act: (state) => {
      const id = newUser(state);
      putLicence(state, id, { skuId: e3, byGroup: groupOf(state, 'Staff'), disabledPlans: [], problem: '' });
      send(state, 'POST', `/users/${id}/assignLicense`, { addLicenses: [], removeLicenses: [e3] });
    },
  },
  nullInArray: {
    act: (state) =>
      send(state, 'POST', `/users/${person(state)}/assignLicense`, {
        addLicenses: [{ skuId: e3, disabledPlans: [null] }],
        removeLicenses: [],
      }),
    about: () => ['Edm.Guid'],
  },
  noPageSize: { act: (state) => send(state, 'GET', '/subscribedSkus?$top=1') },
  pageSize: { act: (state) => send(state, 'GET', '/users?$top=1000'), about: () => ['1000'] },
  searchNeedsHeader: { act: (state) => send(state, 'GET', '/users?$search="displayName:a"') },
  mailGroupCreate: {
    act: (state) =>
      send(state, 'POST', '/groups', {
        displayName: 'x',
        mailEnabled: true,
        mailNickname: 'x',
        securityEnabled: true,
      }),
  },
  mailGroupUpdate: {
    on: { preset: 'university', mailboxes: 3 },
    act: (state) =>
      send(state, 'POST', `/groups/${groupOf(state, 'Faculty of Law')}/members/$ref`, {
        '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${groupOf(state, 'Staff')}`,
      }),
  },
  badReference: {
    act: (state) =>
      send(state, 'POST', `/groups/${groupOf(state, 'Staff')}/members/$ref`, {
        '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${sharePoint}`,
      }),
  },
};

describe('each refusal of Graph whose text has a source can be provoked', () => {
  const sourced = Object.entries(refusals).flatMap(([name, refusal]) => (refusal.verified ? [name] : []));

  it('and there is a case for every one', () => {
    expect(Object.keys(cases).sort()).toEqual(sourced.sort());
  });

  it.each(Object.entries(cases))('%s', (name, { on, act, about }) => {
    const state = openedSite(on ?? { preset: 'seed-cloud' });
    const scopes = [
      'User.ReadWrite.All',
      'LicenseAssignment.ReadWrite.All',
      'Group.ReadWrite.All',
      'GroupMember.ReadWrite.All',
      'Organization.Read.All',
      'MailboxSettings.Read',
    ];
    edit(state, '$.admin.scopes', scopes);
    const known = Object.keys(refusals).find((key): key is RefusalName => key === name);
    if (known === undefined) throw new Error(name);
    const expected = graphRefusal(known, ...(about?.(state) ?? []));
    const found = refusalOf(() => act(state));
    expect([found.id, found.status, found.exception, found.message]).toEqual([
      expected.id,
      expected.status,
      expected.exception,
      expected.message,
    ]);
  });
});

describe('further refusals', () => {
  it('a licence without a free seat, although that text is not certain', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    edit(state, '$.skus[1].enabled', 0);
    const found = refusalOf(() => send(state, 'POST', `/users/${newUser(state)}/assignLicense`, add(e3)));
    expect(found.message).toContain('does not have any available licenses');
  });

  it('an address that another object has, whatever its kind', () => {
    const state = openedSite({ preset: 'university', mailboxes: 3 });
    const found = refusalOf(() => newUser(state, { userPrincipalName: 'law@zevenhuizen.example' }));
    expect([found.exception, found.message]).toEqual([
      'ObjectConflict',
      'Another object with the same value for property proxyAddresses already exists.',
    ]);
  });

  it('a password set later needs its own permission', () => {
    const state = openedSite({ preset: 'seed-cloud' });
    const id = newUser(state);
    edit(state, '$.admin.scopes', ['User.ReadWrite.All']);
    const body = { passwordProfile: { password: 'kP4-tree-83-moon' } };
    expect(refusalOf(() => send(state, 'PATCH', `/users/${id}`, body)).id).toBe(
      'Authorization_RequestDenied',
    );
    edit(state, '$.admin.scopes', ['User.ReadWrite.All', 'User-PasswordProfile.ReadWrite.All']);
    expect(send(state, 'PATCH', `/users/${id}`, body)).toBeUndefined();
  });

  it.each([
    'pässwort-ÜberAll-99',
    'lowercaseonly',
    'Password1!',
    'x'.repeat(257),
    'NoDigitsHere'.toLowerCase(),
  ])('the password %s', (password) => {
    const state = openedSite({ preset: 'seed-cloud', mailboxes: 1 });
    expect(refusalOf(() => newUser(state, { passwordProfile: { password } })).message).toContain(
      'complexity',
    );
  });

  it('policies that may not be read', () => {
    const state = openedSite({ preset: 'seed-cloud', mailboxes: 1 });
    edit(state, '$.admin.roles', ['fe930be7-5e62-47db-91af-98c3a49a38b1']);
    expect(refusalOf(() => send(state, 'GET', '/identity/conditionalAccess/policies')).status).toBe(403);
  });
});
