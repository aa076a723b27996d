import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ids } from '../../shared/steps/ids.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { calendarsOf, OtherAdministrator, type Calendar } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, runOf, sentCommands, written, type JsonValue } from '../stand-ins/rehearsal.ts';

const presets = ['seed-on-premises', 'seed-cloud', 'hybrid-cloud'] as const;

/** Everything that ended in the step of the calendars, but for the audience itself. */
const people = (result: CommandLineResult): readonly string[] =>
  result
    .of('resource')
    .filter((event) => event.step === 'calendar-permissions' && event.resource !== ids.audience)
    .map((event) => event.resource)
    .toSorted();

const findings = (result: CommandLineResult, id: string) =>
  result.of('finding').filter((finding) => finding.id === id);

const outcomeOf = (result: CommandLineResult, resource: string): string | undefined =>
  result.of('resource').find((event) => event.resource === resource)?.outcome;

const resourcesOf = (calendars: readonly Calendar[]): readonly string[] =>
  calendars.map((calendar) => calendar.resource).toSorted();

/** A list of people beside the site file. */
function listed(rehearsal: Rehearsal, rows: readonly string[]): string {
  const file = join(rehearsal.folder, 'people.csv');
  writeFileSync(file, ['address', ...rows].join('\n'));
  return file;
}

/** Calendars from both ends of a run: on a hybrid site, some of each side. */
function some(calendars: readonly Calendar[], many: number): readonly Calendar[] {
  const sides = [...new Set(calendars.map((calendar) => calendar.side))];
  const chosen = sides.flatMap((side) => calendars.filter((one) => one.side === side).slice(0, many));
  expect(chosen).toHaveLength(many * sides.length);
  return chosen;
}

const setAudience = (rehearsal: Rehearsal, audience: JsonValue): void => {
  rehearsal.editSite((site) => {
    site['audience'] = audience;
  });
};

/** In which directory the preset has its group of people. */
const directoryOf = (preset: string): 'entra' | 'active-directory' =>
  preset === 'seed-cloud' ? 'entra' : 'active-directory';

describe.each(presets)('a pilot at %s', (preset) => {
  it('by --people is about these people and nobody else', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const other = await OtherAdministrator.of(rehearsal);
    const all = calendarsOf(await rehearsal.onSite('plan'));
    const chosen = some(all, 2);
    const outside = all.filter((calendar) => !chosen.includes(calendar));
    const [broken] = outside;
    if (broken === undefined) throw new Error('Nobody is outside.');
    await other.do({
      target: 'practice',
      action: 'damage-list',
      mailbox: broken.mailbox,
      side: broken.side,
    });
    const rows = [...chosen.map((calendar) => calendar.address.toUpperCase()), 'nobody@nowhere.example'];
    const file = listed(rehearsal, rows);

    const plan = await rehearsal.onSite('plan', '--people', file);
    expect(people(plan)).toEqual(resourcesOf(chosen));
    expect(plan.exitCode).toBe(0);
    const run = await rehearsal.verb('run', '--plan', runOf(plan));
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect(people(run)).toEqual(resourcesOf(chosen));
    expect(findings(run, 'not-in-audience')).toEqual([]);
    expect(findings(plan, 'not-in-audience').map((finding) => finding.what)).toEqual([
      'nobody@nowhere.example is not part of the audience',
    ]);
    const sent = [...sentCommands(plan), ...sentCommands(run)].join('\n');
    for (const { mailbox } of outside) expect(sent).not.toContain(mailbox);

    const whole = await rehearsal.onSite('run', '--yes');
    expect(whole.exitCode).toBe(1);
    expect(Object.keys(notRight(whole))).toEqual([broken.resource]);
    for (const { resource } of chosen) expect(outcomeOf(whole, resource)).toBe('in-order');
  });

  it('by --limit is about so many calendars, and by --only about these steps', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const run = await rehearsal.onSite('run', '--yes', '--limit', '3');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect(calendarsOf(run)).toHaveLength(3);
    const after = await rehearsal.onSite('run', '--yes', '--limit', '3');
    expect(written(after)).toEqual([]);
    expect(resourcesOf(calendarsOf(after))).toEqual(resourcesOf(calendarsOf(run)));

    const part = await rehearsal.onSite('verify', '--only', 'service-accounts,security-group');
    expect(part.exitCode).toBe(0);
    expect(new Set(part.of('resource').map((event) => event.step))).toEqual(
      new Set(['service-accounts', 'security-group']),
    );
    expect((await rehearsal.onSite('verify', '--only', 'calendar-permissions')).exitCode).toBe(1);
    const rest = await rehearsal.onSite('run', '--yes', '--only', 'calendar-permissions');
    expect(rest.exitCode).toBe(0);
    expect(new Set(rest.of('resource').map((event) => event.step))).toEqual(
      new Set(['calendar-permissions']),
    );
    expect(new Set(written(rest).map((event) => event.step))).toEqual(new Set(['calendar-permissions']));
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });
});

describe.each(presets)('people who left the audience of %s', (preset) => {
  it('are named; their entry goes only where the site says so, and comes back by undo', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const other = await OtherAdministrator.of(rehearsal);
    const plan = await rehearsal.onSite('plan');
    const all = some(calendarsOf(plan), 3);
    const leavers = some(all, 2);
    const stays = all.filter((calendar) => !leavers.includes(calendar));
    const [colleague] = stays;
    if (colleague === undefined) throw new Error('Nobody stays.');
    expect((await rehearsal.onSite('run', '--yes')).exitCode).toBe(0);
    for (const leaver of leavers)
      await other.do({
        target: 'practice',
        action: 'add-entry',
        mailbox: leaver.mailbox,
        side: leaver.side,
        user: 'somebody outside',
        rights: ['Reviewer'],
      });
    const entries = await Promise.all(leavers.map((leaver) => other.entriesOn(leaver)));
    for (const { address } of leavers) await leave(other, preset, address);

    const named = await rehearsal.onSite('run', '--yes');
    expect(named.exitCode).toBe(0);
    expect(written(named)).toEqual([]);
    const told = findings(named, 'left-the-audience').map((finding) => finding.resource ?? '');
    expect(told.toSorted()).toEqual(resourcesOf(leavers));
    for (const { resource } of leavers) expect(outcomeOf(named, resource)).toBe('left-out');

    setAudience(rehearsal, { groups: ['Staff'], removeLeavers: true });
    const pilot = await rehearsal.onSite('run', '--yes', '--limit', '1');
    expect(written(pilot)).toEqual([]);
    const verify = await rehearsal.onSite('verify');
    expect(verify.exitCode).toBe(1);
    expect(Object.keys(notRight(verify)).toSorted()).toEqual(resourcesOf(leavers));
    const run = await rehearsal.onSite('run', '--yes');
    expect(run.exitCode).toBe(0);
    expect(
      written(run)
        .map((event) => `${event.target === 'graph' ? '' : event.cmdlet} ${event.resource}`)
        .toSorted(),
    ).toEqual(resourcesOf(leavers).map((resource) => `Remove-MailboxFolderPermission ${resource}`));
    for (const leaver of leavers) {
      const left = JSON.stringify(await other.entriesOn(leaver));
      expect(left).toContain('somebody outside');
      expect(left).not.toContain(JSON.stringify(other.group(leaver.side).displayName));
    }
    const verified = await rehearsal.onSite('verify');
    expect(verified.exitCode).toBe(0);
    expect(people(verified).filter((one) => resourcesOf(leavers).includes(one))).toEqual([]);

    const undo = await rehearsal.verb('undo', runOf(run), '--yes');
    expect(notRight(undo)).toEqual({});
    expect(undo.exitCode).toBe(0);
    const sorted = (list: JsonValue): readonly string[] =>
      JSON.stringify(list, null, 1).split('\n').toSorted();
    const back = await Promise.all(leavers.map((leaver) => other.entriesOn(leaver)));
    expect(back.map(sorted)).toEqual(entries.map(sorted));
  });
});

async function leave(
  other: OtherAdministrator,
  preset: (typeof presets)[number],
  member: string,
): Promise<void> {
  const groups = preset === 'hybrid-cloud' ? ['Staff', 'Lecturers'] : ['Staff'];
  for (const group of groups)
    await other.do({
      target: 'practice',
      action: 'remove-member-from-audience-group',
      in: directoryOf(preset),
      group,
      member,
    });
  await other.settle();
}

describe('entries of the group that others made', () => {
  it('stay on the calendars of people who left, whatever the site says of leavers', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises');
    const other = await OtherAdministrator.of(rehearsal);
    await rehearsal.onSite('run', '--yes', '--only', 'service-accounts,security-group');
    const [theirs] = some(calendarsOf(await rehearsal.onSite('plan')), 1);
    if (theirs === undefined) throw new Error('There is no calendar.');
    await other.entry(theirs, 'Add', other.group('on-premises').address, 'Editor');
    expect((await rehearsal.onSite('run', '--yes')).exitCode).toBe(0);
    setAudience(rehearsal, {
      groups: ['Staff'],
      except: { people: [theirs.address] },
      removeLeavers: true,
    });
    const run = await rehearsal.onSite('run', '--yes');
    expect(written(run)).toEqual([]);
    expect(people(run)).not.toContain(theirs.resource);
    expect(JSON.stringify(await other.entriesOn(theirs))).toContain('Editor');
  });
});

describe.each(['seed-cloud', 'hybrid'] as const)('exceptions at %s', (preset) => {
  it('are left alone: people by address, and groups with all who are in them', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const all = calendarsOf(await rehearsal.onSite('plan'));
    const [person] = all;
    if (person === undefined) throw new Error('There is no calendar.');
    const groups = preset === 'hybrid' ? ['Lecturers'] : [];
    const without = { groups: ['Staff'], except: { people: [person.address.toUpperCase()], groups } };
    setAudience(rehearsal, without);
    const run = await rehearsal.onSite('run', '--yes');
    expect(run.exitCode).toBe(0);
    expect(people(run)).not.toContain(person.resource);
    expect(JSON.stringify(written(run))).not.toContain(person.mailbox);
    const left = calendarsOf(run).length;
    if (groups.length === 0) expect(left).toBe(all.length - 1);
    // Each of the two groups is in the other, so to leave one out is to leave out both.
    else expect(left).toBe(0);
  });
});

describe.each(presets)('an audience from a CSV file at %s', (preset) => {
  it('is these people, each once', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const chosen = some(calendarsOf(await rehearsal.onSite('plan')), 2);
    const [first] = chosen;
    if (first === undefined) throw new Error('There is no calendar.');
    listed(rehearsal, [...chosen.map((calendar) => calendar.address), first.address.toUpperCase()]);
    setAudience(rehearsal, { csv: 'people.csv' });
    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect(resourcesOf(calendarsOf(run))).toEqual(resourcesOf(chosen));
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });

  it.each(['the site file', '--people'])(
    'with a row that can not be used in %s is a finding that stops, and no calendar is touched',
    async (where) => {
      const rehearsal = await Rehearsal.of(preset);
      const [first] = calendarsOf(await rehearsal.onSite('plan'));
      if (first === undefined) throw new Error('There is no calendar.');
      const file = listed(rehearsal, [first.address, '""', 'not an address', '$null']);
      if (where === 'the site file') setAudience(rehearsal, { csv: 'people.csv' });
      const more = where === 'the site file' ? [] : ['--people', file];
      for (const verb of ['plan', 'run'] as const) {
        const result = await rehearsal.onSite(verb, ...(verb === 'run' ? ['--yes'] : []), ...more);
        expect(result.exitCode).toBe(1);
        const unusable = findings(result, 'unusable-row');
        expect(unusable.map(({ severity }) => severity)).toEqual(['stops', 'stops', 'stops']);
        expect(unusable.map((finding) => /line (\d+)$/u.exec(finding.where)?.[1])).toEqual(['3', '4', '5']);
        expect(people(result)).toEqual([]);
        expect(outcomeOf(result, ids.audience)).toBe('failed');
        const sent = sentCommands(result).join('\n');
        const sentForPeople = result.of('command').filter((event) => event.step === 'calendar-permissions');
        expect(JSON.stringify(sentForPeople)).not.toContain('-Mailbox');
        expect(sent).not.toMatch(/"(?:Identity|User|Member|Mailbox)":"\s*"/u);
        expect(sent).not.toContain('$null');
      }
    },
  );
});
