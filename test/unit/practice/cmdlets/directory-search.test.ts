import { plainText } from '../../../../electron/practice/state/rows.ts';
import { describe, expect, it } from 'vitest';
import { addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { site } from './directory-site.ts';
import { domain, refusal, start, unit } from './small-site.ts';

describe('finding', () => {
  it('by distinguished name, GUID, SID and sAMAccountName, not by UPN', () => {
    const { ad, newUser } = site();
    newUser();
    const [user] = ad('Get-ADUser', { Identity: 'sa-push-1' }).rows;
    for (const key of ['DistinguishedName', 'ObjectGUID', 'SID'])
      expect(ad('Get-ADUser', { Identity: plainText(user?.[key]) }).rows).toEqual([user]);
    expect(refusal(() => ad('Get-ADUser', { Identity: 'sa-push-1@uni.example' }))).toMatchObject({
      id: 'ActiveDirectoryCmdlet:Microsoft.ActiveDirectory.Management.ADIdentityNotFoundException,Microsoft.ActiveDirectory.Management.Commands.GetADUser',
      message: `Cannot find an object with identity: 'sa-push-1@uni.example' under: '${domain}'.`,
    });
    expect(refusal(() => ad('Get-ADGroup', { Identity: 'sa-push-1' })).exception).toBe(
      'ADIdentityNotFoundException',
    );
  });

  it('a property that was not asked for is not there, and asked for but not set is null', () => {
    const { ad, newUser } = site();
    newUser();
    expect(ad('Get-ADUser', { Identity: 'sa-push-1' }).rows[0]).not.toHaveProperty('DisplayName');
    expect(ad('Get-ADUser', { Identity: 'sa-push-1', Properties: ['DisplayName'] }).rows[0]).toHaveProperty(
      'DisplayName',
      null,
    );
  });

  it('a search without a match is empty, and a bad filter is refused', () => {
    const { ad } = site();
    expect(ad('Get-ADObject', { LDAPFilter: '(sAMAccountName=nobody)' }).rows).toEqual([]);
    expect(refusal(() => ad('Get-ADObject', { LDAPFilter: '(sAMAccountName=nobody' })).exception).toBe(
      'ADFilterException',
    );
    expect(refusal(() => ad('Get-ADUser', { Filter: 'Name -equals "x"' }))).toMatchObject({
      exception: 'ADFilterParsingException',
      message: expect.stringContaining('Error parsing query:'),
    });
    expect(
      refusal(() => ad('Get-ADObject', { LDAPFilter: '(cn=*)', SearchBase: `OU=Gone,${domain}` })).exception,
    ).toBe('ADIdentityNotFoundException');
  });

  it.each([
    ['(&(objectClass=user)(displayName=Calendar*))', 2],
    ['(displayName=*push 1)', 1],
    ['(displayName=C*p*2)', 1],
    ['(!(displayName=*))', 1],
    ['(|(sAMAccountName=sa-1)(userPrincipalName=SA-2@uni.example))', 2],
    ['(name=sa-\\31)', 1],
    ['(userAccountControl:1.2.840.113556.1.4.803:=2)', 1],
    ['(&(objectCategory=person)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))', 1],
    ['(primaryGroupID=1234)', 1],
  ])('understands %s', (LDAPFilter, count) => {
    const { ad, state } = site();
    for (const number of ['1', '2'])
      addAdObject(
        state,
        {
          kind: 'user',
          name: `sa-${number}`,
          parentDn: unit,
          sam: `sa-${number}`,
          upn: `sa-${number}@uni.example`,
          displayName: `Calendar push ${number}`,
          enabled: number === '1',
          attributes: number === '1' ? { primaryGroupID: 1234 } : {},
        },
        start,
      );
    expect(ad('Get-ADObject', { LDAPFilter, SearchBase: domain }).rows).toHaveLength(count);
  });

  it('limits a search to a unit, its children, or the object itself', () => {
    const { ad, newUser } = site();
    newUser();
    const count = (SearchScope: string, SearchBase: string) =>
      ad('Get-ADObject', { LDAPFilter: '(objectClass=*)', SearchBase, SearchScope }).rows.length;
    expect([
      count('Base', unit),
      count('OneLevel', unit),
      count('Subtree', unit),
      count('OneLevel', domain),
    ]).toEqual([1, 1, 2, 1]);
  });

  it('follows groups in groups, in circles too, in both directions', () => {
    const { ad, newUser } = site();
    newUser();
    for (const Name of ['inner', 'outer']) ad('New-ADGroup', { Name, GroupScope: 'Universal', Path: unit });
    ad('Add-ADGroupMember', { Identity: 'inner', Members: ['sa-push-1'] });
    ad('Add-ADGroupMember', { Identity: 'outer', Members: ['inner'] });
    ad('Add-ADGroupMember', { Identity: 'inner', Members: ['outer'] });
    const inside = ad('Get-ADObject', {
      LDAPFilter: `(memberOf:1.2.840.113556.1.4.1941:=CN=outer,${unit})`,
    }).rows;
    expect(inside.map((row) => row['Name']).toSorted()).toEqual(['inner', 'outer', 'sa-push-1']);
    const above = ad('Get-ADGroup', {
      LDAPFilter: `(member:1.2.840.113556.1.4.1941:=CN=sa-push-1,${unit})`,
    }).rows;
    expect(above.map((row) => row['Name']).toSorted()).toEqual(['inner', 'outer']);
    expect(ad('Get-ADPrincipalGroupMembership', { Identity: 'sa-push-1' }).rows).toHaveLength(1);
  });
});
