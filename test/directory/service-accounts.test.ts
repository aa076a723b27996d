import { describe, expect, test } from 'vitest';
import { ids } from '../../shared/steps/ids.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { DirectorySite, directoryWorld, type DirectoryRun } from './directory-runs.ts';
import { directorySession, whyNoDirectoryTests } from './directory-session.ts';
import { domain, fineGrainedPolicy, serviceAccounts } from './provisioning.ts';

const reason = whyNoDirectoryTests();

const id = (account: string): string => ids.account('on-premises', account);
const findings = (run: DirectoryRun): readonly string[] => run.of('finding').map((finding) => finding.id);
const whyOf = (run: DirectoryRun, finding: string): string | undefined =>
  run.of('finding').find((one) => one.id === finding)?.why;
const dn = (name: string): string => `CN=${name},${serviceAccounts}`;

/** What a plan or a verification says would change of an account. */
const differing = (run: DirectoryRun, account: string): readonly string[] =>
  run
    .of('looked')
    .filter(({ resource }) => resource === id(account))
    .flatMap(({ changes }) =>
      changes.flatMap(({ differences }) => differences.map(({ property }) => property)),
    );

describe.skipIf(reason !== undefined)(`service accounts in a real directory ${reason ?? ''}`, () => {
  const directory = directorySession();
  const world = directoryWorld();
  const signIn = (account: string, password: string) => world().signIn(`${account}@${domain.dns}`, password);
  const replace = (name: string, attribute: string, value: string | number): void => {
    directory().controller.change(
      `dn: ${dn(name)}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`,
    );
  };

  test('are made, sign in, are found in order, and are taken back', async () => {
    const site = new DirectorySite(world(), { account: 'sa-made' });
    const plan = await site.run('plan');
    expect(plan.outcome(id('sa-made'))).toBe('drifted');
    expect(plan.written).toEqual([]);

    const run = await site.run('run');
    expect(run.outcome(id('sa-made'))).toBe('changed');
    expect(run.written).toEqual(['New-ADUser']);
    expect(await signIn('sa-made', run.vault.value('sa-made.password'))).toBe('signed-in');
    expect((await site.run('verify')).outcome(id('sa-made'))).toBe('in-order');
    const again = await site.run('run');
    expect(again.outcome(id('sa-made'))).toBe('in-order');
    expect(again.written).toEqual([]);

    const undo = await site.undo(run);
    expect(undo.outcome(id('sa-made'))).toBe('changed');
    expect(undo.written).toEqual(['Remove-ADUser']);
    expect(await directory().rows('Get-ADUser', { LDAPFilter: '(sAMAccountName=sa-made)' })).toEqual([]);
    const afterwards = await site.run('plan');
    expect(findings(afterwards)).toContain('deleted-account-of-that-name');
  });

  test('that others changed are found, mended one by one, and given back as they were', async () => {
    const site = new DirectorySite(world(), { account: 'sa-drift' });
    await site.run('run');
    const { host } = directory().controller;
    const change = (cmdlet: string, more = {}) =>
      directory().rows(cmdlet, { Identity: 'sa-drift', Server: host, Confirm: false, ...more });
    await change('Set-ADUser', { DisplayName: 'Somebody else', CannotChangePassword: false });
    await change('Set-ADUser', { PasswordNeverExpires: false, UserPrincipalName: 'other@uni.example' });
    await change('Disable-ADAccount');
    replace('sa-drift', 'accountExpires', '133485408000000000');

    const properties = [
      'UserPrincipalName',
      'DisplayName',
      'PasswordNeverExpires',
      'CannotChangePassword',
      'AccountExpirationDate',
      'Enabled',
    ];
    const verify = await site.run('verify');
    expect(verify.outcome(id('sa-drift'))).toBe('drifted');
    expect(differing(verify, 'sa-drift')).toEqual(properties);

    const mended = await site.run('run');
    expect(mended.outcome(id('sa-drift'))).toBe('changed');
    expect(mended.written).toEqual([
      'Set-ADUser',
      'Set-ADUser',
      'Set-ADUser',
      'Set-ADUser',
      'Clear-ADAccountExpiration',
      'Enable-ADAccount',
    ]);
    expect((await site.run('run')).written).toEqual([]);

    expect((await site.undo(mended)).outcome(id('sa-drift'))).toBe('changed');
    expect(differing(await site.run('verify'), 'sa-drift')).toEqual(properties);
    expect(directory().controller.read(dn('sa-drift'), 'userPrincipalName')).toBe('other@uni.example');
    expect(directory().controller.read(dn('sa-drift'), 'accountExpires')).toBe('133485408000000000');
  });

  test('that are locked are unlocked', async () => {
    const site = new DirectorySite(world(), { account: 'sa-locked' });
    const { vault } = await site.run('run');
    directory().controller.change(
      fineGrainedPolicy({ name: 'One try', length: 7, lockout: 1, appliesTo: dn('sa-locked') }),
    );
    expect(await signIn('sa-locked', 'wrong')).toBe('wrong-password');
    expect(differing(await site.run('verify'), 'sa-locked')).toEqual(['LockedOut']);
    expect((await site.run('run')).written).toEqual(['Unlock-ADAccount']);
    expect(await signIn('sa-locked', vault.value('sa-locked.password'))).toBe('signed-in');
  });

  test('whose password is refused stay half-made, and are gone on with, not made twice', async () => {
    const site = new DirectorySite(world(), { account: 'sa-half' });
    const weak = await site.run('run', { given: { 'sa-half.password': 'Qx7!' } });
    expect(weak.outcome(id('sa-half'))).toBe('failed');
    expect(findings(weak)).toEqual(expect.arrayContaining(['account-without-password', 'password-refused']));
    expect(whyOf(weak, 'account-without-password')).toContain(
      'The domain asks for a password of at least 7 characters of three kinds',
    );
    expect(JSON.stringify(weak.of('finding'))).not.toContain('Qx7!');
    const guid = directory().controller.read(dn('sa-half'), 'objectGUID');
    expect(guid).toBeDefined();

    const resumed = await site.run('run');
    expect(resumed.outcome(id('sa-half'))).toBe('changed');
    expect(resumed.written).not.toContain('New-ADUser');
    expect(resumed.written).toContain('Set-ADAccountPassword');
    expect(directory().controller.read(dn('sa-half'), 'objectGUID')).toBe(guid);
    expect(await signIn('sa-half', resumed.vault.value('sa-half.password'))).toBe('signed-in');
    expect((await site.run('run')).written).toEqual([]);
  });

  test('under a fine-grained policy that asks for more are told so, by its name', async () => {
    const site = new DirectorySite(world(), { account: 'sa-strict' });
    await site.run('run');
    await directory().rows('New-ADGroup', { Name: 'strict', GroupScope: 'Global', Confirm: false });
    await directory().rows('Add-ADGroupMember', { Identity: 'strict', Members: ['sa-strict'] });
    directory().controller.change(
      fineGrainedPolicy({
        name: 'Long ones',
        length: 40,
        lockout: 0,
        appliesTo: `CN=strict,CN=Users,${domain.dn}`,
      }),
    );
    const refused = await site.run('password', { account: 'sa-strict' });
    expect(refused.outcome(id('sa-strict'))).toBe('failed');
    expect(findings(refused)).toEqual(
      expect.arrayContaining(['password-policy-asks-for-more', 'password-refused']),
    );
    expect(refused.of('finding').map(({ what }) => what)).toContain(
      'The password policy Long ones asks for passwords of 40 characters',
    );
    const given = { 'sa-strict.password': 'A-much-longer-1-that-forty-characters-can-hold' };
    const done = await site.run('password', { account: 'sa-strict', given });
    expect(done.outcome(id('sa-strict'))).toBe('changed');
    expect(await signIn('sa-strict', given['sa-strict.password'])).toBe('signed-in');
  });

  test('that have another name already, or one that another object has, are not made', async () => {
    const other = new DirectorySite(world(), {
      account: 'sa-first',
      userPrincipalName: 'shared@uni.example',
    });
    await other.run('run');
    const upn = new DirectorySite(world(), {
      account: 'sa-second',
      userPrincipalName: 'shared@uni.example',
    });
    const refused = await upn.run('run');
    expect(findings(refused)).toContain('account-name-taken');
    expect(refused.written).toEqual([]);
    await directory().rows('New-ADGroup', { Name: 'sa-third', GroupScope: 'Global', Confirm: false });
    const group = new DirectorySite(world(), { account: 'sa-third' });
    const taken = await group.run('run');
    expect(findings(taken)).toContain('account-name-taken');
    expect(taken.written).toEqual([]);
    const nowhere = new DirectorySite(world(), { account: 'sa-fourth', unit: `OU=Nowhere,${domain.dn}` });
    expect(findings(await nowhere.run('run'))).toContain('organisational-unit-missing');
    const suffix = new DirectorySite(world(), {
      account: 'sa-fifth',
      userPrincipalName: 'a@elsewhere.example',
    });
    expect(findings(await suffix.run('run'))).toContain('sign-in-suffix-unknown');
  });

  test('have hostile names that stay names, in units of hostile names', async () => {
    // The site file takes no control characters. Two runs for each name: an eighth of them is enough here.
    const names = hostileNames.filter((name, index) => index % 8 === 0 && !/\p{Cc}/u.test(name));
    for (const [index, name] of names.entries()) {
      const account = `sa-${index}`;
      const unit = `OU=${inDistinguishedName(name)},${serviceAccounts}`;
      directory().controller.change(
        `dn:: ${base64(unit)}\nchangetype: add\nobjectClass: organizationalUnit\n`,
      );
      const site = new DirectorySite(world(), { account, displayName: name, unit });
      const run = await site.run('run');
      expect(run.outcome(id(account)), JSON.stringify([name, run.of('finding')])).toBe('changed');
      expect((await site.run('run')).written, name).toEqual([]);
    }
  });

  test('in privileged groups, by way of others, are told', async () => {
    const site = new DirectorySite(world(), { account: 'sa-mighty' });
    await site.run('run');
    await directory().rows('New-ADGroup', { Name: 'helpers', GroupScope: 'Global', Confirm: false });
    await directory().rows('Add-ADGroupMember', { Identity: 'helpers', Members: ['sa-mighty'] });
    await directory().rows('Add-ADGroupMember', { Identity: 'Domain Admins', Members: ['helpers'] });
    const verify = await site.run('verify');
    expect(findings(verify)).toContain('account-is-privileged');
    expect(verify.of('finding').find(({ id }) => id === 'account-is-privileged')?.why).toContain(
      'Domain Admins',
    );
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A value in a distinguished name, as a person would escape it. (RFC 4514) */
const inDistinguishedName = (value: string): string =>
  value.replaceAll(/[,\\#+<>;"=]|^ | $/gu, (character) => `\\${character}`);
