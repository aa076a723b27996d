import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { cmdlet } from '../../../shared/commands/command.ts';
import { later, name } from '../../../shared/commands/value.ts';
import type { EventOf, Outcome } from '../../../shared/run/events.ts';
import type { RunHead } from '../../../shared/run/journal.ts';
import type { Mailbox, Person } from '../../../shared/run/ports.ts';
import type { Change } from '../../../shared/run/resource.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A clock that stands at 14:01:07 until it is moved. */
export function standingClock(): { now: () => Date; move: (ms: number) => void } {
  let time = Date.parse('2026-11-24T14:01:07.000Z');
  return {
    now: () => new Date(time),
    move: (ms) => {
      time += ms;
    },
  };
}

export const headOf = (run: string, more: Partial<RunHead> = {}): RunHead => ({
  run,
  verb: 'run',
  version: '0.1.0',
  startedAt: '2026-11-24T14:01:00.000Z',
  site: { id: 'site-1', name: 'Westerveld University' },
  siteFile: '/sites/westerveld.site.json',
  siteFingerprint: 'ab12',
  world: { kind: 'practice', id: 'practice-1', name: 'Westerveld' },
  plan: 7,
  by: 'a.bakker',
  computer: 'ADM01',
  note: 'CHG-1',
  steps: ['security-group', 'calendar-permissions'],
  people: '',
  limit: 25,
  of: '',
  ...more,
});

const calendarStep = { step: 'calendar-permissions' } as const;

export const calendarOf = (mailbox: string): string => `calendar/cloud/${mailbox}`;

export const addChange = (mailbox: string): Change => ({
  id: 'add',
  command: cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
    Identity: name(`${mailbox}:folder`),
    User: later('group/cloud', 'PrimarySmtpAddress'),
    AccessRights: ['Editor'],
  }),
  differences: [{ property: 'right', before: null, after: ['Editor'], reason: 'The service needs it.' }],
  undo: {
    command: cmdlet('exchangeOnline', 'Remove-MailboxFolderPermission', {
      Identity: name(`${mailbox}:folder`),
      User: later('group/cloud', 'PrimarySmtpAddress'),
      Confirm: false,
    }),
  },
  byHand: 'Open the calendar and add the group.',
});

export const started = (run: string, more: Partial<EventOf<'started'>> = {}): EventOf<'started'> => ({
  type: 'started',
  run,
  verb: 'run',
  version: '0.1.0',
  site: { id: 'site-1', name: 'Westerveld University', kind: 'cloud' },
  world: { kind: 'practice', id: 'practice-1', name: 'Westerveld' },
  steps: ['calendar-permissions'],
  plan: 7,
  by: 'a.bakker',
  computer: 'ADM01',
  note: '',
  resumed: false,
  ...more,
});

export const finished = (
  run: string,
  exitCode: number,
  counts: Partial<Record<Outcome, number>> = {},
): EventOf<'finished'> => ({ type: 'finished', run, exitCode, counts });

/** An event that stands for any other. */
export const looked = (
  mailbox: string,
  when: 'before' | 'after',
  more: Partial<EventOf<'looked'>> = {},
): EventOf<'looked'> => ({
  type: 'looked',
  ...calendarStep,
  resource: calendarOf(mailbox),
  when,
  state: 'there',
  properties: { folder: 'Agenda', right: when === 'before' ? null : ['Editor'] },
  identity: `folder-of-${mailbox}`,
  facts: { Seen: when },
  entries: [{ user: 'Default', rights: ['AvailabilityOnly'], flags: [], ours: false }],
  changes: when === 'before' ? [addChange(mailbox)] : [],
  ...more,
});

export const reading = (number: number, mailbox: string): EventOf<'command'> => ({
  type: 'command',
  number,
  ...calendarStep,
  resource: calendarOf(mailbox),
  writes: false,
  target: 'exchangeOnline',
  cmdlet: 'Get-MailboxFolderPermission',
  parameters: { Identity: `${mailbox}:folder`, ResultSize: 'Unlimited' },
});

export const writing = (number: number, mailbox: string, change = 'add'): EventOf<'command'> => ({
  type: 'command',
  number,
  ...calendarStep,
  resource: calendarOf(mailbox),
  writes: true,
  change,
  target: 'exchangeOnline',
  cmdlet: 'Add-MailboxFolderPermission',
  parameters: { Identity: `${mailbox}:folder`, User: 'push@westerveld.example', AccessRights: ['Editor'] },
});

export const answer = (
  number: number,
  mailbox: string,
  more: Partial<EventOf<'answer'>> = {},
): EventOf<'answer'> => ({
  type: 'answer',
  number,
  ...calendarStep,
  resource: calendarOf(mailbox),
  ok: true,
  rows: 1,
  durationMs: 212,
  ...more,
});

export const changed = (mailbox: string, done = true): EventOf<'change'> => ({
  type: 'change',
  ...calendarStep,
  resource: calendarOf(mailbox),
  change: addChange(mailbox),
  done,
});

export const ended = (
  mailbox: string,
  outcome: Outcome,
  more: Partial<EventOf<'resource'>> = {},
): EventOf<'resource'> => ({
  type: 'resource',
  ...calendarStep,
  resource: calendarOf(mailbox),
  name: `Owner of ${mailbox}`,
  kind: 'calendar',
  where: 'Exchange Online',
  address: `${mailbox}@westerveld.example`,
  outcome,
  reason: '',
  ...more,
});

export const person = (key: string, more: Partial<Person> = {}): Person => ({
  key,
  secondKey: '',
  name: `Person ${key}`,
  address: `${key}@westerveld.example`,
  leftOut: '',
  unusable: '',
  ...more,
});

export const mailboxOf = (
  guid: string,
  keys: readonly string[],
  more: Partial<Mailbox> = {},
): Mailbox & { readonly keys: readonly string[] } => ({
  side: 'cloud',
  guid,
  address: `${guid}@westerveld.example`,
  name: `Mailbox ${guid}`,
  type: 'UserMailbox',
  ...more,
  keys,
});
