import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { RunFile } from '../../../electron/store/run-file.ts';
import { createRunFile } from '../../../electron/store/run-folder.ts';
import type { RunEvent } from '../../../shared/run/events.ts';
import {
  answer,
  calendarOf,
  changed,
  ended,
  finished,
  headOf,
  looked,
  reading,
  standingClock,
  started,
  temporaryFolder,
  writing,
} from './samples.ts';

function newRun(): { file: RunFile; move: (ms: number) => void } {
  const clock = standingClock();
  const file = createRunFile(temporaryFolder(), headOf('r1', { limit: Infinity }), clock.now);
  onTestFinished(() => {
    file.close();
  });
  return { file, move: clock.move };
}

test('the head is what the run was made with, a missing limit included', () => {
  const { file } = newRun();
  expect(file.report.head).toEqual(headOf('r1', { limit: Infinity }));
});

test('a plan that is run has in its head who runs it now; its change number stays', () => {
  const { file } = newRun();
  file.record(started('r1', { verb: 'plan', by: 'a.bakker' }));
  file.record(started('r1', { verb: 'run', by: 'f.mulder', computer: 'SRV02', note: '' }));
  expect(file.report.head).toMatchObject({ verb: 'run', by: 'f.mulder', computer: 'SRV02', note: 'CHG-1' });
});

test('a run is finished when its last event says so, and not any more when it is gone on with', () => {
  const { file, move } = newRun();
  file.record(started('r1'));
  expect([file.report.finishedAt, file.report.exitCode]).toEqual([undefined, undefined]);
  move(2_000);
  file.record(finished('r1', 130));
  expect([file.report.finishedAt, file.report.exitCode]).toEqual(['2026-11-24T14:01:09.000Z', 130]);
  move(3_600_000);
  file.record(started('r1', { resumed: true }));
  expect([file.report.finishedAt, file.report.exitCode]).toEqual([undefined, undefined]);
  move(500);
  file.record(finished('r1', 0));
  expect(file.report.exitCode).toBe(0);
  expect(file.report.durationMs).toBe(2_500);
});

test('commands come in the order in which they were sent, each with its answer or without one', () => {
  const { file } = newRun();
  file.record(reading(1, 'm1'));
  file.record(writing(2, 'm2'));
  const failure = { kind: 'lasting', id: 'X', exception: 'Y', text: 'Non trouvé' };
  file.record(answer(2, 'm2', { ok: false, failure }));
  expect([...file.report.commands()]).toEqual([
    { at: '2026-11-24T14:01:07.000Z', command: reading(1, 'm1'), answer: undefined },
    {
      at: '2026-11-24T14:01:07.000Z',
      command: writing(2, 'm2'),
      answer: answer(2, 'm2', { ok: false, failure }),
    },
  ]);
  expect(file.report.commandCounts).toEqual({ read: 1, wrote: 1 });
});

const group: RunEvent = {
  type: 'resource',
  step: 'security-group',
  resource: 'group/cloud',
  name: 'Calendar push',
  kind: 'group',
  where: 'Exchange Online',
  outcome: 'in-order',
  reason: '',
};

test('resources come by step with what was found before and after, all entries included', () => {
  const { file } = newRun();
  const ours = { user: 'Calendar push', rights: ['Editor'], flags: ['Delegate'], ours: true };
  file.record(group);
  file.record(looked('m1', 'before'));
  file.record(writing(1, 'm1'));
  file.record(looked('m1', 'after', { entries: [ours] }));
  file.record(ended('m1', 'changed'));
  expect([...file.report.resources('security-group')]).toMatchObject([
    { resource: 'group/cloud', outcome: 'in-order', before: undefined, after: undefined, entriesBefore: [] },
  ]);
  expect([...file.report.resources('calendar-permissions')]).toEqual([
    {
      step: 'calendar-permissions',
      resource: calendarOf('m1'),
      name: 'Owner of m1',
      kind: 'calendar',
      where: 'Exchange Online',
      outcome: 'changed',
      reason: '',
      before: { folder: 'Agenda', right: null },
      after: { folder: 'Agenda', right: ['Editor'] },
      entriesBefore: [{ user: 'Default', rights: ['AvailabilityOnly'], flags: [], ours: false }],
      entriesAfter: [ours],
    },
  ]);
});

test('calendars have address, side and folder; people without a calendar are in the table too', () => {
  const { file } = newRun();
  file.record(looked('m1', 'before'));
  file.record(ended('m1', 'in-order'));
  file.record(ended('x', 'left-out', { resource: 'person/p2', address: 'p2@x.example', reason: 'A guest.' }));
  file.record(ended('x', 'in-order', { resource: 'audience' }));
  expect([...file.report.calendars()]).toMatchObject([
    { resource: calendarOf('m1'), address: 'm1@westerveld.example', side: 'cloud', folder: 'Agenda' },
    { resource: 'person/p2', address: 'p2@x.example', side: undefined, folder: '', reason: 'A guest.' },
  ]);
});

test('what was under way when a run was interrupted is not done, with what was found', () => {
  const { file } = newRun();
  file.record(looked('m1', 'before'));
  expect([...file.report.resources('calendar-permissions')]).toMatchObject([
    {
      name: calendarOf('m1'),
      outcome: 'not-done',
      reason: 'The run was interrupted before this was settled.',
      before: { folder: 'Agenda' },
    },
  ]);
});

test('a finding that is found again is one finding, with the time of the last', () => {
  const { file, move } = newRun();
  const finding = {
    id: 'more-than-asked',
    severity: 'to-know',
    step: 'calendar-permissions',
    resource: calendarOf('m1'),
    what: 'The group may do more',
    where: 'Exchange Online',
    why: 'It has Owner.',
    do: 'Nothing.',
    original: 'byte for\r\n byte\u0000 ',
  } as const;
  file.record({ type: 'finding', ...finding });
  file.record({ type: 'finding', ...finding, where: 'Elsewhere' });
  move(1_000);
  file.record({ type: 'finding', ...finding });
  expect([...file.report.findings()]).toEqual([
    { ...finding, at: '2026-11-24T14:01:08.000Z' },
    { ...finding, where: 'Elsewhere', at: '2026-11-24T14:01:07.000Z' },
  ]);
});

test('every kind of event is read back as it was recorded', () => {
  const { file } = newRun();
  const about = { step: 'prerequisites', resource: 'computer' } as const;
  const graph = { type: 'command', ...about, target: 'graph' } as const;
  const probe = { type: 'probe', ...about, answer: { ok: true, ms: 3 } } as const;
  const events: RunEvent[] = [
    started('r1'),
    { type: 'step', step: 'prerequisites', state: 'begun', total: 3 },
    { type: 'step', step: 'prerequisites', state: 'ended' },
    { type: 'secret-needed', name: 'sa-1.password', ...about },
    reading(1, 'm1'),
    { ...graph, number: 2, writes: false, method: 'GET', path: '/users?$count=true', eventual: true },
    {
      ...graph,
      number: 3,
      writes: true,
      change: 'create',
      method: 'POST',
      path: '/users',
      body: { passwordProfile: { password: { secret: 'sa-1.password' } }, tags: [null, 1, true] },
    },
    {
      type: 'command',
      number: 4,
      ...about,
      writes: true,
      target: 'activeDirectory',
      cmdlet: 'Set-ADUser',
      parameters: {
        Identity: { from: 'account', property: 'ObjectGuid' },
        Replace: { hashtable: { info: ['a', "O'Brien"] } },
        AccountExpirationDate: { date: '2027-01-01T00:00:00Z' },
        AccountPassword: { secret: 'sa-1.password' },
        Office: null,
        Confirm: false,
      },
    },
    answer(4, 'm1', { warnings: ['Slow'] }),
    { ...probe, probe: 'powershell' },
    { ...probe, probe: 'reach', host: 'dc01', port: 9389, what: 'ADWS' },
    { ...probe, probe: 'clock', host: 'dc01', what: 'domain controller' },
    { ...probe, probe: 'sign-in', cloud: 'worldwide', tenant: 'x', scopes: ['a'] },
    { ...probe, probe: 'account-sign-in', account: 'sa-1', password: { secret: 'sa-1.password' } },
    looked('m1', 'before'),
    { type: 'waiting', ...about, reason: 'It is on its way.', look: 3, nextInMs: 5_000 },
    { type: 'slowed', target: 'exchangeOnline', waitMs: 12_000, atOnce: 4 },
    changed('m1'),
    {
      type: 'finding',
      id: 'clock',
      severity: 'stops',
      step: 'prerequisites',
      what: 'a',
      where: 'b',
      why: 'c',
      do: 'd',
    },
    ended('m1', 'moved'),
    finished('r1', 1, { moved: 1 }),
  ];
  for (const event of events) file.record(event);
  const read = [...file.report.events()];
  expect(read.map(({ seq: _, at: __, ...event }) => event)).toEqual(events);
});

test('entries found on calendars, and folded names, can be searched in SQL', async () => {
  const { file } = newRun();
  file.record(
    looked('m1', 'before', {
      entries: [{ user: "Zoë O'Brien", rights: ['Owner', 'Reviewer'], flags: ['Delegate'], ours: false }],
    }),
  );
  file.record(ended('m1', 'in-order', { name: 'Jürgen Müller', address: 'J.Mueller@X.example' }));
  await file.flush();
  const other = new DatabaseSync(file.file);
  expect(
    other
      .prepare(
        'SELECT r.resource, e.rights, e.flags FROM entries e JOIN resources r ON r.id = e.resource WHERE e.user = ?',
      )
      .all("Zoë O'Brien"),
  ).toEqual([{ resource: calendarOf('m1'), rights: 'Owner, Reviewer', flags: 'Delegate' }]);
  expect(other.prepare('SELECT fold FROM resources').all()).toEqual([
    { fold: 'jurgen muller j.mueller@x.example' },
  ]);
  other.close();
});
