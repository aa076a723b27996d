import { describe, expect, it } from 'vitest';
import { sidesOf } from '../../shared/site/sides.ts';
import { ids } from '../../shared/steps/ids.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { calendarsOf, OtherAdministrator, type Calendar } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, runOf, written } from '../stand-ins/rehearsal.ts';

const presets = ['seed-on-premises', 'seed-cloud', 'hybrid', 'hybrid-cloud'] as const;

const outcomes = (result: CommandLineResult): Readonly<Record<string, string>> =>
  Object.fromEntries(result.of('resource').map((event) => [event.resource, event.outcome]));

/** So many calendars of a side, from that place on. */
const ofSide = (calendars: readonly Calendar[], side: Calendar['side'], from: number, many: number) =>
  calendars.filter((one) => one.side === side).slice(from, from + many);

describe.each(presets)('what somebody else changes at %s', (preset) => {
  it('between plan and write is left as it is and ends as moved; the rest of the plan is done', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const first = await rehearsal.onSite('run', '--yes');
    const calendars = calendarsOf(first);
    const other = await OtherAdministrator.of(rehearsal);
    const sides = sidesOf(other.site);
    for (const side of sides) {
      for (const calendar of ofSide(calendars, side, 0, 3)) await other.giveGroup(calendar, 'Reviewer');
      for (const calendar of ofSide(calendars, side, 3, 2))
        await other.entry(calendar, 'Remove', other.group(side).address);
      await other.removeMember(side);
      await other.letPasswordExpire(other.account(side));
    }

    const plan = await rehearsal.onSite('plan');
    const moved: string[] = [];
    const asTheyLeftIt: [Calendar, string][] = [];
    for (const side of sides) {
      const [raised, mended] = ofSide(calendars, side, 0, 2);
      const [added] = ofSide(calendars, side, 3, 1);
      if (raised === undefined || mended === undefined || added === undefined)
        throw new Error('The preset is too small.');
      await other.giveGroup(raised, 'Author');
      await other.giveGroup(mended, 'Owner');
      await other.entry(added, 'Add', other.group(side).address, 'Contributor');
      asTheyLeftIt.push([raised, 'Author'], [mended, 'Owner'], [added, 'Contributor']);
      const account = other.account(side);
      await other.disable(account);
      moved.push(raised.resource, mended.resource, added.resource, ids.account(side, account.name));
    }

    const run = await rehearsal.verb('run', '--plan', runOf(plan));
    expect(run.exitCode).toBe(1);
    const planned = Object.keys(notRight(plan));
    expect(planned.length).toBeGreaterThan(moved.length);
    const ended = outcomes(run);
    expect(planned.filter((resource) => ended[resource] === 'moved').toSorted()).toEqual(moved.toSorted());
    const told = run.of('finding').filter((finding) => finding.id === 'moved');
    expect(told.map((finding) => finding.resource).toSorted()).toEqual(moved.toSorted());
    for (const [calendar, right] of asTheyLeftIt)
      expect(JSON.stringify(await other.entriesOn(calendar))).toContain(right);

    const standsOnMoved = (resource: string): boolean =>
      ended[resource] === 'not-done' && !resource.startsWith('calendar/');
    const rest = planned.filter((resource) => !moved.includes(resource) && !standsOnMoved(resource));
    expect(rest.map((resource) => ended[resource])).toEqual(rest.map(() => 'changed'));
    expect(rest.filter((resource) => resource.startsWith('calendar/'))).toHaveLength(2 * sides.length);
    expect(written(run).filter(({ resource }) => standsOnMoved(resource))).toEqual([]);
  });

  it('between run and undo survives the undo', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const run = await rehearsal.onSite('run', '--yes');
    const calendars = calendarsOf(run);
    const other = await OtherAdministrator.of(rehearsal);
    const sides = sidesOf(other.site);
    const seen: [Calendar, unknown][] = [];
    const raised: string[] = [];
    for (const side of sides) {
      const [shared, lifted, colleague] = ofSide(calendars, side, 0, 3);
      if (shared === undefined || lifted === undefined || colleague === undefined)
        throw new Error('The preset is too small.');
      await other.entry(shared, 'Add', colleague.address, 'Reviewer');
      await other.giveGroup(lifted, 'Owner');
      raised.push(lifted.resource);
      seen.push([lifted, await other.entriesOn(lifted)]);
    }

    const undo = await rehearsal.verb('undo', runOf(run), '--yes');
    expect(undo.exitCode).toBe(1);
    const ended = outcomes(undo);
    expect(raised.map((resource) => ended[resource])).toEqual(raised.map(() => 'moved'));
    for (const [calendar, before] of seen) expect(await other.entriesOn(calendar)).toEqual(before);
    for (const side of sides) {
      const [shared, , colleague] = ofSide(calendars, side, 0, 3);
      if (shared === undefined || colleague === undefined) throw new Error('The preset is too small.');
      const entries = JSON.stringify(await other.entriesOn(shared));
      expect(entries).toContain(JSON.stringify(colleague.name));
      expect(entries).not.toContain(JSON.stringify(other.group(side).displayName));
    }
    const others = calendars.filter((calendar) => !raised.includes(calendar.resource));
    expect(new Set(others.map(({ resource }) => ended[resource]))).toEqual(new Set(['changed']));
  });
});
