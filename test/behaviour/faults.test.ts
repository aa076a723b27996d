import { describe, expect, it } from 'vitest';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import { openPracticeSite, plantedCases } from '../../electron/practice/practice-site.ts';
import { entraObjectsBy } from '../../electron/practice/state/entra-objects.ts';
import { entraTransitiveMembersPage } from '../../electron/practice/state/members.ts';
import { receivedCommands } from '../../electron/practice/state/received-commands.ts';
import { recipient } from '../../electron/practice/state/recipients.ts';
import { putSetting, setting } from '../../electron/practice/state/settings.ts';
import type { PracticeState } from '../../electron/practice/state/practice-file.ts';
import { readSiteFile } from '../../electron/site-file.ts';
import { z } from 'zod';
import type { EventOf } from '../../shared/run/events.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { canonical, commandIn, notRight, Rehearsal, type JsonValue } from '../stand-ins/rehearsal.ts';
import { isThroughPowerShell } from '../stand-ins/practice-way.ts';

const mailboxes = '100';

/** Presets with seeds: one leaves nothing lasting; others draw mailboxes that always fail, or that are gone in mid-run. */
const cases = [
  ['hybrid', '6', 0],
  ['hybrid', '4', 1],
  ['hybrid', '5', 1],
  ['university', '2', 1],
  ['university', '3', 1],
] as const;

function onState<T>(rehearsal: Rehearsal, read: (state: PracticeState) => T): T {
  const state = openPracticeSite(rehearsal.practice);
  try {
    return read(state);
  } finally {
    state.close();
  }
}

/** Ids in Entra ID of everybody in the groups of the audience who is not excepted: read from the site itself. */
async function audienceOf(rehearsal: Rehearsal): Promise<readonly string[]> {
  const { site } = await readSiteFile(rehearsal.site);
  return onState(rehearsal, (state) => {
    const groups = site.audience.groups.flatMap((name) => entraObjectsBy(state, 'display', name));
    const members = groups.flatMap(({ id }) => entraTransitiveMembersPage(state, id, '', 100_000));
    const people = members.filter(({ kind, mail }) => {
      return kind !== 'group' && !site.audience.except.people.includes(mail);
    });
    return [...new Set(people.map(({ id }) => id))].sort();
  });
}

/** Whom a resource of the calendar step stands for: the id in Entra ID of the person, or of the mailbox's owner. */
function personOf(state: PracticeState, resource: string): string {
  const [kind, ...rest] = resource.split('/');
  if (kind === 'person') return rest[0] ?? '';
  const side = rest[0] === 'on-premises' ? 'on-premises' : 'cloud';
  const mailbox = recipient(state, side, rest[1] ?? '');
  if (side === 'cloud') return mailbox?.directoryId ?? '';
  const owner = state.row('SELECT id FROM entra_objects WHERE on_premises_guid = ?', mailbox?.guid ?? '');
  return z.object({ id: z.string() }).parse(owner).id;
}

/** People of the result, by their ids in Entra ID. */
const peopleOf = (rehearsal: Rehearsal, run: CommandLineResult): readonly string[] =>
  onState(rehearsal, (state) =>
    run
      .of('resource')
      .filter(({ resource }) => /^(?:calendar|person)\//u.test(resource))
      .map(({ resource }) => personOf(state, resource))
      .sort(),
  );

/** Addresses of the people who ended otherwise than they should. */
const addressesNotRight = (run: CommandLineResult): readonly string[] =>
  run
    .of('resource')
    .filter(({ resource }) => resource in notRight(run))
    .map(({ resource, address }) => address ?? resource)
    .sort();

/** Writes that took effect, each as one line of JSON. */
const effects = (rehearsal: Rehearsal): readonly string[] =>
  onState(rehearsal, (state) =>
    [...receivedCommands(state)]
      .filter(({ writes, outcome }) => writes && outcome === 'done')
      .map(({ command }) => canonical(commandIn(command))),
  );

const state = z.record(z.string(), z.json());

/** The objects of a state at rest, each as one line of JSON, without the knobs of the site itself. */
function objectsOf(comparable: string): readonly string[] {
  const { settings, ...sections } = state.parse(JSON.parse(comparable));
  const { site: _, ...services } = state.parse(settings);
  const lists = Object.values(sections).flatMap((section) => z.array(z.json()).parse(section));
  return [...lists, services].map((object: JsonValue) => canonical(object)).sort();
}

/** Whose object it is, of what a practice site shows. */
function addressOf(object: string): string {
  const shown = z.object({ address: z.string().optional(), mail: z.string().optional() });
  const { address, mail } = shown.parse(JSON.parse(object));
  return address ?? mail ?? '';
}

/** Switches the faults of a site off: what a run leaves there is what it should be. */
function withoutFaults(rehearsal: Rehearsal): Rehearsal {
  onState(rehearsal, (opened) => {
    putSetting(opened, 'site', { ...setting(opened, 'site'), faults: null });
  });
  return rehearsal;
}

const failures = (run: CommandLineResult, kind: string): readonly EventOf<'answer'>[] =>
  run.of('answer').filter(({ failure }) => failure?.kind === kind);

describe.each(cases)('the preset %s with the faults of seed %s', (preset, seed, exitCode) => {
  it('ends with everybody of the audience in the result, and with what is lasting and nothing else undone', async () => {
    const rehearsal = await Rehearsal.of(preset, '--mailboxes', mailboxes, '--faults', seed);
    const calm = withoutFaults(rehearsal.copy());
    const audience = await audienceOf(rehearsal);
    const [run] = await Promise.all([rehearsal, calm].map((site) => site.onSite('run', '--yes')));
    if (run === undefined) throw new Error('Nothing was run.');
    const wrong = addressesNotRight(run);

    expect(audience.length).toBeGreaterThan(90);
    expect(peopleOf(rehearsal, run)).toEqual(audience);
    expect(run.exitCode).toBe(exitCode);
    expect(wrong.length > 0).toBe(exitCode === 1);
    expect(failures(run, 'transient').length + failures(run, 'lost').length).toBeGreaterThan(0);

    const done = effects(rehearsal);
    expect(done.filter((command, index) => done.indexOf(command) !== index)).toEqual([]);

    const [faulty, wanted] = [objectsOf(await rehearsal.comparable()), objectsOf(await calm.comparable())];
    const differing = [
      ...faulty.filter((object) => !wanted.includes(object)),
      ...wanted.filter((object) => !faulty.includes(object)),
    ];
    expect(differing.filter((object) => !wrong.includes(addressOf(object)))).toEqual([]);
  });
});

describe('a write whose answer was lost', () => {
  it('is judged by looking: what took effect is not sent again, and counts as made', async () => {
    let judged = 0;
    for (const seed of ['2', '8']) {
      const rehearsal = await Rehearsal.of('university', '--mailboxes', mailboxes, '--faults', seed);
      const run = await rehearsal.onSite('run', '--yes');
      const commands = run.of('command');
      for (const { number } of failures(run, 'lost')) {
        const lost = commands.find((command) => command.number === number);
        if (lost?.writes !== true) continue;
        const after = commands.filter((one) => one.resource === lost.resource && one.number > number);
        expect(after[0]?.writes, lost.resource).toBe(false);
        const sent = commands.filter((one) => canonical(commandIn(one)) === canonical(commandIn(lost)));
        const took = effects(rehearsal).filter((effect) => effect === canonical(commandIn(lost)));
        if (took.length === 1) expect(sent, lost.resource).toHaveLength(1);
        const ended = run.of('resource').find(({ resource }) => resource === lost.resource);
        expect(ended?.outcome, lost.resource).toBe('changed');
        judged += 1;
      }
    }
    expect(judged).toBeGreaterThan(0);
  });
});

describe('a service that asks for time', () => {
  it('gets nothing more until that time has passed, reads and read-backs included, and then less at once', async () => {
    const rehearsal = await Rehearsal.of('university', '--mailboxes', mailboxes);
    onState(rehearsal, (opened) => {
      // Commands a second, of which a run would send more.
      const budget = isThroughPowerShell() ? 20 : 120;
      putSetting(opened, 'site', { ...setting(opened, 'site'), budget });
    });
    const run = await rehearsal.onSite('run', '--yes');
    const slowed = run.events.filter((event) => event.type === 'slowed');
    expect(slowed.length).toBeGreaterThan(1);
    for (const { target, waitMs, atOnce, seq, at } of slowed) {
      expect(atOnce).toBeLessThan(8);
      // The clock of a fast practice site makes a minute a second; timers may be a millisecond early.
      const until = Date.parse(at) + waitMs / 60 - 2;
      const meanwhile = run.events.filter(
        (event) =>
          event.type === 'command' &&
          event.target === target &&
          event.seq > seq &&
          Date.parse(event.at) < until,
      );
      expect(meanwhile).toEqual([]);
    }
    const throttledReads = failures(run, 'throttled').filter(
      ({ number }) => run.of('command').find((command) => command.number === number)?.writes === false,
    );
    expect(throttledReads.length).toBeGreaterThan(0);
    const planted = plantedCases(rehearsal.practice).map(({ address }) => address);
    expect(addressesNotRight(run)).toEqual(planted.toSorted());
  });
});

describe('a seed', () => {
  it('draws the same faults on every site of a preset, whatever its generated ids', async () => {
    const endings = async (preset: PresetName): Promise<readonly string[]> => {
      const rehearsal = await Rehearsal.of(preset, '--mailboxes', '150', '--faults', '3');
      return addressesNotRight(await rehearsal.onSite('run', '--yes'));
    };
    const [once, again] = await Promise.all([endings('university'), endings('university')]);
    expect(once.length).toBeGreaterThan(4);
    expect(again).toEqual(once);
  });
});
