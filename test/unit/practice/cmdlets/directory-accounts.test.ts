import { describe, expect, it } from 'vitest';
import {
  adObjectBySam,
  addAdObject,
  changeAdObject,
} from '../../../../electron/practice/state/ad-objects.ts';
import { own } from '../../../../electron/practice/cmdlets/directory/attributes.ts';
import { password, site } from './directory-site.ts';
import { domain, refusal, start, unit } from './small-site.ts';
import type { Value } from '../../../../shared/commands/value.ts';

describe('changing an account', () => {
  it('sets, clears and checks as the directory does', () => {
    const { ad, newUser } = site();
    newUser();
    newUser({ Name: 'other', SamAccountName: 'other', UserPrincipalName: 'other@uni.example' });
    ad('Set-ADUser', {
      Identity: 'sa-push-1',
      DisplayName: 'New name',
      AccountExpirationDate: { date: '2027-01-01T00:00:00Z' },
      Replace: { hashtable: { extensionAttribute1: 'x' } },
    });
    const look = () =>
      ad('Get-ADUser', {
        Identity: 'sa-push-1',
        Properties: ['DisplayName', 'AccountExpirationDate', 'extensionAttribute1'],
      }).rows[0];
    expect(look()).toMatchObject({
      DisplayName: 'New name',
      AccountExpirationDate: '2027-01-01T00:00:00.000Z',
      extensionAttribute1: 'x',
    });
    ad('Clear-ADAccountExpiration', { Identity: 'sa-push-1' });
    ad('Set-ADUser', { Identity: 'sa-push-1', Clear: ['extensionAttribute1'] });
    expect(look()).toMatchObject({ AccountExpirationDate: null, extensionAttribute1: null });
    ad('Set-ADAccountExpiration', { Identity: 'sa-push-1', DateTime: { date: '2027-02-01T00:00:00Z' } });
    expect(look()).toMatchObject({ AccountExpirationDate: '2027-02-01T00:00:00.000Z' });
    expect(
      refusal(() => ad('Set-ADUser', { Identity: 'sa-push-1', UserPrincipalName: 'other@uni.example' })).id,
    ).toContain('8648');
    expect(
      refusal(() => ad('Set-ADUser', { Identity: 'sa-push-1', Replace: { hashtable: { title: '' } } }))
        .exception,
    ).toBe('ArgumentException');
  });

  it('unlocks, disables and enables, and reads bits', () => {
    const { ad, newUser, state } = site();
    newUser();
    const guid = adObjectBySam(state, 'sa-push-1')?.guid ?? '';
    changeAdObject(state, guid, { attributes: { [own.lockedOut]: true } }, start);
    ad('Disable-ADAccount', { Identity: 'sa-push-1' });
    ad('Set-ADAccountControl', { Identity: 'sa-push-1', PasswordNeverExpires: true });
    const look = () =>
      ad('Get-ADUser', { Identity: 'sa-push-1', Properties: ['LockedOut', 'userAccountControl'] }).rows[0];
    expect(look()).toMatchObject({ LockedOut: true, userAccountControl: 0x10202 });
    ad('Unlock-ADAccount', { Identity: 'sa-push-1' });
    expect(look()).toMatchObject({ LockedOut: false });
  });

  it('sets a password with the old one only if that is right, and never the same again', () => {
    const { ad, newUser } = site();
    newUser();
    const set = (given: Readonly<Record<string, Value>>, secrets: Record<string, string>) =>
      ad(
        'Set-ADAccountPassword',
        { Identity: 'sa-push-1', NewPassword: { secret: 'new' }, ...given },
        secrets,
      );
    expect(
      refusal(() => set({ OldPassword: { secret: 'old' } }, { new: `${password}2`, old: 'wrong' })).id,
    ).toContain('ActiveDirectoryServer:86');
    expect(refusal(() => set({ Reset: true }, { new: password })).exception).toBe(
      'ADPasswordComplexityException',
    );
    expect(() =>
      set({ OldPassword: { secret: 'old' } }, { new: `${password}2`, old: password }),
    ).not.toThrow();
  });

  it('removes to the bin, and brings back', () => {
    const { ad, newUser, state } = site();
    newUser();
    const guid = adObjectBySam(state, 'sa-push-1')?.guid ?? '';
    changeAdObject(state, guid, { attributes: { [own.protected]: true } }, start);
    expect(refusal(() => ad('Remove-ADUser', { Identity: 'sa-push-1', Confirm: false }))).toMatchObject({
      id: 'ActiveDirectoryCmdlet:System.UnauthorizedAccessException,Microsoft.ActiveDirectory.Management.Commands.RemoveADUser',
      message: 'Access is denied',
    });
    ad('Set-ADObject', { Identity: guid, ProtectedFromAccidentalDeletion: false });
    ad('Remove-ADUser', { Identity: 'sa-push-1', Confirm: false });
    expect(refusal(() => ad('Get-ADUser', { Identity: guid })).exception).toBe('ADIdentityNotFoundException');
    const filter = '(&(isDeleted=TRUE)(userPrincipalName=sa-push-1@uni.example))';
    expect(ad('Get-ADObject', { LDAPFilter: filter }).rows).toEqual([]);
    expect(
      ad('Get-ADObject', {
        LDAPFilter: filter,
        IncludeDeletedObjects: true,
        Properties: ['whenChanged', 'lastKnownParent'],
      }).rows,
    ).toMatchObject([{ ObjectGUID: guid, whenChanged: start.toISOString(), lastKnownParent: unit }]);
    ad('Restore-ADObject', { Identity: guid });
    expect(ad('Get-ADUser', { Identity: guid }).rows[0]).toMatchObject({
      DistinguishedName: `CN=sa-push-1,${unit}`,
    });
  });

  it('does not bring back what has no parent any more', () => {
    const { ad, state } = site();
    const gone = addAdObject(
      state,
      { kind: 'user', name: 'x', parentDn: `OU=Gone,${domain}`, sam: 'x' },
      start,
    );
    ad('Remove-ADUser', { Identity: 'x', Confirm: false });
    expect(refusal(() => ad('Restore-ADObject', { Identity: gone.guid })).id).toContain(
      'ActiveDirectoryServer:8329',
    );
    ad('Restore-ADObject', { Identity: gone.guid, TargetPath: unit });
    expect(ad('Get-ADUser', { Identity: 'x' }).rows).toHaveLength(1);
  });
});
