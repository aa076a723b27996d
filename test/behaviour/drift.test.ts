import { describe, expect, it } from 'vitest';
import { sidesOf } from '../../shared/site/sides.ts';
import { ids } from '../../shared/steps/ids.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { calendarsOf, OtherAdministrator, type Calendar } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, written } from '../stand-ins/rehearsal.ts';

const presets = ['seed-on-premises', 'seed-cloud', 'hybrid', 'hybrid-cloud'] as const;

/** A site that was set up, and somebody else who works on it. */
async function setUp(preset: (typeof presets)[number]) {
  const rehearsal = await Rehearsal.of(preset);
  const run = await rehearsal.onSite('run', '--yes');
  expect(run.exitCode).toBe(0);
  const other = await OtherAdministrator.of(rehearsal);
  return { rehearsal, other, sides: sidesOf(other.site), calendars: calendarsOf(run) };
}

const ofSide = (calendars: readonly Calendar[], side: Calendar['side'], place: number): Calendar => {
  const calendar = calendars.filter((one) => one.side === side)[place];
  if (calendar === undefined) throw new Error(`There is no calendar ${String(place)} on ${side}.`);
  return calendar;
};

/** Which changes were written, by resource. */
const changesWritten = (run: CommandLineResult): readonly string[] =>
  written(run)
    .map((event) => `${event.resource} ${event.change ?? ''}`)
    .toSorted();

describe.each(presets)('drift at %s', (preset) => {
  it('is named by verify whatever it is, and mended by run with exactly the writes that it needs', async () => {
    const { rehearsal, other, sides, calendars } = await setUp(preset);
    const drifted: string[] = [];
    const mended: string[] = [];
    for (const side of sides) {
      const account = other.account(side);
      const lowered = ofSide(calendars, side, 1);
      await other.removeMember(side);
      await other.giveGroup(lowered, 'Reviewer');
      await other.letPasswordExpire(account);
      drifted.push(ids.membership(side, account.name), lowered.resource, ids.account(side, account.name));
      mended.push(
        `${ids.membership(side, account.name)} add`,
        `${lowered.resource} set`,
        `${ids.account(side, account.name)} set-password-never-expires`,
      );
    }

    const verify = await rehearsal.onSite('verify');
    expect(verify.exitCode).toBe(1);
    expect(written(verify)).toEqual([]);
    expect(Object.keys(notRight(verify)).toSorted()).toEqual(drifted.toSorted());
    expect(new Set(Object.values(notRight(verify)))).toEqual(new Set(['drifted: ']));

    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect(changesWritten(run)).toEqual(mended.toSorted());
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });

  it('of a group that was made again under its name is found on every calendar, and given to the group that is there now', async () => {
    const { rehearsal, other, sides, calendars } = await setUp(preset);
    for (const side of sides) await other.makeGroupAgain(side);

    const verify = await rehearsal.onSite('verify');
    expect(verify.exitCode).toBe(1);
    expect(madeAgain(verify).toSorted()).toEqual(sides.map((side) => ids.group(side)).toSorted());
    expect(Object.keys(notRight(verify))).toEqual(
      expect.arrayContaining(calendars.map((calendar) => calendar.resource)),
    );

    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect(changesWritten(run)).toEqual(
      expect.arrayContaining(calendars.map((calendar) => `${calendar.resource} add`)),
    );
    expect(Object.keys(notRight(verify)).toSorted()).toEqual(
      [...new Set(written(run).map((event) => event.resource))].toSorted(),
    );

    const after = await rehearsal.onSite('verify');
    expect(after.exitCode).toBe(0);
    expect(madeAgain(after)).toEqual([]);
  });
});

describe.each(presets)('no drift at %s', (preset) => {
  it('is a calendar that got another name, or a higher right: that is told', async () => {
    const { rehearsal, other, sides, calendars } = await setUp(preset);
    const raised = sides.map((side) => ofSide(calendars, side, 1));
    for (const side of sides) {
      const { mailbox } = ofSide(calendars, side, 0);
      await other.do({ target: 'practice', action: 'rename-folder', mailbox, side, name: 'Mijn / week' });
    }
    for (const calendar of raised) await other.giveGroup(calendar, 'Owner');

    const verify = await rehearsal.onSite('verify');
    expect(notRight(verify)).toEqual({});
    expect(verify.exitCode).toBe(0);
    const told = verify.of('finding').filter((finding) => finding.id === 'more-than-asked');
    expect(told.map(({ resource, severity }) => [resource, severity]).toSorted()).toEqual(
      raised.map(({ resource }) => [resource, 'to-know']).toSorted(),
    );
    const again = await rehearsal.onSite('run', '--yes');
    expect(written(again)).toEqual([]);
    expect(again.exitCode).toBe(0);
  });
});

describe.each(presets)('a damaged list at %s', (preset) => {
  it('gets no write; everybody else gets what is missing', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const other = await OtherAdministrator.of(rehearsal);
    const plan = await rehearsal.onSite('plan');
    const damaged = sidesOf(other.site).map((side) => ofSide(calendarsOf(plan), side, 0));
    for (const { mailbox, side } of damaged)
      await other.do({ target: 'practice', action: 'damage-list', mailbox, side });

    const run = await rehearsal.onSite('run', '--yes');
    expect(run.exitCode).toBe(1);
    expect(Object.keys(notRight(run)).toSorted()).toEqual(damaged.map(({ resource }) => resource).toSorted());
    expect(outcomesOf(run, damaged)).toEqual(damaged.map(() => 'could-not-look'));
    const told = run.of('finding').filter((finding) => finding.id === 'damaged-list');
    expect(told.map((finding) => finding.resource).toSorted()).toEqual(
      damaged.map(({ resource }) => resource).toSorted(),
    );
    const text = written(run)
      .map((event) => JSON.stringify(event))
      .join('\n');
    for (const { mailbox } of damaged) expect(text).not.toContain(mailbox);
    expect(text).toContain('Add-MailboxFolderPermission');
  });
});

describe('what was made again', () => {
  it('is not taken for the former one until a whole run has ended well', async () => {
    const { rehearsal, other } = await setUp('seed-on-premises');
    await other.makeGroupAgain('on-premises');
    const steps = 'security-group';
    const part = await rehearsal.onSite('run', '--yes', '--only', steps);
    expect(part.exitCode).toBe(0);
    expect(madeAgain(part)).toEqual([ids.group('on-premises')]);
    const pilot = await rehearsal.onSite('run', '--yes', '--limit', '2');
    expect(pilot.exitCode).toBe(0);
    expect(madeAgain(pilot)).toEqual([ids.group('on-premises')]);
    const whole = await rehearsal.onSite('run', '--yes');
    expect(whole.exitCode).toBe(0);
    expect(madeAgain(whole)).toEqual([ids.group('on-premises')]);
    expect(madeAgain(await rehearsal.onSite('verify'))).toEqual([]);
  });

  it.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)(
    'an account too, at %s: it gets all that the former one had',
    async (preset) => {
      const { rehearsal, other, sides } = await setUp(preset);
      const accounts = sides.map((side) => other.account(side));
      for (const account of accounts) await other.makeAccountAgain(account);

      const verify = await rehearsal.onSite('verify');
      expect(verify.exitCode).toBe(1);
      const made = accounts.map(({ side, name }) => ids.account(side, name));
      expect(madeAgain(verify)).toEqual(made);
      const run = await rehearsal.onSite('run', '--yes');
      expect(notRight(run)).toEqual({});
      expect(run.exitCode).toBe(0);
      const after = await rehearsal.onSite('verify');
      expect(notRight(after)).toEqual({});
      expect(after.exitCode).toBe(0);
      expect(madeAgain(after)).toEqual([]);
    },
  );
});

describe('services that Microsoft added to the product of an account', () => {
  it('are offered to be switched off, not red', async () => {
    const { rehearsal, other } = await setUp('seed-cloud');
    const { userPrincipalName, name } = other.account('cloud');
    await other.switchServiceOn(userPrincipalName);

    const verify = await rehearsal.onSite('verify');
    expect(notRight(verify)).toEqual({});
    expect(verify.exitCode).toBe(0);
    const told = verify.of('finding').filter((finding) => finding.id === 'licence-plans-added');
    expect(told.map(({ resource, severity }) => [resource, severity])).toEqual([
      [ids.licence(name), 'to-know'],
    ]);

    const plan = await rehearsal.onSite('plan');
    expect(notRight(plan)).toEqual({ [ids.licence(name)]: 'drifted: ' });
    const run = await rehearsal.onSite('run', '--yes');
    expect(run.exitCode).toBe(0);
    expect(changesWritten(run)).toEqual([`${ids.licence(name)} switch-off-added-plans`]);
    const after = await rehearsal.onSite('verify');
    expect(after.of('finding').filter((finding) => finding.id === 'licence-plans-added')).toEqual([]);
  });
});

const outcomesOf = (
  run: CommandLineResult,
  calendars: readonly Calendar[],
): readonly (string | undefined)[] =>
  calendars.map(({ resource }) => run.of('resource').find((event) => event.resource === resource)?.outcome);

const madeAgain = (result: CommandLineResult): readonly (string | undefined)[] =>
  result
    .of('finding')
    .filter((finding) => /^(group|account)-made-again$/u.test(finding.id))
    .map((finding) => finding.resource);
