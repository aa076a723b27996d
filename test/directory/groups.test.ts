import { describe, expect, test } from 'vitest';
import { ids } from '../../shared/steps/ids.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { DirectorySite, directoryWorld, type DirectoryRun } from './directory-runs.ts';
import { directorySession, text, whyNoDirectoryTests } from './directory-session.ts';
import { serviceAccounts } from './provisioning.ts';

const reason = whyNoDirectoryTests();
const id = ids.group('on-premises');

/** Changes that a plan asks for at the group. */
const planned = (run: DirectoryRun): readonly string[] =>
  run
    .of('looked')
    .filter(({ resource }) => resource === id)
    .flatMap(({ changes }) => changes.map((change) => `${change.id} ${JSON.stringify(change.command)}`));
const findings = (run: DirectoryRun): readonly string[] => run.of('finding').map((finding) => finding.id);

describe.skipIf(reason !== undefined)(`groups of a real directory ${reason ?? ''}`, () => {
  const directory = directorySession();
  const world = directoryWorld();
  const makeGroup = (name: string, more = {}) =>
    directory().rows('New-ADGroup', {
      Name: name,
      GroupScope: 'Universal',
      Path: serviceAccounts,
      Confirm: false,
      ...more,
    });
  const plan = (group: string) =>
    new DirectorySite(world(), { account: 'sa-group', group }).run('plan', { only: ['security-group'] });

  test('our group is made where there is none, and given an address where it has none', async () => {
    expect(planned(await plan('Timetable'))).toEqual([expect.stringContaining('create')]);

    await makeGroup('Timetable', { GroupScope: 'Global' });
    const global = await plan('Timetable');
    expect(findings(global)).toContain('group-not-universal');
    expect(planned(global)).toEqual([]);

    await directory().rows('Set-ADGroup', { Identity: 'Timetable', GroupScope: 'Universal', Confirm: false });
    const { ObjectGUID } = await directory().row('Get-ADGroup', { Identity: 'Timetable' }, ['ObjectGUID']);
    expect(planned(await plan('Timetable'))).toEqual([
      expect.stringMatching(`mail-enable.*${text(ObjectGUID)}`),
    ]);

    await directory().rows('Set-ADGroup', {
      Identity: 'Timetable',
      GroupCategory: 'Distribution',
      Confirm: false,
    });
    expect(findings(await plan('Timetable'))).toContain('group-is-a-list');
  });

  test('a group of a hostile name is found by it, and no other', async () => {
    const names = hostileNames.filter((name, at) => at % 12 === 0 && !/\p{Cc}/u.test(name));
    for (const [index, name] of names.entries()) {
      await makeGroup(name, { SamAccountName: `g-${index}` });
      const { ObjectGUID } = await directory().row('Get-ADGroup', { Identity: `g-${index}` }, ['ObjectGUID']);
      const asked = planned(await plan(name));
      expect(asked, name).toEqual([expect.stringMatching(`mail-enable.*${text(ObjectGUID)}`)]);
    }
  });

  test('people of the audience are found through nested groups, circles and primary groups, once each', async () => {
    for (const name of ['Staff', 'Everybody']) await makeGroup(name);
    await makeGroup('Faculty (A*), "B"', { SamAccountName: 'faculty' });
    const people = ['direct', 'nested', 'primary', 'stranger'];
    for (const name of people)
      await directory().rows('New-ADUser', {
        Name: name,
        Path: serviceAccounts,
        DisplayName: `Person ${name}`,
        EmailAddress: `${name}@uni.example`,
        Enabled: true,
        AccountPassword: { type: 'secret', text: 'Correct-Horse-7-Battery' },
        Confirm: false,
      });
    const add = (group: string, ...members: string[]) =>
      directory().rows('Add-ADGroupMember', { Identity: group, Members: members, Confirm: false });
    await add('Staff', 'direct', 'faculty');
    await add('faculty', 'nested', 'direct', 'Everybody', 'primary');
    await add('Everybody', 'Staff');
    const { SID } = await directory().row('Get-ADGroup', { Identity: 'Everybody' }, ['SID']);
    await directory().rows('Add-ADGroupMember', { Identity: 'Everybody', Members: ['primary'] });
    const primary = { primaryGroupID: Number(text(SID).split('-').at(-1)) };
    await directory().rows('Set-ADUser', {
      Identity: 'primary',
      Replace: { type: 'table', entries: Object.entries(primary) },
      Confirm: false,
    });
    await directory().rows('Remove-ADGroupMember', {
      Identity: 'faculty',
      Members: ['primary'],
      Confirm: false,
    });

    const site = new DirectorySite(world(), { account: 'sa-group' });
    const seen = (await site.run('plan', { only: ['calendar-permissions'] }))
      .of('resource')
      .filter(({ resource }) => resource.startsWith('person/'));
    expect(seen.map(({ name }) => name).toSorted()).toEqual([
      'Person direct',
      'Person nested',
      'Person primary',
    ]);
  });
});
