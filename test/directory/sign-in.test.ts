import { describe, expect, test } from 'vitest';
import type { Typed } from '../../electron/tokens/tokens.ts';
import { directoryWorld } from './directory-runs.ts';
import { directorySession, whyNoDirectoryTests } from './directory-session.ts';
import { domain, fineGrainedPolicy, serviceAccounts } from './provisioning.ts';

const reason = whyNoDirectoryTests();
const password = 'Correct-Horse-7-Battery';

describe.skipIf(reason !== undefined)(`the sign-in check on a real directory ${reason ?? ''}`, () => {
  const directory = directorySession();
  const world = directoryWorld();

  const make = (name: string, more: Readonly<Record<string, Typed>> = {}) =>
    directory().rows('New-ADUser', {
      Name: name,
      UserPrincipalName: `${name}@uni.example`,
      Path: serviceAccounts,
      AccountPassword: { type: 'secret', text: password },
      Enabled: true,
      Confirm: false,
      ...more,
    });
  const signIn = (name: string, tried = password) => world().signIn(`${name}@uni.example`, tried);

  test('lets in who may, and tells a wrong password', async () => {
    await make('may');
    expect(await signIn('may')).toBe('signed-in');
    expect(await signIn('may', 'wrong')).toBe('wrong-password');
    expect(await signIn('nobody')).toBe('wrong-password');
  });

  test('tells apart an account that is expired, disabled, or whose password must be changed', async () => {
    await make('expired', { AccountExpirationDate: { type: 'date', text: '2020-01-31T00:00:00.0000000Z' } });
    await make('disabled', { Enabled: false });
    await make('must-change', { ChangePasswordAtLogon: true });
    expect(await signIn('expired')).toBe('expired');
    expect(await signIn('disabled')).toBe('disabled');
    expect(await signIn('must-change')).toBe('must-change');
  });

  test('tries once: an account that is locked by two wrong passwords is let in after one', async () => {
    await make('watched');
    directory().controller.change(
      fineGrainedPolicy({
        name: 'Two tries',
        length: 7,
        lockout: 2,
        appliesTo: `CN=watched,${serviceAccounts}`,
      }),
    );
    expect(await signIn('watched', 'wrong')).toBe('wrong-password');
    expect(await signIn('watched')).toBe('signed-in');
    expect(await signIn('watched', 'wrong')).toBe('wrong-password');
    expect(await signIn('watched', 'wrong')).toBe('wrong-password');
    expect(await signIn('watched')).toBe('locked');
    const shown = { Identity: 'watched', Properties: ['LockedOut'] };
    expect(await directory().row('Get-ADUser', shown, ['LockedOut'])).toEqual({ LockedOut: true });
    await directory().rows('Unlock-ADAccount', { Identity: 'watched', Confirm: false });
    expect(await signIn('watched')).toBe('signed-in');
  });

  test('takes names and passwords as they are', async () => {
    const hostile = `'$(calc)" \`--% ’‚ пароль 9`;
    const userPrincipalName = "o'$(x)@uni.example";
    await make('hostile', {
      AccountPassword: { type: 'secret', text: hostile },
      UserPrincipalName: userPrincipalName,
    });
    expect(await world().signIn(userPrincipalName, hostile)).toBe('signed-in');
  });

  test('says so where no controller answers, and trusts none that can not prove its name', async () => {
    const asked = `${domain.administrator}@${domain.dns}`;
    const refused = { name: 'ServiceError', kind: 'transient', id: 'ServerDown' };
    expect(await world().signIn(asked, domain.password)).toBe('signed-in');
    await expect(world().signIn(asked, domain.password, '127.0.0.1')).rejects.toMatchObject(refused);
    // The same controller by an address that its certificate does not hold.
    const unproven = `[::ffff:${directory().controller.host}]`;
    await expect(world().signIn(asked, domain.password, unproven)).rejects.toMatchObject(refused);
  });
});
