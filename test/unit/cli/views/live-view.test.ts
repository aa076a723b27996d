import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runView } from '../../../../electron/cli/views/run-view.ts';
import type { RecordedEvent, RunEvent } from '../../../../shared/run/events.ts';
import { standInIo, type StandInIo } from '../../../stand-ins/cli-io.ts';
import { again, EventList, steps } from './event-lists.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a terminal of 80 columns shows: the sequences that log-update writes, carried out. */
function screenOf(text: string): readonly string[] {
  const lines: string[] = [''];
  let row = 0;
  for (const [part] of text.matchAll(/\u001B\[[?\d;]*[A-Za-z]|\n|\r|[^\u001B\n\r]+/gu)) {
    const sequence = /^\u001B\[([?\d;]*)([A-Za-z])$/u.exec(part);
    if (part === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (sequence === null) {
      if (part !== '\r') lines[row] = `${lines[row] ?? ''}${part}`;
    } else if (sequence[2] === 'A') row = Math.max(0, row - Number(sequence[1] === '' ? 1 : sequence[1]));
    else if (sequence[2] === 'B') row += Number(sequence[1] === '' ? 1 : sequence[1]);
    else if (sequence[2] === 'K' && sequence[1] === '2') lines[row] = '';
    else if (sequence[2] === 'J') lines.splice(row, lines.length, '');
  }
  return lines;
}

function play(events: readonly RecordedEvent[], io: StandInIo): ReturnType<typeof runView> {
  const view = runView('run', { io, json: false, steps, again });
  for (const event of events) {
    io.at(event.at);
    view.event(event);
  }
  return view;
}

const terminal = (): StandInIo => standInIo({ isTerminal: true, env: { NO_COLOR: '1' } });

/** A command to Exchange Online that has no answer yet. */
const underWay = (cmdlet: string, writes: boolean): RunEvent => ({
  type: 'command',
  number: 9999,
  step: 'calendar-permissions',
  resource: 'x',
  target: 'exchangeOnline',
  cmdlet,
  parameters: {},
  writes,
});

function calendars(total: number, done: number): EventList {
  const list = new EventList().started('run').step('calendar-permissions', total);
  for (let n = 1; n <= done; n += 1)
    list
      .command('calendar-permissions', 'Add-MailboxFolderPermission', `person${n}@westerveld.example`, 50)
      .resource('calendar-permissions', `person${n}`, 'changed', { kind: 'calendar' }, 0);
  return list;
}

describe('on a terminal', () => {
  test('each command of a short step stays, with how long it took', () => {
    const io = terminal();
    const list = new EventList().started('run').step('service-accounts', 2);
    list
      .command('service-accounts', 'Get-ADUser', 'sa-calpush-1')
      .command('service-accounts', 'New-ADUser', 'sa-calpush-2');
    play(list.events, io).end();
    expect(screenOf(io.stderr.text).filter((line) => line !== '')).toMatchInlineSnapshot(`
      [
        "Westerveld University (hybrid)",
        "Practice site: nothing real is read or changed.",
        "Step 3 of 7  Service accounts",
        "  14:01:02  AD       Get-ADUser sa-calpush-1  0.6 s",
        "  14:01:02  AD     > New-ADUser sa-calpush-2  0.6 s",
      ]
    `);
  });

  test('a command that says how far it is has that below it, as text, until it ends', () => {
    const io = terminal();
    const list = new EventList().started('run').step('calendar-permissions', 2);
    list.add(underWay('Get-Recipient', false));
    const view = play(list.events, io);
    const about = { number: 9999, step: 'calendar-permissions', resource: 'x' } as const;
    const says = (text: string, percent: number | null): readonly string[] => {
      list.add({ type: 'progress', ...about, text, percent });
      for (const event of list.events.slice(-1)) {
        io.at(event.at);
        view.event(event);
      }
      vi.advanceTimersByTime(200);
      return screenOf(io.stderr.text).map((line) => line.trim());
    };
    expect(says('Reading: recipient 40 of 100', 40)).toContain('40%  Reading: recipient 40 of 100');
    const after = says('Reading\u001B[2J: the rest', null);
    expect(after).toContain('Reading[U+001B][2J: the rest');
    expect(after.join('\n')).not.toContain('40%');
    expect(after).toContain('14:01:02  EXO      Get-Recipient');
    view.end();
  });

  test('a long step has one bar, with rate and time left', () => {
    const io = terminal();
    play(calendars(1000, 300).events, io);
    vi.advanceTimersByTime(200);
    const screen = screenOf(io.stderr.text).filter((line) => line !== '');
    expect(screen).toMatchInlineSnapshot(`
      [
        "Westerveld University (hybrid)",
        "Practice site: nothing real is read or changed.",
        "Step 6 of 7  Calendar permissions",
        "  [#########-----------------------]  299 of 1,000   19 a second",
        "  Less than a minute left. Ctrl+C stops after the commands under way.",
      ]
    `);
    expect(screen.filter((line) => line.startsWith('  ['))).toHaveLength(1);
  });

  test('it is drawn at most ten times a second', () => {
    const io = terminal();
    const list = calendars(5000, 2000);
    const seconds = (Date.parse(list.events.at(-1)?.at ?? '') - Date.parse(list.events[0]?.at ?? '')) / 1000;
    play(list.events, io);
    const draws = io.stderr.text.match(/\[#*-+\]/gu)?.length ?? 0;
    expect(draws).toBeGreaterThan(seconds);
    expect(draws).toBeLessThanOrEqual(seconds * 10 + 1);
  });

  test('where each step is asked about, looks move a bar of their own before the changes do', () => {
    const io = terminal();
    const view = runView('run', { io, json: false, steps, again, asks: true });
    const list = new EventList().started('run').step('calendar-permissions', 100);
    for (let n = 1; n <= 100; n += 1) list.resource('calendar-permissions', `person${n}`, 'changed');
    const looked = list.events.filter(({ type }) => type !== 'resource');
    const barAfter = (events: typeof looked): string | undefined => {
      for (const event of events) {
        io.at(event.at);
        view.event(event);
      }
      vi.advanceTimersByTime(200);
      return screenOf(io.stderr.text).find((line) => line.startsWith('  ['));
    };
    expect(barAfter(looked)).toContain('100 of 100');
    list.step('calendar-permissions', 100);
    expect(barAfter(list.events.slice(-1))).toContain('0 of 100');
  });

  test('slow-downs and findings stay above the bar', () => {
    const io = terminal();
    const list = calendars(1000, 300)
      .add({ type: 'slowed', target: 'exchangeOnline', waitMs: 12_000, atOnce: 4 })
      .finding({ what: 'fenna.mulder23@westerveld.example: mailbox is being moved' });
    play(list.events, io);
    const screen = screenOf(io.stderr.text);
    const bar = screen.findIndex((line) => line.startsWith('  ['));
    expect(screen.findIndex((line) => line.includes('Exchange Online asked for 12 s'))).toBeLessThan(bar);
    expect(screen.findIndex((line) => line.includes('!! fenna.mulder23'))).toBeLessThan(bar);
  });

  test('stopping says how many commands are finished first', () => {
    const io = terminal();
    const list = calendars(1000, 300);
    list.add(underWay('Add-MailboxFolderPermission', true));
    play(list.events, io).stopping();
    expect(screenOf(io.stderr.text)).toContain('  Stopping after 1 command under way ...');
  });

  test('no answer for 20 seconds is said, with the service that owes it', () => {
    const io = terminal();
    const list = calendars(1000, 300);
    list.add(underWay('Get-MailboxFolderPermission', false));
    play(list.events, io);
    io.at(new Date(Date.parse(list.events.at(-1)?.at ?? '') + 21_000).toISOString());
    vi.advanceTimersByTime(200);
    expect(
      screenOf(io.stderr.text).some((line) => line.includes('No answer from Exchange Online for 21 s.')),
    ).toBe(true);
  });

  test('nothing moves while a question is asked', () => {
    const io = terminal();
    play(calendars(1000, 300).events, io).pause();
    const before = io.stderr.text;
    vi.advanceTimersByTime(5000);
    expect(io.stderr.text).toBe(before);
    expect(screenOf(before).some((line) => line.startsWith('  ['))).toBe(false);
  });
});
