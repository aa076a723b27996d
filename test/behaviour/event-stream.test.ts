import { describe, expect, it } from 'vitest';
import { accountsOf } from '../../shared/site/sides.ts';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import type { EventOf } from '../../shared/run/events.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { everyVerb } from '../stand-ins/every-verb.ts';
import { Rehearsal, runOf, written } from '../stand-ins/rehearsal.ts';

const presets: readonly (readonly [PresetName, readonly string[]])[] = [
  ['seed-on-premises', []],
  ['hybrid', []],
  ['hybrid-cloud', []],
  ['university', ['--mailboxes', '120', '--faults', '1']],
];

/** How each verb ends on a site without anything that can not be mended. */
const exitCodes: Readonly<Record<string, number>> = { 'verify after undo': 1 };

function sum(counts: EventOf<'finished'>['counts']): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

const doubled = (ids: readonly string[]): readonly string[] =>
  ids.filter((id, index) => ids.indexOf(id) !== index);

/** A run that carries out a plan goes on counting where the plan ended. */
const inARow = (numbers: readonly number[]): boolean =>
  numbers.every((number, index) => number === (numbers[0] ?? 0) + index);

/** The stream's own promises, whatever the verb did. */
function keepsItsPromises(verb: string, { events, of, exitCode }: CommandLineResult): void {
  const [first] = events;
  const last = events.at(-1);
  expect(first?.type, verb).toBe('started');
  expect(last?.type, verb).toBe('finished');
  expect([of('started').length, of('finished').length], verb).toEqual([1, 1]);
  const [finished] = of('finished');
  expect(finished?.run, verb).toBe(of('started')[0]?.run);
  expect(finished?.exitCode, verb).toBe(exitCode);
  expect(inARow(events.map(({ seq }) => seq)), verb).toBe(true);

  const ended = of('resource');
  expect(doubled(ended.map(({ resource }) => resource)), verb).toEqual([]);
  expect(sum(finished?.counts ?? {}), verb).toBe(ended.length);
  for (const { outcome, reason, resource } of ended) {
    if (!['in-order', 'changed', 'drifted'].includes(outcome)) expect(reason, resource).not.toBe('');
  }

  const numbers = of('command').map(({ number }) => number);
  expect(inARow(numbers), verb).toBe(true);
  expect(
    of('answer')
      .map(({ number }) => number)
      .toSorted((a, b) => a - b),
    verb,
  ).toEqual(numbers);
}

/** Cmdlets of the session: they change nothing at the site. */
const ofTheSession = /^(?:Connect|Disconnect|Import)-|PSSession$|^Set-ADServerSettings$/u;

/** Is it told truly whether a command changes the site? */
function tellsTheWrites(verb: string, { of }: CommandLineResult): void {
  for (const command of of('command')) {
    const name = 'cmdlet' in command ? command.cmdlet : command.method;
    const changes = !/^(?:Get|Test|Resolve)-|^GET$/u.test(name) && !ofTheSession.test(name);
    expect(command.writes, `${verb}: ${name}`).toBe(changes);
    expect(command.change !== undefined, `${verb}: ${name}`).toBe(changes);
  }
}

const notForPeople = /\b(?:please|errors?|failed to|invalid|abort(?:ed|s|ing)?|successfully)\b|!/iu;

/** Every part of a finding is there, in words for people. Names of people may hold anything. */
function speaksToPeople({ events, of }: CommandLineResult): void {
  const names = of('resource').map(({ name }) => name);
  for (const event of events) {
    if (event.type !== 'finding') continue;
    const { id, what, where, why, do: next, severity } = event;
    for (const [part, text] of Object.entries({ what, where, why, next })) {
      expect(text.trim(), `${id}, ${part}`).not.toBe('');
      if (part === 'where') continue;
      const own = names.reduce((rest, name) => (name.length < 3 ? rest : rest.replaceAll(name, '')), text);
      expect(own, `${id}, ${part}`).not.toMatch(notForPeople);
    }
    expect(['stops', 'to-know', 'information'], id).toContain(severity);
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
    expect(what, id).not.toMatch(/[.]$/u);
  }
}

describe.each(presets)('the event stream of %s', (preset, knobs) => {
  it('begins and ends as it says, tells each resource once, each write as one, and speaks to people', async () => {
    const { site, streams } = await everyVerb(preset, ...knobs);
    for (const { verb, result } of streams) {
      if (preset !== 'university') expect(result.exitCode, verb).toBe(exitCodes[verb] ?? 0);
      keepsItsPromises(verb, result);
      tellsTheWrites(verb, result);
      speaksToPeople(result);
      if (['plan', 'script', 'by-hand', 'verify'].includes(verb)) expect(written(result), verb).toEqual([]);
    }
    const plan = streams.find(({ verb }) => verb === 'plan')?.result;
    expect(
      plan
        ?.of('secret-needed')
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(
      accountsOf(site)
        .map(({ password }) => password)
        .toSorted(),
    );
  });
});

describe('in a plan, what would change', () => {
  it('is drifted, even where nothing was made yet, and the plan ends 0', async () => {
    const rehearsal = await Rehearsal.of('hybrid');
    const plan = await rehearsal.onSite('plan');
    const outcomes = new Set(plan.of('resource').map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(['in-order', 'left-out', 'drifted']));
    expect(plan.exitCode).toBe(0);
  });
});

describe('what ends a run with 1', () => {
  it('is a finding that stops, in a plan too', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud');
    rehearsal.editSite((site) => {
      site['audience'] = { groups: ['Nobody knows it'] };
    });
    for (const verb of [['plan'], ['run', '--yes'], ['verify']] as const) {
      const [name, ...more] = verb;
      const result = await rehearsal.onSite(name, ...more);
      const stops = result.of('finding').filter(({ severity }) => severity === 'stops');
      expect(
        stops.map(({ id }) => id),
        name,
      ).toEqual(['audience-group-unknown']);
      expect(result.exitCode, name).toBe(1);
      speaksToPeople(result);
    }
  });
});

describe('where nobody can be asked', () => {
  it('a run without --yes is refused with 2, and the site has received nothing', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud');
    const result = await rehearsal.onSite('run');
    expect(result.exitCode).toBe(2);
    expect(result.events).toEqual([]);
    expect(result.stderr).toContain('--yes');
    expect(await rehearsal.received()).toEqual([]);
  });

  it('and without a practice site nothing is rehearsed in silence', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud');
    const result = await commandLine(['plan', '--site', rehearsal.site, '--runs', rehearsal.runs, '--json']);
    expect(result.exitCode).toBe(2);
    expect(result.events).toEqual([]);
    expect(result.stderr).toContain('practice new');
  });
});

describe('a right that was taken away between plan and run', () => {
  it('stops the step after 25 equal failures in a row; a run with the right does the rest', async () => {
    const rehearsal = await Rehearsal.of('university', '--mailboxes', '150');
    const setRoles = (roles: readonly string[]) =>
      rehearsal.do({ target: 'practice', action: 'set-roles', of: 'exchange-online', roles: [...roles] });
    const plan = await rehearsal.onSite('plan');
    await setRoles(['View-Only Recipients']);
    const run = await rehearsal.verb('run', '--plan', runOf(plan));
    expect(run.exitCode).toBe(1);
    const stops = run.of('finding').filter(({ severity }) => severity === 'stops');
    expect(stops.map(({ id, step }) => [id, step])).toEqual([
      ['same-failure-too-often', 'calendar-permissions'],
    ]);
    const stopped = run.events.findIndex((event) => event.type === 'finding' && event.severity === 'stops');
    // What the plan found in order is told again without being tried.
    const triedIn = (events: CommandLineResult['events']): readonly string[] =>
      events.flatMap((event) =>
        event.type === 'resource' && event.kind === 'calendar' && event.reason !== 'As the plan found it.'
          ? [event.outcome]
          : [],
      );
    const [before, after] = [run.events.slice(0, stopped), run.events.slice(stopped)].map(triedIn);
    expect(before?.slice(-24)).toEqual(Array.from({ length: 24 }, () => 'failed'));
    // The 25th, and those that were under way by then: eight commands at once, and four flows to spare.
    expect(after?.filter((outcome) => outcome === 'failed').length).toBeLessThanOrEqual(8 + 4);
    expect(after?.filter((outcome) => outcome === 'not-done').length).toBeGreaterThan(50);
    expect(stops[0]?.original).toContain('Add-MailboxFolderPermission');
    keepsItsPromises('run', run);
    speaksToPeople(run);

    await setRoles(['Mail Recipients', 'Distribution Groups', 'Security Group Creation and Membership']);
    const again = await rehearsal.onSite('run', '--yes');
    expect(again.of('finding').filter(({ severity }) => severity === 'stops')).toEqual([]);
    expect(again.of('resource').filter(({ outcome }) => outcome === 'not-done')).toEqual([]);
  });
});
