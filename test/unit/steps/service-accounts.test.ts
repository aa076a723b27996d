import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/commands/value.ts';
import { ids } from '../../../shared/steps/ids.ts';
import { serviceAccounts } from '../../../shared/steps/service-accounts.ts';
import { denied, notThere, scriptedLooker, type Script } from '../../stand-ins/scripted-looker.ts';
import { changeOf, exampleSite, idsOf, resourceOf, sightOf } from '../../stand-ins/step-under-test.ts';

const onPremises = exampleSite('seed-on-premises');
const cloud = exampleSite('seed-cloud');
const account = ids.account('on-premises', 'SAMyTTExch');
const guid = '11111111-1111-4111-8111-111111111111';

const known = {
  [ids.activeDirectory]: { HostName: 'dc1.dev.eveoh.local', DnsRoot: 'dev.eveoh.local', UpnSuffixes: [] },
  [ids.microsoft365]: { VerifiedDomains: ['eveoh.onmicrosoft.com'] },
};

const rightUser: Record<string, Json> = {
  ObjectGUID: guid,
  SID: 'S-1-5-21-1-2-3-1001',
  DistinguishedName: 'CN=SAMyTTExch,CN=Users,DC=dev,DC=eveoh,DC=local',
  SamAccountName: 'SAMyTTExch',
  UserPrincipalName: 'sa-mytt-exch@dev.eveoh.local',
  DisplayName: 'MyTimetable Exchange Service Account',
  Enabled: true,
  LockedOut: false,
  PasswordNeverExpires: true,
  CannotChangePassword: true,
  AccountExpirationDate: null,
  PasswordLastSet: '2026-11-24T09:00:00Z',
  MemberOf: [],
};

const policy = {
  to: 'Get-ADDefaultDomainPasswordPolicy',
  rows: [{ MinPasswordLength: 8, ComplexityEnabled: true, PasswordHistoryCount: 24 }],
};
const noFineGrained = { to: 'Get-ADUserResultantPasswordPolicy', rows: [] };
const absent: Script = {
  known,
  answers: [
    { to: 'Get-ADUser', failure: notThere.activeDirectory },
    { to: 'Get-ADObject', rows: [] },
    policy,
  ],
};
const there = (user: Readonly<Record<string, Json>> = {}, more: Script['answers'] = []): Script => ({
  known,
  answers: [{ to: 'Get-ADUser', rows: [{ ...rightUser, ...user }] }, ...more, noFineGrained, policy],
});

describe('an account in Active Directory', () => {
  it('that is not there is made by one command, with its password as a reference, on the pinned domain controller', async () => {
    const sight = await sightOf(serviceAccounts, onPremises, account, absent);
    expect(sight.state).toBe('absent');
    expect(idsOf(sight.changes)).toEqual(['create']);
    expect(changeOf(sight, 'create').command).toMatchObject({
      cmdlet: 'New-ADUser',
      parameters: {
        Name: 'SAMyTTExch',
        UserPrincipalName: 'sa-mytt-exch@dev.eveoh.local',
        AccountPassword: { secret: 'SAMyTTExch.password' },
        AccountExpirationDate: null,
        Enabled: true,
        Server: { from: ids.activeDirectory, property: 'HostName' },
      },
    });
    expect(changeOf(sight, 'create').undo).toMatchObject({
      command: {
        cmdlet: 'Remove-ADUser',
        parameters: { Identity: { from: account, property: 'ObjectGuid' } },
      },
    });
  });

  it('that is as it should be asks for nothing and tells who it is', async () => {
    const sight = await sightOf(serviceAccounts, onPremises, account, there());
    expect(sight.changes).toEqual([]);
    expect(sight.findings).toEqual([]);
    expect(sight.facts).toMatchObject({ ObjectGuid: guid, Sid: 'S-1-5-21-1-2-3-1001' });
  });

  it('reads back what its creation promised, property by property', async () => {
    const before = await sightOf(serviceAccounts, onPremises, account, absent);
    const after = await sightOf(serviceAccounts, onPremises, account, there());
    for (const { property, after: promised } of changeOf(before, 'create').differences)
      expect([property, after.properties[property]]).toEqual([property, promised]);
  });

  it('that its creation left disabled without a password is gone on with, not made twice', async () => {
    const left = { Enabled: false, PasswordLastSet: null, PasswordNeverExpires: false };
    const sight = await sightOf(serviceAccounts, onPremises, account, there(left));
    expect(idsOf(sight.changes)).toEqual(['set-password', 'set-password-never-expires', 'enable']);
    expect(changeOf(sight, 'set-password').command).toMatchObject({
      cmdlet: 'Set-ADAccountPassword',
      parameters: { Identity: guid, Reset: true, NewPassword: { secret: 'SAMyTTExch.password' } },
    });
    expect(changeOf(sight, 'set-password').undo).toHaveProperty('cannot');
    expect(sight.findings).toMatchObject([
      {
        id: 'account-without-password',
        severity: 'information',
        why: 'It is left so where its password was refused. The domain asks for a password of at least 8 characters of three kinds (capital letters, small letters, digits, other signs), without the name of the account in it, other than the last 24.',
      },
    ]);
  });

  it('that needs a password is held against its fine-grained policy, where that may be read', async () => {
    const strict = {
      Name: 'Strict',
      MinPasswordLength: 40,
      ComplexityEnabled: false,
      PasswordHistoryCount: 0,
    };
    const fineGrained = { to: 'Get-ADUserResultantPasswordPolicy', rows: [strict] };
    const left = there({ Enabled: false, PasswordLastSet: null }, [fineGrained]);
    const sight = await sightOf(serviceAccounts, onPremises, account, left);
    expect(sight.findings).toMatchObject([
      {
        id: 'password-policy-asks-for-more',
        what: 'The password policy Strict asks for passwords of 40 characters',
      },
      {
        id: 'account-without-password',
        why: 'It is left so where its password was refused. The password policy Strict asks for a password of at least 40 characters.',
      },
    ]);
    const denies = { to: 'Get-ADUserResultantPasswordPolicy', failure: denied.activeDirectory };
    const unread = there({ Enabled: false, PasswordLastSet: null }, [denies]);
    const byDomain = await sightOf(serviceAccounts, onPremises, account, unread);
    expect(byDomain.findings).toMatchObject([{ id: 'account-without-password' }]);
  });

  it.each<[string, Record<string, Json>, string, Json, Json]>([
    [
      'set-user-principal-name',
      { UserPrincipalName: 'old@dev.eveoh.local' },
      'UserPrincipalName',
      'old@dev.eveoh.local',
      'sa-mytt-exch@dev.eveoh.local',
    ],
    ['set-display-name', { DisplayName: null }, 'DisplayName', null, 'MyTimetable Exchange Service Account'],
    ['set-password-never-expires', { PasswordNeverExpires: false }, 'PasswordNeverExpires', false, true],
    ['set-cannot-change-password', { CannotChangePassword: false }, 'CannotChangePassword', false, true],
    [
      'set-account-never-expires',
      { AccountExpirationDate: '2026-12-31T00:00:00+01:00' },
      'AccountExpirationDate',
      '2026-12-31T00:00:00+01:00',
      null,
    ],
    ['set-no-change-at-logon', { PasswordLastSet: null }, 'ChangePasswordAtLogon', true, false],
    ['unlock', { LockedOut: true }, 'LockedOut', true, false],
    ['enable', { Enabled: false }, 'Enabled', false, true],
  ])('%s is a change of its own', async (id, user, property, before, after) => {
    const sight = await sightOf(
      serviceAccounts,
      onPremises,
      account,
      there(user, [{ to: 'Get-ADObject', rows: [] }]),
    );
    expect(idsOf(sight.changes)).toEqual([id]);
    expect(changeOf(sight, id).differences).toMatchObject([{ property, before, after }]);
    expect(sight.properties[property]).toEqual(before);
    expect(changeOf(sight, id).byHand).toContain('SAMyTTExch');
  });

  it('takes an expiry date back as a date', async () => {
    const date = '2026-12-31T00:00:00+01:00';
    const sight = await sightOf(serviceAccounts, onPremises, account, there({ AccountExpirationDate: date }));
    expect(changeOf(sight, 'set-account-never-expires').undo).toMatchObject({
      command: { cmdlet: 'Set-ADUser', parameters: { AccountExpirationDate: { date } } },
    });
  });

  it.each<[string, Script['answers']]>([
    [
      'account-name-taken',
      [
        { to: 'Get-ADUser', failure: notThere.activeDirectory },
        {
          to: 'Get-ADObject',
          with: { SearchScope: 'OneLevel' },
          rows: [{ DistinguishedName: 'CN=SAMyTTExch,CN=Users', ObjectClass: 'contact' }],
        },
        { to: 'Get-ADObject', rows: [] },
        policy,
      ],
    ],
    [
      'organisational-unit-missing',
      [
        { to: 'Get-ADUser', failure: notThere.activeDirectory },
        { to: 'Get-ADObject', with: { SearchScope: 'OneLevel' }, failure: notThere.activeDirectory },
        { to: 'Get-ADObject', rows: [] },
        policy,
      ],
    ],
  ])('%s stops it, and nothing is planned', async (id, answers) => {
    const sight = await sightOf(serviceAccounts, onPremises, account, { known, answers: answers ?? [] });
    expect(sight.findings).toMatchObject([{ id, severity: 'stops' }]);
    expect(sight.changes).toEqual([]);
  });

  it('of an unknown sign-in suffix is not made', async () => {
    const elsewhere = {
      ...known,
      [ids.activeDirectory]: { ...known[ids.activeDirectory], DnsRoot: 'other.local' },
    };
    const sight = await sightOf(serviceAccounts, onPremises, account, { ...absent, known: elsewhere });
    expect(idsOf(sight.findings)).toEqual(['sign-in-suffix-unknown']);
    expect(sight.changes).toEqual([]);
  });

  it('tells of a deleted namesake, privileged groups and an unreadable policy, and goes on', async () => {
    const deleted = await sightOf(serviceAccounts, onPremises, account, {
      known,
      answers: [
        { to: 'Get-ADUser', failure: notThere.activeDirectory },
        { to: 'Get-ADObject', with: { IncludeDeletedObjects: true }, rows: [{ whenChanged: '2026-10-01' }] },
        { to: 'Get-ADObject', rows: [] },
        { to: 'Get-ADDefaultDomainPasswordPolicy', failure: denied.activeDirectory },
      ],
    });
    expect(idsOf(deleted.findings)).toEqual(['deleted-account-of-that-name', 'password-policy-not-readable']);
    expect(idsOf(deleted.changes)).toEqual(['create']);

    const groups = [
      {
        to: 'Get-ADGroup',
        rows: [
          { Name: 'Domain Admins', SID: 'S-1-5-21-1-2-3-512' },
          { Name: 'Staff', SID: 'S-1-5-21-1-2-3-1512' },
        ],
      },
    ];
    const privileged = await sightOf(
      serviceAccounts,
      onPremises,
      account,
      there({ MemberOf: ['CN=x'] }, groups),
    );
    expect(privileged.findings).toMatchObject([{ id: 'account-is-privileged', severity: 'to-know' }]);
    expect(privileged.findings[0]?.why).not.toContain('Staff');
  });

  it('gets a new password only where one is asked for, and once', async () => {
    const request = { newPasswords: new Set([account]) };
    const resource = await resourceOf(serviceAccounts, onPremises, account, request);
    const first = await resource.look(scriptedLooker(there()));
    expect(idsOf(first.changes)).toEqual(['new-password']);
    const after = await resource.look(scriptedLooker(there({ PasswordLastSet: '2026-11-24T10:00:01Z' })));
    expect(after.changes).toEqual([]);
  });

  it('is told from its namesake', async () => {
    const resource = await resourceOf(serviceAccounts, onPremises, account);
    const looker = scriptedLooker(there());
    await resource.look(looker);
    expect(looker.identities.get(account)).toBe(guid);
    const again = await resource.look(scriptedLooker({ ...there(), remembered: { [account]: 'another' } }));
    expect(idsOf(again.findings)).toEqual(['account-made-again']);
  });

  it('could not be looked at where the directory refuses: that is no absence', async () => {
    const answers = [{ to: 'Get-ADUser', failure: denied.activeDirectory }];
    await expect(sightOf(serviceAccounts, onPremises, account, { known, answers })).rejects.toBe(
      denied.activeDirectory,
    );
  });
});

describe('its mailbox on Exchange Server', () => {
  const mailbox = ids.mailbox('on-premises', 'SAMyTTExch');
  const madeAccount = { ...known, [account]: { ObjectGuid: guid } };
  const recipient = {
    Guid: guid,
    PrimarySmtpAddress: 'sa-mytt-exch@dev.eveoh.local',
    RecipientTypeDetails: 'UserMailbox',
    HiddenFromAddressListsEnabled: false,
  };

  it('is asked for in the same words before and after the account exists', async () => {
    const before = await sightOf(serviceAccounts, onPremises, mailbox, { known });
    const after = await sightOf(serviceAccounts, onPremises, mailbox, {
      known: madeAccount,
      answers: [{ to: 'Get-Recipient', failure: notThere.exchange }],
    });
    expect(before.changes).toEqual(after.changes);
    expect(changeOf(before, 'enable').command).toMatchObject({
      cmdlet: 'Enable-Mailbox',
      parameters: { Identity: 'sa-mytt-exch@dev.eveoh.local' },
    });
  });

  it('is in order once it is there, and hidden by a change of its own', async () => {
    const script = { known: madeAccount, answers: [{ to: 'Get-Recipient', rows: [recipient] }] };
    const sight = await sightOf(serviceAccounts, onPremises, mailbox, script);
    expect(sight).toMatchObject({ state: 'there', changes: [], facts: { Guid: guid } });
    const hidden = await sightOf(
      serviceAccounts,
      onPremises,
      'mailbox-hidden/on-premises/SAMyTTExch',
      script,
    );
    expect(idsOf(hidden.changes)).toEqual(['hide']);
  });

  it('on the other side stops it', async () => {
    const remote = { ...recipient, RecipientTypeDetails: 'RemoteUserMailbox' };
    const sight = await sightOf(serviceAccounts, onPremises, mailbox, {
      known: madeAccount,
      answers: [{ to: 'Get-Recipient', rows: [remote] }],
    });
    expect(sight.findings).toMatchObject([{ id: 'mailbox-of-another-type', severity: 'stops' }]);
  });

  it('is a remote one for a cloud account that is made in Active Directory', async () => {
    const sight = await sightOf(serviceAccounts, exampleSite('hybrid'), ids.remoteMailbox('SAMyTTCloud'), {
      known,
    });
    expect(changeOf(sight, 'enable').command).toMatchObject({ cmdlet: 'Enable-RemoteMailbox' });
  });
});

describe('an account in Entra ID', () => {
  const upn = cloud.cloud?.accounts.userPrincipalName ?? '';
  const id = ids.account('cloud', cloud.cloud?.accounts.name ?? '');
  const rightRow: Record<string, Json> = {
    id: guid,
    userPrincipalName: upn,
    displayName: cloud.cloud?.accounts.displayName ?? '',
    accountEnabled: true,
    passwordPolicies: 'DisablePasswordExpiration',
    usageLocation: 'NL',
    userType: 'Member',
    onPremisesSyncEnabled: null,
    lastPasswordChangeDateTime: '2026-11-24T09:00:00Z',
  };
  const user = (row: Record<string, Json> = {}): Script => ({
    known,
    answers: [{ to: 'GET /users/', rows: [{ ...rightRow, ...row }] }],
  });
  const absentWith = (groups: Json[], deleted: Json[]): Script => ({
    known,
    answers: [
      { to: 'GET /users/', failure: notThere.graph },
      { to: 'GET /groups', rows: groups },
      { to: 'GET /directory/deletedItems/', rows: deleted },
    ],
  });

  it('that is not there is made by one request', async () => {
    const sight = await sightOf(serviceAccounts, cloud, id, absentWith([], []));
    expect(changeOf(sight, 'create').command).toMatchObject({
      method: 'POST',
      path: '/users',
      body: {
        userPrincipalName: upn,
        passwordPolicies: 'DisablePasswordExpiration',
        passwordProfile: { forceChangePasswordNextSignIn: false, password: { secret: expect.any(String) } },
      },
    });
    expect(changeOf(sight, 'create').byHand).not.toContain('secret');
  });

  it('that is as it should be asks for nothing', async () => {
    const sight = await sightOf(serviceAccounts, cloud, id, user());
    expect(sight).toMatchObject({ changes: [], findings: [], facts: { Id: guid, UserPrincipalName: upn } });
  });

  it('keeps the other password policies that it has', async () => {
    const sight = await sightOf(
      serviceAccounts,
      cloud,
      id,
      user({ passwordPolicies: 'DisableStrongPassword' }),
    );
    expect(changeOf(sight, 'set-password-never-expires')).toMatchObject({
      command: { body: { passwordPolicies: 'DisablePasswordExpiration, DisableStrongPassword' } },
      undo: { command: { body: { passwordPolicies: 'DisableStrongPassword' } } },
    });
  });

  it('has each property that differs as a change of its own', async () => {
    const sight = await sightOf(
      serviceAccounts,
      cloud,
      id,
      user({ displayName: 'Old', accountEnabled: false }),
    );
    expect(idsOf(sight.changes)).toEqual(['set-display-name', 'enable']);
  });

  it.each<[string, Record<string, Json>]>([
    ['account-is-guest', { userType: 'Guest' }],
    ['account-is-synchronised', { onPremisesSyncEnabled: true, displayName: 'Old' }],
  ])('%s is not changed', async (finding, row) => {
    const sight = await sightOf(serviceAccounts, cloud, id, user(row));
    expect(sight.findings).toMatchObject([{ id: finding, severity: 'stops' }]);
    expect(sight.changes).toEqual([]);
  });

  it('whose name is taken or was deleted is told apart', async () => {
    const taken = await sightOf(serviceAccounts, cloud, id, absentWith([{ displayName: 'Staff' }], []));
    expect(idsOf(taken.findings)).toEqual(['account-name-taken']);
    expect(taken.changes).toEqual([]);
    const bin = [{ userPrincipalName: `0123456789abcdef${upn}`, deletedDateTime: '2026-11-01T00:00:00Z' }];
    const deleted = await sightOf(serviceAccounts, cloud, id, absentWith([], bin));
    expect(idsOf(deleted.findings)).toEqual(['deleted-account-of-that-name']);
    expect(idsOf(deleted.changes)).toEqual(['create']);
  });

  it('gets a new password where one is asked for', async () => {
    const resource = await resourceOf(serviceAccounts, cloud, id, { newPasswords: new Set([id]) });
    expect(idsOf((await resource.look(scriptedLooker(user()))).changes)).toEqual(['new-password']);
    const later = await resource.look(
      scriptedLooker(user({ lastPasswordChangeDateTime: '2026-11-24T10:00:00Z' })),
    );
    expect(later.changes).toEqual([]);
  });

  it('is forgotten when its creation is taken back', async () => {
    const resource = await resourceOf(serviceAccounts, cloud, id);
    const looker = scriptedLooker({ ...user(), remembered: { [id]: guid } });
    const create = changeOf(await resource.look(scriptedLooker(absentWith([], []))), 'create');
    resource.remember?.(looker.memory, create, false);
    expect(looker.identities.get(id)).toBe('');
  });
});

it('says which roles it needs, and in which tool it is done by hand', () => {
  expect(serviceAccounts.byHandTool(onPremises)).toContain('Active Directory Users and Computers');
  expect(serviceAccounts.byHandTool(cloud)).toBe('Graph Explorer');
  expect(serviceAccounts.roles(cloud).change).toMatchObject([{ role: 'User Administrator' }]);
});
