import { setTimeout as pass } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PresetName } from '../../electron/practice/presets/presets.ts';
import { openSiteMemory } from '../../electron/store/site-memory.ts';
import { startChildRun, type ChildRun } from '../stand-ins/child-run.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { formOf, receivedAt, recordedIn, shapesOnlyOf } from '../stand-ins/commands-of-run.ts';
import { kills, randomFrom, say, seed } from '../stand-ins/kills.ts';
import { Rehearsal, runOf } from '../stand-ins/rehearsal.ts';
import { changedEntries, watchEntries } from '../stand-ins/site-history.ts';

const killed = 137;
const calendars = 'calendar-permissions';
/** The kill comes up to so many milliseconds after the command that it waits for. */
const latestMs = 40;

/** An undisturbed run, and a site equal to the one that it began with. */
async function undisturbed(preset: PresetName, ...knobs: readonly string[]) {
  const fresh = await Rehearsal.of(preset, ...knobs);
  const site = fresh.copy();
  const result = await startChildRun(runOn(site)).ended;
  const commands = result.of('command');
  return {
    fresh,
    result,
    exitCode: result.exitCode,
    commands,
    ofCalendars: commands.filter((one) => one.step === calendars).length,
    shapes: shapesOnlyOf(calendars, commands),
    after: await site.comparable(),
    madeEntries: madeEntriesOf(site),
  };
}
type Undisturbed = Awaited<ReturnType<typeof undisturbed>>;

const runOn = (site: Rehearsal): readonly string[] => ['run', '--yes', '--site', site.site, ...site.common];
const resumeOn = (site: Rehearsal, run: string): readonly string[] => [
  'resume',
  run,
  '--yes',
  ...site.common,
];

function madeEntriesOf({ runs, siteId }: Rehearsal): readonly string[] {
  const memory = openSiteMemory(runs, siteId);
  try {
    return [...memory.madeEntries()].map(({ side, mailbox }) => `${side} ${mailbox}`);
  } finally {
    memory.close();
  }
}

/** Kills a process at some moment after it has reported so many commands. */
async function kill(child: ChildRun, commands: number, thenMs: number): Promise<CommandLineResult> {
  await child.reached('"type":"command"', commands);
  await pass(thenMs);
  child.send('SIGKILL');
  return await child.ended;
}

/** What must hold of a site whose run was killed and gone on with to its end; gives the commands for calendars. */
async function expectAsUndisturbed(
  site: Rehearsal,
  run: string,
  wanted: Undisturbed,
  resumed: CommandLineResult,
): Promise<number> {
  expect(resumed.exitCode).toBe(wanted.exitCode);
  expect(runOf(resumed)).toBe(run);
  expect(JSON.parse(await site.comparable())).toEqual(JSON.parse(wanted.after));

  const received = await receivedAt(site);
  const written = received
    .filter((one) => one.writes && one.outcome === 'done' && !isNewPassword(one.form))
    .map((one) => one.form);
  expect(written.filter((form, place) => written.indexOf(form) !== place)).toEqual([]);
  const recorded = recordedIn(site, run);
  const intended = new Set(recorded.map(formOf));
  expect(received.filter((one) => one.writes && !intended.has(one.form))).toEqual([]);

  const ourGroups = ['Calendar Push', 'Calendar Push Cloud'];
  expect(changedEntries(site.practice).filter((one) => !ourGroups.includes(one.name))).toEqual([]);
  expect(changedEntries(site.practice).filter((one) => one.what === 'gone')).toEqual([]);
  expect(madeEntriesOf(site)).toEqual(wanted.madeEntries);

  return Math.max(
    received.filter((one) => wanted.shapes.has(one.shape)).length,
    recorded.filter((one) => one.step === calendars).length,
  );
}

/** Each process that goes on gives the lost ones anew, and so sends the same command with another value. */
const isNewPassword = (form: string): boolean =>
  /Set-ADAccountPassword|"PATCH".*"passwordProfile"/u.test(form);

const mostCommands = (wanted: Undisturbed, kills: number): number =>
  wanted.ofCalendars + kills * Math.floor(wanted.ofCalendars / 100 + 8);

describe.each(['hybrid', 'university'] as const)('a run on 1,000 mailboxes, %s', (preset) => {
  it(`ends as if nothing had been, however often it is killed at random and gone on with (KILL_SEED=${seed})`, async () => {
    const wanted = await undisturbed(preset, '--mailboxes', '1000', '--latency', '4');
    const random = randomFrom(seed);
    const more: number[] = [];
    for (let count = 0; count < Math.ceil(kills / 2); count += 1) {
      const site = wanted.fresh.copy();
      watchEntries(site.practice);
      const moment = 1 + Math.floor(random() * (wanted.commands.length - 100));
      const thenMs = Math.floor(random() * latestMs);
      const first = await kill(startChildRun(runOn(site)), moment, thenMs);
      expect(first.exitCode).toBe(killed);
      const resumed = await startChildRun(resumeOn(site, runOf(first))).ended;
      const issued = await expectAsUndisturbed(site, runOf(first), wanted, resumed);
      more.push(issued - wanted.ofCalendars);
      say(
        `${preset}, seed ${seed}: killed ${thenMs} ms after command ${moment}; ${issued - wanted.ofCalendars} more`,
      );
      expect(issued).toBeLessThanOrEqual(mostCommands(wanted, 1));
    }
    say(
      `${preset}: undisturbed ${wanted.ofCalendars} commands for calendars; after a kill at most ${Math.max(...more)} more`,
    );
  });
});

it('a run that is killed again each time that it is gone on with ends as if nothing had been', async () => {
  const wanted = await undisturbed('hybrid', '--mailboxes', '150', '--latency', '4');
  const site = wanted.fresh.copy();
  watchEntries(site.practice);
  const first = await kill(startChildRun(runOn(site)), 120, 0);
  for (const commands of [60, 90, 90]) await kill(startChildRun(resumeOn(site, runOf(first))), commands, 0);
  const resumed = await startChildRun(resumeOn(site, runOf(first))).ended;
  const issued = await expectAsUndisturbed(site, runOf(first), wanted, resumed);
  say(`killed four times: ${issued - wanted.ofCalendars} more`);
});

describe('Ctrl+C', () => {
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, count) => total + count, 0);

  it('stops between commands, ends 130, accounts for everybody, and can be gone on with', async () => {
    const wanted = await undisturbed('hybrid', '--mailboxes', '120', '--latency', '5');
    const site = wanted.fresh.copy();
    watchEntries(site.practice);
    const child = startChildRun(runOn(site));
    await child.reached('Add-MailboxFolderPermission', 20);
    child.send('SIGINT');
    const stopped = await child.ended;
    expect(stopped.exitCode).toBe(130);
    const [finished] = stopped.of('finished');
    expect(finished?.exitCode).toBe(130);
    const outcomes = new Map(stopped.of('resource').map(({ resource, outcome }) => [resource, outcome]));
    expect(sum(finished?.counts ?? {})).toBe(outcomes.size);
    expect(outcomes.size).toBe(sum(wanted.result.of('finished')[0]?.counts ?? {}));
    const notDone = [...outcomes.values()].filter((outcome) => outcome === 'not-done').length;
    expect(notDone).toBeGreaterThan(0);
    expect(stopped.of('command').length).toBeLessThan(wanted.commands.length);

    const resumed = await startChildRun(resumeOn(site, runOf(stopped))).ended;
    const issued = await expectAsUndisturbed(site, runOf(stopped), wanted, resumed);
    expect(issued).toBeLessThanOrEqual(mostCommands(wanted, 1));
  });

  const everything: readonly string[] = [];
  it.each([
    { when: 'before the audience is known', more: everything, latency: 30, resumedTo: 0 },
    // The group that is to get the right is missing then.
    { when: 'before the only step', more: ['--only', 'calendar-permissions'], latency: 300, resumedTo: 1 },
  ])('sends nothing more, $when, and ends 130', async ({ more, latency, resumedTo }) => {
    const site = await Rehearsal.of('hybrid', '--mailboxes', '60', '--latency', String(latency));
    const child = startChildRun([...runOn(site), ...more]);
    await child.reached('"type":"command"');
    child.send('SIGINT');
    const stopped = await child.ended;
    expect(stopped.exitCode).toBe(130);
    expect(sum(stopped.of('finished')[0]?.counts ?? {})).toBe(
      new Set(stopped.of('resource').map(({ resource }) => resource)).size,
    );
    expect(stopped.of('command').filter((one) => one.step === calendars)).toEqual([]);
    const resumed = await startChildRun(resumeOn(site, runOf(stopped))).ended;
    expect(resumed.exitCode).toBe(resumedTo);
  });

  it('pressed twice, waits for no answer, and still ends 130', async () => {
    const site = await Rehearsal.of('seed-on-premises', '--mailboxes', '20', '--latency', '60000');
    const child = startChildRun(runOn(site));
    await child.reached('"type":"command"');
    const pressedAgain = setInterval(() => {
      child.send('SIGINT');
    }, 50);
    const stopped = await child.ended;
    clearInterval(pressedAgain);
    expect(stopped.exitCode).toBe(130);
    expect(stopped.of('finished')[0]?.exitCode).toBe(130);
  });
});
