import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sidesOf } from '../../shared/site/sides.ts';
import type { Side } from '../../shared/run/ports.ts';
import { calendarsOf, OtherAdministrator, type Calendar } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, runOf, written } from '../stand-ins/rehearsal.ts';

/** Shown as what it is and its address. */
const entry = z.object({ user: z.string(), rights: z.array(z.string()), flags: z.array(z.string()) });
type Entry = z.infer<typeof entry>;

const recipients = z.array(
  z.object({ address: z.string(), folders: z.array(z.object({ entries: z.array(entry) })) }),
);
const site = z.object({ 'recipients on-premises': recipients, 'recipients cloud': recipients });

/** Everything on the lists of these people's folders, flags too, which Exchange Server never shows. */
async function listsOf(rehearsal: Rehearsal, calendars: readonly Calendar[]): Promise<Lists> {
  const state = site.parse(JSON.parse(await rehearsal.comparable()));
  return Object.fromEntries(
    calendars.map(({ address, side }) => {
      const owner = state[`recipients ${side}`].find((one) => one.address === address);
      return [address, owner?.folders.flatMap((folder) => folder.entries) ?? []];
    }),
  );
}
type Lists = Readonly<Record<string, readonly Entry[]>>;

/** The lists without the entries of the group. */
const foreign = (lists: Lists, groups: readonly string[]): Lists =>
  Object.fromEntries(
    Object.entries(lists).map(([owner, entries]) => [
      owner,
      entries.filter(({ user }) => !groups.includes(user)),
    ]),
  );

const ofGroup = (lists: Lists, calendar: Calendar, group: string): readonly Entry[] =>
  (lists[calendar.address] ?? []).filter(({ user }) => user === group);

const delegate = ['CanViewPrivateItems', 'Delegate'];

/** Four people of a side with a delegate who sees private items; what the group may do differs. */
async function arrange(other: OtherAdministrator, side: Side, all: readonly Calendar[]) {
  const [without, less, more, asDelegate, colleague] = all.filter((calendar) => calendar.side === side);
  if (!without || !less || !more || !asDelegate || !colleague) throw new Error('The preset is too small.');
  const group = other.group(side).address;
  for (const { mailbox } of [without, less, more, asDelegate])
    await other.do({
      target: 'practice',
      action: 'add-entry',
      mailbox,
      side,
      user: colleague.address,
      rights: ['Editor'],
      flags: delegate,
    });
  await other.entry(without, 'Remove', group);
  await other.giveGroup(less, 'Reviewer');
  await other.giveGroup(more, 'Owner');
  await other.do({
    target: 'practice',
    action: 'add-entry',
    mailbox: asDelegate.mailbox,
    side,
    user: group,
    rights: ['Editor'],
    flags: delegate,
  });
  return { group: `MailUniversalSecurityGroup ${group}`, without, less, more, asDelegate, colleague };
}

describe.each(['hybrid', 'hybrid-cloud'] as const)('delegates at %s', (preset) => {
  it('keep their flags, and everybody else their entries, before, after the run and after undo', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const calendars = calendarsOf(await rehearsal.onSite('run', '--yes'));
    const other = await OtherAdministrator.of(rehearsal);
    const cases = [];
    for (const side of sidesOf(other.site)) cases.push(await arrange(other, side, calendars));
    const groups = cases.map(({ group }) => group);
    const before = await listsOf(rehearsal, calendars);
    for (const { without, colleague } of cases)
      expect(before[without.address]).toContainEqual({
        user: `UserMailbox ${colleague.address}`,
        rights: ['Editor'],
        flags: delegate,
      });

    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    const changed = cases.flatMap(({ without, less }) => [
      `${without.resource} Add-MailboxFolderPermission`,
      `${less.resource} Set-MailboxFolderPermission`,
    ]);
    expect(
      written(run)
        .map((event) => `${event.resource} ${event.target === 'graph' ? event.path : event.cmdlet}`)
        .toSorted(),
    ).toEqual(changed.toSorted());
    for (const event of written(run))
      expect(event.target === 'graph' ? {} : event.parameters).not.toHaveProperty('SendNotificationToUser');

    const after = await listsOf(rehearsal, calendars);
    expect(foreign(after, groups)).toEqual(foreign(before, groups));
    for (const { group, without, less, more, asDelegate } of cases) {
      const editor = { user: group, rights: ['Editor'], flags: [] };
      expect(ofGroup(after, without, group)).toEqual([editor]);
      expect(ofGroup(after, less, group)).toEqual([editor]);
      expect(ofGroup(after, more, group)).toEqual([{ ...editor, rights: ['Owner'] }]);
      expect(ofGroup(after, asDelegate, group)).toEqual([{ ...editor, flags: delegate }]);
    }

    const undo = await rehearsal.verb('undo', runOf(run), '--yes');
    expect(undo.exitCode).toBe(0);
    expect(await listsOf(rehearsal, calendars)).toEqual(before);
  });
});
