import { describe, expect, it } from 'vitest';
import { adObjectBySam, addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { own } from '../../../../electron/practice/cmdlets/directory/attributes.ts';
import { addAdMember } from '../../../../electron/practice/state/members.ts';
import { putSetting, setting } from '../../../../electron/practice/state/settings.ts';
import { password, site, target } from './directory-site.ts';
import { controller, domain, later, refusal, run, start, unit } from './small-site.ts';

describe('groups', () => {
  it('refuse a taken name, and unknown members as a whole; a member twice is nothing', () => {
    const { ad, newUser } = site();
    newUser();
    ad('New-ADGroup', { Name: 'push', GroupScope: 'Universal', Path: unit });
    expect(
      refusal(() => ad('New-ADGroup', { Name: 'push', GroupScope: 'Universal', Path: unit })),
    ).toMatchObject({
      id: 'ActiveDirectoryServer:1318,Microsoft.ActiveDirectory.Management.Commands.NewADGroup',
      message: 'The specified group already exists',
    });
    expect(
      refusal(() => ad('Add-ADGroupMember', { Identity: 'push', Members: ['sa-push-1', 'nobody'] }))
        .exception,
    ).toBe('ADIdentityNotFoundException');
    expect(ad('Get-ADGroupMember', { Identity: 'push' }).rows).toEqual([]);
    for (const _ of [1, 2]) ad('Add-ADGroupMember', { Identity: 'push', Members: ['sa-push-1'] });
    expect(ad('Get-ADGroupMember', { Identity: 'push' }).rows).toMatchObject([
      { SamAccountName: 'sa-push-1', objectClass: 'user' },
    ]);
    expect(
      ad('Get-ADGroup', { Identity: 'push', Properties: ['member', 'groupType'] }).rows[0],
    ).toMatchObject({ member: [`CN=sa-push-1,${unit}`], groupType: -2147483640 });
    for (const _ of [1, 2])
      ad('Remove-ADGroupMember', { Identity: 'push', Members: ['sa-push-1'], Confirm: false });
    expect(ad('Get-ADGroupMember', { Identity: 'push' }).rows).toEqual([]);
  });

  it('keep the rules of scope and nesting', () => {
    const { ad } = site();
    for (const GroupScope of ['Global', 'Universal', 'DomainLocal'])
      ad('New-ADGroup', { Name: GroupScope, GroupScope, Path: unit });
    const id = (work: () => unknown) => refusal(work).id.split(',')[0];
    const add = (Identity: string, member: string) => () =>
      ad('Add-ADGroupMember', { Identity, Members: [member] });
    expect(id(add('Global', 'Universal'))).toBe('ActiveDirectoryServer:8516');
    expect(id(add('Universal', 'DomainLocal'))).toBe('ActiveDirectoryServer:8518');
    expect(add('Global', 'Global')).not.toThrow();
    const scope = (Identity: string, GroupScope: string) => () => ad('Set-ADGroup', { Identity, GroupScope });
    expect(id(scope('Global', 'DomainLocal'))).toBe('ActiveDirectoryServer:8245');
    expect(refusal(scope('Global', 'Universal')).message).toBe(
      'A global group cannot have a universal group as a member',
    );
    ad('Remove-ADGroupMember', { Identity: 'Global', Members: ['Global'], Confirm: false });
    expect(scope('Global', 'Universal')).not.toThrow();
  });

  it('of more than 5,000 members fail as a whole in Get-ADGroupMember, and are read by the attribute', () => {
    const { ad, state } = site();
    ad('New-ADGroup', { Name: 'big', GroupScope: 'Universal', Path: unit });
    const group = adObjectBySam(state, 'big')?.guid ?? '';
    state.transaction(() => {
      for (let number = 0; number <= 5000; number += 1) {
        const { guid } = addAdObject(
          state,
          { kind: 'user', name: `u${number}`, parentDn: unit, sam: `u${number}` },
          start,
        );
        addAdMember(state, group, guid);
      }
    });
    expect(refusal(() => ad('Get-ADGroupMember', { Identity: 'big' }))).toMatchObject({
      id: 'ActiveDirectoryServer:8227,Microsoft.ActiveDirectory.Management.Commands.GetADGroupMember',
      message: 'The size limit for this request was exceeded',
    });
    expect(ad('Get-ADGroup', { Identity: 'big', Properties: ['member'] }).rows[0]?.['member']).toHaveLength(
      5001,
    );
    expect(ad('Get-ADObject', { LDAPFilter: `(memberOf=CN=big,${unit})` }).rows).toHaveLength(5001);
  });

  it('with members over a one-way trust fail without a number', () => {
    const { ad, state } = site();
    addAdObject(
      state,
      { kind: 'group', name: 'far', parentDn: unit, sam: 'far', attributes: { [own.foreignMembers]: true } },
      start,
    );
    expect(refusal(() => ad('Get-ADGroupMember', { Identity: 'far' }))).toMatchObject({
      message: 'An unspecified error has occurred',
    });
  });
});

describe('the domain and its controllers', () => {
  it('are found, and name what later commands need', () => {
    const { ad, session } = site();
    expect(ad('Get-ADDomain', { Identity: 'uni.example' }).rows[0]).toMatchObject({
      DNSRoot: 'uni.example',
      NetBIOSName: 'UNI',
      DistinguishedName: domain,
    });
    expect(ad('Get-ADForest', { Identity: 'uni.example' }).rows[0]).toMatchObject({
      Domains: ['uni.example'],
      UPNSuffixes: ['uni.example'],
    });
    expect(ad('Get-ADRootDSE').rows[0]).toMatchObject({
      defaultNamingContext: domain,
      currentTime: start.toISOString(),
    });
    expect(
      run(session, target, 'Get-ADDomainController', { Discover: true, Writable: true, Service: ['ADWS'] })
        .rows,
    ).toMatchObject([{ HostName: [controller] }]);
    expect(ad('Get-ADDomainController', { Filter: 'IsReadOnly -eq $true' }).rows).toMatchObject([
      { HostName: 'rodc.uni.example' },
    ]);
    expect(refusal(() => ad('Get-ADDomain', { Identity: 'elsewhere.example' })).exception).toBe(
      'ADIdentityNotFoundException',
    );
    expect(ad('Get-ADOrganizationalUnit', { Identity: unit }).rows).toMatchObject([
      { Name: 'Service accounts' },
    ]);
  });

  it.each([
    ['nobody.uni.example', 'ActiveDirectoryServer:0', 'ADServerDownException'],
    ['down.uni.example', 'ActiveDirectoryServer:0', 'ADServerDownException'],
  ])('refuse the server %s', (Server, id, exception) => {
    const { ad } = site();
    const error = refusal(() => ad('Get-ADDomain', { Server }));
    expect([error.id.split(',')[0], error.exception, error.kind]).toEqual([id, exception, 'transient']);
  });

  it('refer a write to a read-only controller, and refuse one without the right', () => {
    const { ad, newUser, state } = site();
    newUser();
    expect(
      refusal(() => ad('Disable-ADAccount', { Identity: 'sa-push-1', Server: 'rodc.uni.example' })).id,
    ).toContain('ActiveDirectoryServer:8235');
    putSetting(state, 'activeDirectory', { ...setting(state, 'activeDirectory'), mayWrite: false });
    expect(refusal(() => ad('Disable-ADAccount', { Identity: 'sa-push-1' }))).toMatchObject({
      id: 'ActiveDirectoryServer:8344,Microsoft.ActiveDirectory.Management.Commands.DisableADAccount',
      message: 'Insufficient access rights to perform the operation',
    });
  });

  it('say when none is up', () => {
    const { session, state } = site();
    putSetting(state, 'activeDirectory', { ...setting(state, 'activeDirectory'), domainControllers: [] });
    expect(refusal(() => run(session, target, 'Get-ADDomain', {}, { now: later })).message).toBe(
      'Unable to find a default server with Active Directory Web Services running.',
    );
  });

  it('show password policies, but not a fine-grained one that may not be read', () => {
    const { ad, newUser, state } = site();
    newUser();
    expect(ad('Get-ADDefaultDomainPasswordPolicy', { Identity: 'uni.example' }).rows[0]).toMatchObject({
      MinPasswordLength: 12,
      ComplexityEnabled: true,
    });
    const directory = setting(state, 'activeDirectory');
    const guid = adObjectBySam(state, 'sa-push-1')?.guid ?? '';
    const policy = (readable: boolean) =>
      putSetting(state, 'activeDirectory', {
        ...directory,
        fineGrained: [
          {
            ...directory.passwordPolicy,
            minPasswordLength: 30,
            name: 'service accounts',
            precedence: 1,
            appliesTo: [guid],
            readable,
          },
        ],
      });
    policy(false);
    expect(ad('Get-ADUserResultantPasswordPolicy', { Identity: 'sa-push-1' }).rows).toEqual([]);
    expect(
      refusal(() =>
        ad(
          'Set-ADAccountPassword',
          { Identity: 'sa-push-1', Reset: true, NewPassword: { secret: 'p' } },
          { p: `${password}!` },
        ),
      ).id,
    ).toContain('1325');
    policy(true);
    expect(ad('Get-ADUserResultantPasswordPolicy', { Identity: 'sa-push-1' }).rows).toMatchObject([
      { Name: 'service accounts' },
    ]);
    expect(ad('Get-ADFineGrainedPasswordPolicy', { Filter: '*' }).rows).toHaveLength(1);
  });
});
