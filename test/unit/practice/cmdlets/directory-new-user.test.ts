import { describe, expect, it } from 'vitest';
import { adObjectBySam, adPasswordHash } from '../../../../electron/practice/state/ad-objects.ts';
import { matchesPassword } from '../../../../electron/practice/state/passwords.ts';
import { password, site } from './directory-site.ts';
import { domain, refusal, unit } from './small-site.ts';

describe('New-ADUser', () => {
  it('makes an account as it is asked, and shows nothing', () => {
    const { ad, newUser, state } = site();
    const made = newUser({
      DisplayName: 'Calendar push 1',
      PasswordNeverExpires: true,
      CannotChangePassword: true,
      ChangePasswordAtLogon: false,
      AccountExpirationDate: null,
    });
    expect(made.rows).toEqual([]);
    const [user] = ad('Get-ADUser', {
      Identity: 'sa-push-1',
      Properties: [
        'DisplayName',
        'PasswordNeverExpires',
        'CannotChangePassword',
        'AccountExpirationDate',
        'LockedOut',
        'MemberOf',
        'userAccountControl',
      ],
    }).rows;
    expect(user).toMatchObject({
      DistinguishedName: `CN=sa-push-1,${unit}`,
      Enabled: true,
      DisplayName: 'Calendar push 1',
      PasswordNeverExpires: true,
      CannotChangePassword: true,
      AccountExpirationDate: null,
      LockedOut: false,
      MemberOf: [],
      userAccountControl: 0x10200,
    });
    const account = adObjectBySam(state, 'sa-push-1');
    expect(matchesPassword(adPasswordHash(state, account?.guid ?? ''), password)).toBe(true);
  });

  it('leaves a disabled account behind when the password is refused', () => {
    const { ad, newUser } = site();
    expect(refusal(() => newUser({ PasswordNeverExpires: true }, 'short'))).toMatchObject({
      id: 'ActiveDirectoryServer:1325,Microsoft.ActiveDirectory.Management.Commands.NewADUser',
      exception: 'ADPasswordComplexityException',
      message: 'The password does not meet the length, complexity, or history requirement of the domain.',
    });
    expect(
      ad('Get-ADUser', { Identity: 'sa-push-1', Properties: ['PasswordNeverExpires'] }).rows[0],
    ).toMatchObject({
      Enabled: false,
      PasswordNeverExpires: false,
    });
    expect(refusal(() => ad('Enable-ADAccount', { Identity: 'sa-push-1' })).id).toContain(
      'ActiveDirectoryServer:1325',
    );
    ad(
      'Set-ADAccountPassword',
      { Identity: 'sa-push-1', Reset: true, NewPassword: { secret: 'x' } },
      { x: password },
    );
    ad('Enable-ADAccount', { Identity: 'sa-push-1' });
    expect(ad('Get-ADUser', { Identity: 'sa-push-1' }).rows[0]).toMatchObject({ Enabled: true });
  });

  it.each([
    ['too few kinds of character', 'alllowercaseletters'],
    ['the account name inside', 'X1-sa-push-1-and-more'],
    ['a part of the display name inside', 'My-Calendar-is-nice-1'],
  ])('refuses a password with %s', (_, secret) => {
    const { newUser } = site();
    expect(refusal(() => newUser({ DisplayName: 'Calendar push' }, secret)).exception).toBe(
      'ADPasswordComplexityException',
    );
  });

  it.each([
    [
      'sAMAccountName taken',
      { Name: 'other', UserPrincipalName: 'other@uni.example' },
      'ActiveDirectoryServer:1316',
      'ADIdentityAlreadyExistsException',
    ],
    [
      'name taken in that unit',
      { SamAccountName: 'other', UserPrincipalName: 'other@uni.example' },
      'ActiveDirectoryServer:8305',
      'ADException',
    ],
    [
      'UPN taken in the forest',
      { Name: 'other', SamAccountName: 'other' },
      'ActiveDirectoryServer:8648',
      'ADException',
    ],
    [
      'unit that is not there',
      { Name: 'o', SamAccountName: 'o', UserPrincipalName: 'o@uni.example', Path: `OU=Gone,${domain}` },
      'ActiveDirectoryCmdlet:Microsoft.ActiveDirectory.Management.ADIdentityNotFoundException',
      'ADIdentityNotFoundException',
    ],
    [
      'unit that is malformed',
      { Name: 'o', SamAccountName: 'o', UserPrincipalName: 'o@uni.example', Path: 'Service accounts' },
      'ActiveDirectoryServer:8335',
      'ADException',
    ],
    [
      'sAMAccountName too long',
      { Name: 'o', SamAccountName: 'x'.repeat(21), UserPrincipalName: 'o@uni.example' },
      'ActiveDirectoryServer:1315',
      'ADException',
    ],
    [
      'name too long',
      { Name: 'x'.repeat(65), SamAccountName: 'o', UserPrincipalName: 'o@uni.example' },
      'ActiveDirectoryServer:8239',
      'ADException',
    ],
    [
      'contradiction',
      {
        Name: 'o',
        SamAccountName: 'o',
        UserPrincipalName: 'o@uni.example',
        ChangePasswordAtLogon: true,
        PasswordNeverExpires: true,
      },
      'ActiveDirectoryCmdlet:System.ArgumentException',
      'ArgumentException',
    ],
  ])('is refused: %s', (_, given, id, exception) => {
    const { newUser } = site();
    newUser();
    const error = refusal(() => newUser(given));
    expect(error.id.split(',')[0]).toBe(id);
    expect(error.exception).toBe(exception);
  });

  it('takes names without their accents as equal: Muller is Müller, Meissner is Meißner', () => {
    const { newUser } = site();
    for (const [one, other] of [
      ['Müller', 'Muller'],
      ['Meißner', 'Meissner'],
    ] as const) {
      newUser({ Name: one, SamAccountName: `${one}1`, UserPrincipalName: `${one}1@uni.example` });
      expect(
        refusal(() =>
          newUser({ Name: other, SamAccountName: `${other}2`, UserPrincipalName: `${other}2@uni.example` }),
        ).id,
      ).toContain('ActiveDirectoryServer:8305');
      expect(
        refusal(() => newUser({ Name: 'x', SamAccountName: `${other}1`, UserPrincipalName: 'x@uni.example' }))
          .id,
      ).toContain('ActiveDirectoryServer:1316');
    }
  });
});
