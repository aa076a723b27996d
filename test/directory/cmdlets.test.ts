import { describe, expect, test } from 'vitest';
import { signature } from '../../electron/practice/cmdlets/signatures.ts';
import { ldapText } from '../../shared/commands/search-text.ts';
import type { Typed } from '../../electron/tokens/tokens.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { directorySession, text, whyNoDirectoryTests } from './directory-session.ts';
import { domain, fineGrainedPolicy, serviceAccounts } from './provisioning.ts';

const reason = whyNoDirectoryTests();

const good: Typed = { type: 'secret', text: 'Correct-Horse-7-Battery' };
const weak: Typed = { type: 'secret', text: 'short' };
const commands = 'Microsoft.ActiveDirectory.Management.Commands';
const management = 'Microsoft.ActiveDirectory.Management';

describe.skipIf(reason !== undefined)(
  `the ActiveDirectory module on a real directory ${reason ?? ''}`,
  () => {
    const directory = directorySession();
    const make = (name: string, more: Readonly<Record<string, Typed>> = {}) =>
      directory().rows('New-ADUser', {
        Name: name,
        Path: serviceAccounts,
        AccountPassword: good,
        Enabled: true,
        Confirm: false,
        ...more,
      });

    test('names domain, forest, controller and root', async () => {
      const { host } = directory().controller;
      expect(
        await directory().row('Get-ADDomain', { Identity: domain.dns }, [
          'DNSRoot',
          'NetBIOSName',
          'DistinguishedName',
          'Forest',
        ]),
      ).toEqual({
        DNSRoot: domain.dns,
        NetBIOSName: 'EVEOH',
        DistinguishedName: domain.dn,
        Forest: domain.dns,
      });
      expect(
        await directory().row('Get-ADForest', { Identity: domain.dns }, ['Domains', 'UPNSuffixes']),
      ).toEqual({ Domains: [domain.dns], UPNSuffixes: ['uni.example'] });
      expect(
        await directory().call(
          'Get-ADDomainController',
          { Discover: true, Writable: true, Service: ['ADWS'] },
          ['HostName'],
        ),
      ).toEqual([[[host]]]);
      const root = await directory().row('Get-ADRootDSE', {}, ['defaultNamingContext', 'currentTime']);
      expect(root).toMatchObject({ defaultNamingContext: domain.dn });
      expect(Date.parse(text(root['currentTime']))).toBeGreaterThan(0);
      expect(await directory().refusal('Get-ADDomain', { Identity: 'other.example' })).toMatchObject({
        exception: `${management}.ADIdentityNotFoundException`,
      });
    });

    test('makes an account with all it is to have, and shows it so', async () => {
      await make('sa-1', {
        SamAccountName: 'sa-1',
        UserPrincipalName: 'sa-1@uni.example',
        DisplayName: 'Service account 1',
        PasswordNeverExpires: true,
        ChangePasswordAtLogon: false,
        CannotChangePassword: true,
        AccountExpirationDate: null,
      });
      const asked = [
        'AccountExpirationDate',
        'CannotChangePassword',
        'DisplayName',
        'LockedOut',
        'MemberOf',
        'PasswordExpired',
        'PasswordLastSet',
        'PasswordNeverExpires',
      ];
      const always = [
        'Enabled',
        'SamAccountName',
        'UserPrincipalName',
        'ObjectGUID',
        'SID',
        'DistinguishedName',
      ];
      const found = await directory().row('Get-ADUser', { Identity: 'sa-1', Properties: asked }, [
        ...asked,
        ...always,
      ]);
      expect(found).toMatchObject({
        AccountExpirationDate: null,
        CannotChangePassword: true,
        DisplayName: 'Service account 1',
        LockedOut: false,
        MemberOf: [],
        PasswordExpired: false,
        PasswordNeverExpires: true,
        Enabled: true,
        SamAccountName: 'sa-1',
        UserPrincipalName: 'sa-1@uni.example',
        DistinguishedName: `CN=sa-1,${serviceAccounts}`,
      });
      expect(Date.parse(text(found['PasswordLastSet']))).toBeGreaterThan(0);
      for (const identity of [found['ObjectGUID'], found['SID'], found['DistinguishedName']])
        expect(await directory().row('Get-ADUser', { Identity: text(identity) }, ['SamAccountName'])).toEqual(
          { SamAccountName: 'sa-1' },
        );
    });

    test('changes settings one by one, and back', async () => {
      await make('sa-2', { CannotChangePassword: true });
      const shown = async (property: string) =>
        (await directory().row('Get-ADUser', { Identity: 'sa-2', Properties: [property] }, [property]))[
          property
        ];
      const set = (more: Readonly<Record<string, Typed>>) =>
        directory().rows('Set-ADUser', { Identity: 'sa-2', Confirm: false, ...more });

      await set({ CannotChangePassword: false });
      expect(await shown('CannotChangePassword')).toBe(false);
      await set({ CannotChangePassword: true });
      await set({ CannotChangePassword: true });
      expect(await shown('CannotChangePassword')).toBe(true);
      await set({ PasswordNeverExpires: true });
      expect(await shown('PasswordNeverExpires')).toBe(true);
      await set({ ChangePasswordAtLogon: true, PasswordNeverExpires: false });
      expect(await shown('PasswordLastSet')).toBe(null);
      await set({ ChangePasswordAtLogon: false });
      expect(await shown('PasswordLastSet')).not.toBe(null);
      await set({ DisplayName: 'Somebody' });
      expect(await shown('DisplayName')).toBe('Somebody');
      await set({ Clear: ['displayName'] });
      expect(await shown('DisplayName')).toBe(null);
      await set({ AccountExpirationDate: { type: 'date', text: '2030-01-31T00:00:00.0000000Z' } });
      expect(new Date(text(await shown('AccountExpirationDate'))).toISOString()).toBe(
        '2030-01-31T00:00:00.000Z',
      );
      await directory().rows('Clear-ADAccountExpiration', { Identity: 'sa-2', Confirm: false });
      expect(await shown('AccountExpirationDate')).toBe(null);
      await directory().rows('Disable-ADAccount', { Identity: 'sa-2', Confirm: false });
      expect(await shown('Enabled')).toBe(false);
      await directory().rows('Enable-ADAccount', { Identity: 'sa-2', Confirm: false });
      expect(await shown('Enabled')).toBe(true);
      expect(await shown('CannotChangePassword')).toBe(true);
    });

    test('refuses a weak password and leaves the account behind, disabled, to be gone on with', async () => {
      const details = {
        Name: 'half',
        Path: serviceAccounts,
        AccountPassword: weak,
        Enabled: true,
        Confirm: false,
      };
      expect(await directory().refusal('New-ADUser', details)).toEqual({
        id: `ActiveDirectoryServer:1325,${commands}.NewADUser`,
        exception: `${management}.ADPasswordComplexityException`,
      });
      const asked = { Identity: 'half', Properties: ['PasswordLastSet'] };
      const left = ['Enabled', 'PasswordLastSet'];
      expect(await directory().row('Get-ADUser', asked, left)).toEqual({
        Enabled: false,
        PasswordLastSet: null,
      });
      expect(await directory().refusal('New-ADUser', { ...details, AccountPassword: good })).toMatchObject({
        id: `ActiveDirectoryServer:1316,${commands}.NewADUser`,
      });
      await directory().rows('Set-ADAccountPassword', {
        Identity: 'half',
        Reset: true,
        NewPassword: good,
        Confirm: false,
      });
      await directory().rows('Enable-ADAccount', { Identity: 'half', Confirm: false });
      expect(await directory().row('Get-ADUser', asked, ['Enabled'])).toEqual({ Enabled: true });
      expect(
        await directory().refusal('Set-ADAccountPassword', {
          Identity: 'half',
          Reset: true,
          NewPassword: weak,
        }),
      ).toMatchObject({ id: `ActiveDirectoryServer:1325,${commands}.SetADAccountPassword` });
    });

    test('refuses what is taken, and places that are not there, with the ids of the real module', async () => {
      await make('first', { UserPrincipalName: 'first@uni.example' });
      const refused = async (more: Readonly<Record<string, Typed>>) =>
        (
          await directory().refusal('New-ADUser', {
            Name: 'second',
            Path: serviceAccounts,
            Confirm: false,
            ...more,
          })
        ).id;
      expect(await refused({ SamAccountName: 'first' })).toBe(
        `ActiveDirectoryServer:1316,${commands}.NewADUser`,
      );
      expect(await refused({ Name: 'first', SamAccountName: 'second' })).toBe(
        `ActiveDirectoryServer:1316,${commands}.NewADUser`,
      );
      expect(await refused({ UserPrincipalName: 'first@uni.example' })).toBe(
        `ActiveDirectoryServer:8648,${commands}.NewADUser`,
      );
      expect(await refused({ Path: `OU=Nowhere,${domain.dn}` })).toBe(
        `ActiveDirectoryCmdlet:${management}.ADIdentityNotFoundException,${commands}.NewADUser`,
      );
      expect(await directory().refusal('Get-ADUser', { Identity: 'nobody' })).toEqual({
        id: `ActiveDirectoryCmdlet:${management}.ADIdentityNotFoundException,${commands}.GetADUser`,
        exception: `${management}.ADIdentityNotFoundException`,
      });
      expect(await directory().rows('Get-ADUser', { LDAPFilter: '(sAMAccountName=nobody)' })).toEqual([]);
      expect(
        await directory().refusal('Get-ADObject', {
          LDAPFilter: '(name=x)',
          SearchBase: `OU=Nowhere,${domain.dn}`,
          SearchScope: 'OneLevel',
        }),
      ).toMatchObject({ exception: `${management}.ADIdentityNotFoundException` });
      expect(await directory().refusal('Get-ADUser', { LDAPFilter: '(name=x' })).toMatchObject({
        exception: `${management}.ADFilterException`,
      });
      expect(await directory().refusal('Get-ADUser', { Identity: 'first', Fast: true })).toMatchObject({
        id: `NamedParameterNotFound,${commands}.GetADUser`,
      });
    });

    test('keeps hostile names as they are, in names, distinguished names and filters', async () => {
      for (const [index, name] of hostileNames.entries()) {
        const account = `hostile-${index}`;
        await make(name, { SamAccountName: account, DisplayName: name, Enabled: false });
        const found = await directory().row(
          'Get-ADUser',
          { Identity: account, Properties: ['DisplayName'] },
          ['Name', 'DisplayName', 'DistinguishedName'],
        );
        expect([found['Name'], found['DisplayName']]).toEqual([name, name]);
        const byName = await directory().rows(
          'Get-ADObject',
          {
            LDAPFilter: `(&(name=${ldapText(name)})(displayName=${ldapText(name)}))`,
            Properties: ['sAMAccountName'],
          },
          ['sAMAccountName'],
        );
        expect(byName).toContainEqual({ sAMAccountName: account });
        expect(
          await directory().row('Get-ADUser', { Identity: text(found['DistinguishedName']) }, [
            'SamAccountName',
          ]),
        ).toEqual({ SamAccountName: account });
        await directory().rows('Remove-ADUser', { Identity: account, Confirm: false });
      }
    });

    test('keeps groups: nested, in a circle, by primary group', async () => {
      for (const name of ['inner', 'outer'])
        await directory().rows('New-ADGroup', {
          Name: name,
          GroupScope: 'Universal',
          GroupCategory: 'Security',
          Path: serviceAccounts,
          Confirm: false,
        });
      await make('member');
      const add = (group: string, ...members: string[]) =>
        directory().rows('Add-ADGroupMember', { Identity: group, Members: members, Confirm: false });
      await add('inner', 'member');
      await add('inner', 'member');
      await add('outer', 'inner');
      await add('inner', 'outer');

      expect(
        await directory().row('Get-ADGroup', { Identity: 'outer' }, ['GroupScope', 'GroupCategory']),
      ).toEqual({
        GroupScope: 'Universal',
        GroupCategory: 'Security',
      });
      const members = (more: Readonly<Record<string, Typed>>) =>
        directory().rows('Get-ADGroupMember', more, ['name']);
      expect(await members({ Identity: 'outer' })).toEqual([{ name: 'inner' }]);
      expect(await members({ Identity: 'outer', Recursive: true })).toEqual([{ name: 'member' }]);
      expect(await members({ Identity: 'Domain Users' })).toContainEqual({ name: 'member' });
      const dn = `CN=member,${serviceAccounts}`;
      const inChain = { LDAPFilter: `(member:1.2.840.113556.1.4.1941:=${ldapText(dn)})` };
      expect(
        (await directory().rows('Get-ADGroup', inChain, ['Name'])).map((one) => one['Name']).toSorted(),
      ).toEqual(['inner', 'outer']);
      const groups = await directory().rows('Get-ADPrincipalGroupMembership', { Identity: 'member' }, [
        'Name',
      ]);
      expect(groups.map((one) => one['Name']).toSorted()).toEqual(['Domain Users', 'inner']);

      await directory().rows('Set-ADGroup', {
        Identity: 'outer',
        DisplayName: 'Outer',
        GroupCategory: 'Distribution',
        Confirm: false,
      });
      expect(
        await directory().row('Get-ADGroup', { Identity: 'outer', Properties: ['DisplayName'] }, [
          'DisplayName',
          'GroupCategory',
        ]),
      ).toEqual({ DisplayName: 'Outer', GroupCategory: 'Distribution' });
      const remove = { Identity: 'inner', Members: ['member'], Confirm: false };
      await directory().rows('Remove-ADGroupMember', remove);
      await directory().rows('Remove-ADGroupMember', remove);
      expect(await members({ Identity: 'outer', Recursive: true })).toEqual([]);
      await directory().rows('Remove-ADGroup', { Identity: 'outer', Confirm: false });
      expect(await directory().refusal('Get-ADGroup', { Identity: 'outer' })).toMatchObject({
        exception: `${management}.ADIdentityNotFoundException`,
      });
      expect(
        await directory().refusal('New-ADGroup', {
          Name: 'again',
          SamAccountName: 'inner',
          GroupScope: 'Global',
        }),
      ).toMatchObject({ id: `ActiveDirectoryServer:1318,${commands}.NewADGroup` });
    });

    test('knows the policy of the domain and a fine-grained one, which is enforced through nested groups', async () => {
      const policy = ['MinPasswordLength', 'ComplexityEnabled', 'PasswordHistoryCount', 'LockoutThreshold'];
      expect(
        await directory().row('Get-ADDefaultDomainPasswordPolicy', { Identity: domain.dns }, policy),
      ).toEqual({
        MinPasswordLength: 7,
        ComplexityEnabled: true,
        PasswordHistoryCount: 24,
        LockoutThreshold: 0,
      });
      await directory().rows('New-ADGroup', { Name: 'strict', GroupScope: 'Global', Confirm: false });
      directory().controller.change(
        fineGrainedPolicy({
          name: 'Long',
          length: 30,
          lockout: 3,
          appliesTo: `CN=strict,CN=Users,${domain.dn}`,
        }),
      );
      await make('under-policy');
      const resultant = () =>
        directory().rows('Get-ADUserResultantPasswordPolicy', { Identity: 'under-policy' }, [
          'Name',
          'MinPasswordLength',
        ]);
      expect(await resultant()).toEqual([]);
      await directory().rows('Add-ADGroupMember', { Identity: 'strict', Members: ['under-policy'] });
      expect(await resultant()).toEqual([{ Name: 'Long', MinPasswordLength: 30 }]);
      expect(
        await directory().row('Get-ADFineGrainedPasswordPolicy', { Identity: 'Long' }, ['LockoutThreshold']),
      ).toEqual({
        LockoutThreshold: 3,
      });
      expect(
        await directory().refusal('Set-ADAccountPassword', {
          Identity: 'under-policy',
          Reset: true,
          NewPassword: good,
        }),
      ).toMatchObject({ id: `ActiveDirectoryServer:1325,${commands}.SetADAccountPassword` });
    });

    test('finds deleted objects where they are asked for', async () => {
      await make('gone', { UserPrincipalName: 'gone@uni.example' });
      await directory().rows('Remove-ADUser', { Identity: 'gone', Confirm: false });
      const filter = { LDAPFilter: '(&(isDeleted=TRUE)(userPrincipalName=gone@uni.example))' };
      expect(await directory().rows('Get-ADObject', filter)).toEqual([]);
      const asked = { ...filter, IncludeDeletedObjects: true, Properties: ['whenChanged', 'sAMAccountName'] };
      const [found, ...more] = await directory().rows('Get-ADObject', asked, [
        'whenChanged',
        'sAMAccountName',
        'ObjectGUID',
      ]);
      expect(more).toEqual([]);
      expect(found).toMatchObject({ sAMAccountName: 'gone' });
      expect(Date.parse(text(found?.['whenChanged']))).toBeGreaterThan(0);
    });

    test('works as somebody else, who may do less', async () => {
      await make('ordinary', { UserPrincipalName: 'ordinary@uni.example' });
      try {
        await directory().workAs('ordinary@uni.example', 'Correct-Horse-7-Battery');
        expect(await directory().row('Get-ADUser', { Identity: 'ordinary' }, ['Enabled'])).toEqual({
          Enabled: true,
        });
        expect(
          await directory().refusal('New-ADUser', { Name: 'theirs', Path: serviceAccounts, Confirm: false }),
        ).toMatchObject({ id: `ActiveDirectoryServer:8344,${commands}.NewADUser` });
        expect(await directory().rows('Get-ADUserResultantPasswordPolicy', { Identity: 'ordinary' })).toEqual(
          [],
        );
        // The discovery of a controller takes no credential; PowerShell leaves it out by itself.
        expect(
          await directory().call('Get-ADDomainController', { Discover: true }, ['HostName']),
        ).toHaveLength(1);
        await directory().workAs('ordinary@uni.example', 'wrong');
        expect(await directory().refusal('Get-ADUser', { Identity: 'ordinary' })).toMatchObject({
          exception: 'System.Security.Authentication.AuthenticationException',
        });
      } finally {
        await directory().workAs('');
      }
    });

    test('tells a controller that does not answer', async () => {
      expect(await directory().refusal('Get-ADUser', { Identity: 'first', Server: '127.0.0.1' })).toEqual({
        id: `ActiveDirectoryServer:0,${commands}.GetADUser`,
        exception: `${management}.ADServerDownException`,
      });
    });

    test('has the parameters of the real module, each with its type, and no others', async () => {
      const rows = await directory().call('Get-Command', { Module: 'ActiveDirectory' }, [
        'Name',
        'Definition',
      ]);
      expect(rows.length).toBeGreaterThan(20);
      for (const [name, definition] of rows) {
        const known = signature(text(name));
        const declared = [...text(definition).matchAll(/[\s[]-(\w+)\]?(?: <([\w[\]]+)>)?/gu)];
        const own = declared.filter(([, parameter = '']) => !['WhatIf', 'Confirm'].includes(parameter));
        for (const [, parameter = '', type = 'switch'] of own)
          expect(
            `${text(name)} ${parameter} ${typeOf(known?.parameters.get(parameter.toLowerCase())?.type)}`,
          ).toBe(`${text(name)} ${parameter} ${typeOf(type)}`);
      }
    });
  },
);

/** A type's name as PowerShell and Microsoft's reference both could write it. */
const typeOf = (name = 'none'): string =>
  name
    .toLowerCase()
    .replace(/^nullable\[(.*)\]$/u, '$1')
    .replace('switchparameter', 'switch')
    .replace('boolean', 'bool')
    .replace('int32', 'int');
