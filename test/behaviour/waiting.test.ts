import { describe, expect, it } from 'vitest';
import { readSiteFile } from '../../electron/site-file.ts';
import { startChildRun } from '../stand-ins/child-run.ts';
import { notRight, Rehearsal } from '../stand-ins/rehearsal.ts';

const waitingFor = {
  'seed-on-premises': ['group-in-use/on-premises'],
  'seed-cloud': ['mailbox/cloud/sa-mytt-exch', 'group-in-use/cloud'],
  hybrid: [
    'group-in-use/on-premises',
    'synchronised-account/sa-calpush-cloud-1',
    'synchronised-account/sa-calpush-cloud-2',
    'synchronised-group',
    'mailbox/cloud/sa-calpush-cloud-1',
    'mailbox/cloud/sa-calpush-cloud-2',
    'group-in-use/cloud',
  ],
} as const;

describe.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)('waiting on the preset %s', (preset) => {
  it('is shown for each thing that is on its way: why, and at least three looks before it is there', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const run = await rehearsal.onSite('run', '--yes');
    const waiting = run.of('waiting');
    expect(new Set(waiting.map(({ resource }) => resource))).toEqual(new Set(waitingFor[preset]));
    for (const resource of waitingFor[preset]) {
      const looks = waiting.filter((event) => event.resource === resource);
      expect(looks.map(({ look }) => look).slice(0, 3), resource).toEqual([1, 2, 3]);
      expect(
        looks.every(({ reason }) => /\w+ .*(?:yet|not)/u.test(reason)),
        resource,
      ).toBe(true);
      expect(
        looks.every(({ nextInMs }) => nextInMs > 0),
        resource,
      ).toBe(true);
      const pauses = looks.map(({ nextInMs }) => nextInMs);
      expect(pauses, resource).toEqual(pauses.toSorted((a, b) => a - b));
      const seen = run.of('looked').filter((event) => event.resource === resource);
      expect(seen.map(({ state }) => state).slice(0, 3), resource).not.toContain('there');
      expect(seen.at(-1)?.state, resource).toBe('there');
    }
    expect(notRight(run)).toEqual({});
  });
});

describe('waiting that comes to its limit', () => {
  it('ends as waiting with what to do, and exit code 1; what needs it is not done; run again, it goes on', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud');
    const run = await rehearsal.onSite('run', '--yes', '--wait', '0');
    expect(run.exitCode).toBe(1);
    const outcomes = new Map(run.of('resource').map(({ resource, outcome }) => [resource, outcome]));
    expect(outcomes.get('mailbox/cloud/sa-mytt-exch')).toBe('waiting');
    expect(run.of('finding').some(({ id }) => id === 'waited-long-enough')).toBe(true);
    expect(run.of('resource').some(({ outcome }) => outcome === 'not-done')).toBe(true);

    const again = await rehearsal.onSite('run', '--yes');
    expect(notRight(again)).toEqual({});
    expect(again.exitCode).toBe(0);
  });
});

describe('what another administrator does at half of a run over 1,000 mailboxes', () => {
  it("is seen by the run's next look", async () => {
    const rehearsal = await Rehearsal.of('seed-cloud', '--mailboxes', '1000', '--latency', '6');
    const plan = await rehearsal.onSite('plan', '--only', 'calendar-permissions');
    const people = plan.of('resource').filter(({ kind }) => kind === 'calendar');
    expect(people.length).toBeGreaterThan(900);
    const [renamed, damaged, granted] = people.slice(-3).map(({ address }) => address ?? '');
    const { site } = await readSiteFile(rehearsal.site);
    const group = site.cloud?.group.address ?? '';

    const going = startChildRun(['run', '--site', rehearsal.site, '--yes', ...rehearsal.common]);
    // Only the event that ends a calendar has these two together.
    await going.reached('"kind":"calendar","where"', Math.floor(people.length / 2));
    const practice = { target: 'practice' };
    await rehearsal.do({ ...practice, action: 'rename-folder', mailbox: renamed ?? '', name: 'Half way' });
    await rehearsal.do({ ...practice, action: 'damage-list', mailbox: damaged ?? '' });
    const entry = { mailbox: granted ?? '', user: group, rights: ['Editor'] };
    await rehearsal.do({ ...practice, action: 'add-entry', ...entry });
    const run = await going.ended;

    const endOf = (address: string | undefined) => run.of('resource').find((one) => one.address === address);
    const resourceOf = (address: string | undefined): string => endOf(address)?.resource ?? '';
    const lookAt = (address: string | undefined) =>
      run.of('looked').filter(({ resource }) => resource === resourceOf(address));
    expect(lookAt(renamed).at(0)?.properties['folder']).toBe('Half way');
    expect(endOf(renamed)?.outcome).toBe('changed');
    expect(endOf(damaged)?.outcome).toBe('could-not-look');
    expect(endOf(granted)?.outcome).toBe('in-order');
    for (const address of [damaged, granted]) {
      const sent = run.of('command').filter(({ resource }) => resource === resourceOf(address));
      expect(sent.filter(({ writes }) => writes)).toEqual([]);
    }
    expect(Object.keys(notRight(run))).toEqual([resourceOf(damaged)]);
    expect(run.exitCode).toBe(1);
  });
});
