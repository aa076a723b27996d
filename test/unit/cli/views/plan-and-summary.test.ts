import { describe, expect, test } from 'vitest';
import { widthOf } from '../../../../electron/cli/views/text-width.ts';
import { runView } from '../../../../electron/cli/views/run-view.ts';
import type { RecordedEvent, Verb } from '../../../../shared/run/events.ts';
import { hostileNames } from '../../../stand-ins/hostile-names.ts';
import { standInIo, type StandInIo } from '../../../stand-ins/cli-io.ts';
import { again, change, EventList, planOfAccounts, steps, undoable } from './event-lists.ts';

const escape = '\u001B';

function shown(
  verb: Verb,
  events: readonly RecordedEvent[],
  options: Parameters<typeof standInIo>[0] & { readonly json?: boolean } = {},
): StandInIo {
  const io = standInIo(options);
  const view = runView(verb, { io, json: options.json ?? false, steps, again });
  for (const event of events) view.event(event);
  view.end();
  return io;
}

const calendarChange = undoable(change([['right of the group', 'None', 'Editor']]));

function verified(): readonly RecordedEvent[] {
  const list = new EventList().started('verify').step('service-accounts', 2);
  list
    .resource('service-accounts', 'sa-calpush-1', 'in-order')
    .resource('service-accounts', 'sa-calpush-2', 'in-order');
  list.step('security-group', 2).resource('security-group', 'Service Accounts Calendar Push', 'in-order');
  list.finding({ resource: 'security-group/sa-calpush-3 in the group' });
  list.resource('security-group', 'sa-calpush-3 in the group', 'drifted', { kind: 'membership' });
  list.step('calendar-permissions', 3000);
  for (let n = 1; n <= 2962; n += 1) list.resource('calendar-permissions', `Person ${n}`, 'in-order', {}, 10);
  for (let n = 2963; n <= 3000; n += 1)
    list.resource(
      'calendar-permissions',
      `Person ${n}`,
      'drifted',
      { kind: 'calendar', changes: [calendarChange] },
      10,
    );
  return list.finished(1).events;
}

describe('a plan', () => {
  test('reads as in the guide', () => {
    expect(shown('plan', planOfAccounts()).stdout.text).toMatchSnapshot();
  });

  test('of several steps names each', () => {
    const list = new EventList().started('plan').step('service-accounts', 1);
    list
      .command('service-accounts', 'Get-ADUser', 'sa-calpush-1')
      .resource('service-accounts', 'sa-calpush-1', 'in-order');
    list.step('calendar-permissions', 2);
    for (const name of ['Anna', 'Bram'])
      list.resource('calendar-permissions', name, 'drifted', { kind: 'calendar', changes: [calendarChange] });
    list.finding({ severity: 'information' });
    expect(shown('plan', list.finished(0).events).stdout.text).toMatchSnapshot();
  });

  test('of one step can be shown before its question, when nothing of it is settled yet', () => {
    const io = standInIo();
    const view = runView('run', { io, json: false, steps, again });
    const looked = planOfAccounts().filter(
      (event) => event.type !== 'finished' && !(event.type === 'resource' && event.outcome === 'drifted'),
    );
    for (const event of looked) view.event(event);
    expect(view.stepPlan('service-accounts')).toMatchSnapshot();
    expect(view.changesOf(['service-accounts'])).toBe('these 4 changes');
    expect(view.changesOf(['connect'])).toBe('no changes');
  });

  test('of 3,000 calendars that read alike is one line', () => {
    const list = new EventList().started('plan').step('calendar-permissions', 3002);
    for (let n = 1; n <= 3000; n += 1)
      list.resource(
        'calendar-permissions',
        `Person ${n}`,
        'drifted',
        { kind: 'calendar', changes: [calendarChange] },
        10,
      );
    list.resource('calendar-permissions', 'Guest', 'left-out', { kind: 'person', reason: 'Guest account' });
    list.resource('calendar-permissions', 'Fenna Mulder', 'could-not-look', {
      kind: 'calendar',
      reason: 'Mailbox is being moved',
    });
    expect(shown('plan', list.finished(1).events).stdout.text).toMatchSnapshot();
  });

  test('says what can not be taken back', () => {
    const list = new EventList().started('plan').step('service-accounts', 1);
    list.resource('service-accounts', 'sa-calpush-1', 'drifted', {
      changes: [change([['password', 'old', 'new']])],
    });
    expect(shown('plan', list.finished(0).events).stdout.text).toContain(
      "1 change can't be taken back:\n  The old password is not known.\n",
    );
  });

  test('names the practice site and the folder of runs again in what is typed next', () => {
    const io = standInIo();
    const view = runView('plan', {
      io,
      json: false,
      steps,
      again: { ...again, options: ['--practice', 'my uni.db', '--runs', 'runs'] },
    });
    for (const event of planOfAccounts()) view.event(event);
    view.end();
    expect(io.stdout.text).toContain(
      'calendar-push-setup run --plan 2026-11-24-1401 --practice "my uni.db" --runs runs\n',
    );
  });

  test('that changes nothing says so', () => {
    const list = new EventList().started('plan').step('service-accounts', 1);
    list.resource('service-accounts', 'sa-calpush-1', 'in-order');
    const { text } = shown('plan', list.finished(0).events).stdout;
    expect(text).toContain('Plan 7: nothing has to be changed. Nothing has been written.');
    expect(text).not.toContain('run --plan');
  });
});

describe('a summary', () => {
  test('of a verify reads as in the guide, and what a finding tells is not told twice', () => {
    expect(shown('verify', verified()).stdout.text).toMatchSnapshot();
  });

  test('of a run counts what changed', () => {
    const list = new EventList().started('run').step('service-accounts', 2);
    list
      .resource('service-accounts', 'sa-calpush-1', 'changed', { changes: [calendarChange] })
      .resource('service-accounts', 'sa-calpush-2', 'in-order');
    expect(shown('run', list.finished(0).events).stdout.text).toMatchSnapshot();
  });

  test('of an interrupted run says what is not started, and how to go on', () => {
    const list = new EventList().started('run').step('service-accounts', 3);
    list
      .resource('service-accounts', 'sa-calpush-1', 'changed', { changes: [calendarChange] })
      .resource('service-accounts', 'sa-calpush-2', 'not-done')
      .resource('service-accounts', 'sa-calpush-3', 'not-done');
    expect(shown('run', list.finished(130).events).stdout.text).toMatchSnapshot();
  });

  test('tells many like findings once', () => {
    const list = new EventList().started('run').step('calendar-permissions', 27);
    for (let n = 1; n <= 27; n += 1)
      list.finding({
        id: 'being-moved',
        severity: 'stops',
        step: 'calendar-permissions',
        what: 'The mailbox is being moved',
        where: `Person ${n} in Exchange Online`,
      });
    const { text } = shown('run', list.finished(1).events).stdout;
    expect(text.match(/The mailbox is being moved/gu)).toHaveLength(1);
    expect(text).toContain('26 more like this');
    expect(text).toContain('1 finding stops a step.');
  });
});

describe('without a terminal', () => {
  test('no control sequences go out, and progress goes to standard error', () => {
    const io = shown('verify', verified());
    expect(io.stdout.text + io.stderr.text).not.toContain(escape);
    expect(io.stderr.text).toContain('Step 6 of 7  Calendar permissions\n');
    expect(io.stdout.text).not.toContain('Step 6 of 7');
  });

  test('a progress line comes at most every 30 seconds', () => {
    const list = new EventList().started('verify').step('calendar-permissions', 1000);
    for (let n = 1; n <= 1000; n += 1)
      list.resource('calendar-permissions', `Person ${n}`, 'in-order', {}, 200);
    const lines = shown('verify', list.finished(0).events).stderr.lines.filter((line) =>
      / of 1,000/u.test(line),
    );
    expect(lines).toMatchInlineSnapshot(`
      [
        "  14:01:31         146 of 1,000, 5 a second. About 3 minutes left.",
        "  14:02:01         296 of 1,000, 5 a second. About 2 minutes left.",
        "  14:02:31         446 of 1,000, 5 a second. About 2 minutes left.",
        "  14:03:01         596 of 1,000, 5 a second. About a minute left.",
        "  14:03:31         746 of 1,000, 5 a second. About a minute left.",
        "  14:04:01         896 of 1,000, 5 a second. Less than a minute left.",
      ]
    `);
  });
});

test('with --json standard output holds one event a line and nothing else', () => {
  const events = planOfAccounts();
  const io = shown('plan', events, { json: true });
  const lines = io.stdout.lines.slice(0, -1);
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(events);
  expect(io.stderr.text).toContain('Plan 7: 4 changes on 3 accounts.');
});

describe('on a terminal', () => {
  const colours = /\u001B\[[0-9;]*m/gu;

  test('colours are added, and nothing else', () => {
    const painted = shown('plan', planOfAccounts(), { isTerminal: true }).stdout.text;
    expect(painted).toMatch(colours);
    expect(painted.replace(colours, '')).toBe(shown('plan', planOfAccounts()).stdout.text);
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('%j is heeded', (env) => {
    expect(shown('plan', planOfAccounts(), { isTerminal: true, env }).stdout.text).not.toMatch(colours);
  });
});

describe('hostile and long names', () => {
  const names = [...hostileNames, 'x'.repeat(300), '字'.repeat(100)];
  const list = new EventList()
    .started('verify', 'Uni\u202Eversity\u001B[2J\n')
    .step('service-accounts', names.length);
  for (const name of names)
    list.resource('service-accounts', name, 'drifted', {
      reason: name,
      changes: [change([[name, name, name]])],
    });
  for (const name of names) list.finding({ id: name, what: name, where: name, why: name, do: name });
  const { events } = list.finished(1);

  test.each(['verify', 'plan', 'run'] as const)('stay in their lines (%s)', (verb) => {
    const io = shown(verb, events);
    const all = io.stdout.text + io.stderr.text;
    expect(all).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u200B\u2028]/u);
    expect(all).toContain('[U+202E]');
    expect(io.stdout.lines.filter((line) => widthOf(line) > 80 && !/\S{60}/u.test(line))).toEqual([]);
  });
});
