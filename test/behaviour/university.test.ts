import { describe, expect, it } from 'vitest';
import { plantedCases } from '../../electron/practice/practice-site.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { notRight, Rehearsal, written } from '../stand-ins/rehearsal.ts';

/** What ended otherwise than it should, by address, with the outcome. */
const endedWrong = (result: CommandLineResult): readonly string[] =>
  result
    .of('resource')
    .filter(({ resource }) => resource in notRight(result))
    .map(({ address, resource, outcome }) => `${address ?? resource} ${outcome}`)
    .sort();

/** Commands of the step per calendar, those that read the audience among them. */
function commandsPerCalendar(result: CommandLineResult): number {
  const commands = result.of('command').filter(({ step }) => step === 'calendar-permissions');
  return commands.length / result.of('resource').filter(({ kind }) => kind === 'calendar').length;
}

const mailboxes = ['--mailboxes', '300'];

describe('the university, with everything that goes wrong in real life', () => {
  it('ends 1 and names exactly the cases that can not be mended, in three runs and in a look', async () => {
    const rehearsal = await Rehearsal.of('university', ...mailboxes);
    const planted = plantedCases(rehearsal.practice).map((one) => `${one.address} ${one.outcome}`);
    expect(planted).toHaveLength(4);
    for (const turn of [1, 2, 3]) {
      const run = await rehearsal.onSite('run', '--yes');
      expect(run.exitCode, `run ${turn}`).toBe(1);
      expect(endedWrong(run), `run ${turn}`).toEqual(planted.toSorted());
      const withFinding = new Set(run.of('finding').map(({ resource }) => resource));
      for (const resource of Object.keys(notRight(run))) expect(withFinding).toContain(resource);
    }
    const verify = await rehearsal.onSite('verify');
    expect(verify.exitCode).toBe(1);
    // A list that is full is only noticed by whoever writes to it; to a look the entry is simply missing.
    const missing = planted.map((one) => one.replace(/ failed$/u, ' drifted'));
    expect(endedWrong(verify)).toEqual(missing.toSorted());
  });

  it('takes at most 4.1 commands a calendar on the first run and 1.05 on the second', async () => {
    const rehearsal = await Rehearsal.of('university', ...mailboxes);
    const first = await rehearsal.onSite('run', '--yes');
    const second = await rehearsal.onSite('run', '--yes');
    expect(commandsPerCalendar(first)).toBeLessThanOrEqual(4.1);
    expect(commandsPerCalendar(second)).toBeLessThanOrEqual(1.05);
    const refused = plantedCases(rehearsal.practice).filter(({ outcome }) => outcome === 'failed');
    expect(written(second).map(({ resource }) => resource)).toEqual(
      refused.map(({ side, guid }) => `calendar/${side}/${guid}`),
    );
  });
});
