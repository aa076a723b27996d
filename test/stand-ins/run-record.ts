import type { Json } from '../../shared/commands/value.ts';
import type { RecordedEvent } from '../../shared/run/events.ts';
import type { Finding } from '../../shared/run/finding.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import type { CalendarEntry } from '../../shared/run/resource.ts';
import type {
  CalendarRecord,
  CommandRecord,
  ResourceRecord,
  RunRecord,
} from '../../shared/log/run-record.ts';
import { hostileNames } from './hostile-names.ts';
import { standInSite } from './run-record-site.ts';

/** A run as plain data; what is left out is taken from a small run of a hybrid practice site. */
export interface RecordData {
  readonly head?: Partial<RunHead>;
  readonly finishedAt?: string | undefined;
  readonly exitCode?: number;
  readonly counts?: RunRecord['counts'];
  readonly commands?: readonly CommandRecord[];
  readonly resources?: readonly ResourceRecord[];
  /** Made anew at each reading, so that a long table need not be held. */
  readonly calendars?: () => Iterable<CalendarRecord>;
  readonly findings?: readonly (Finding & { readonly at: string })[];
  readonly events?: readonly RecordedEvent[];
  readonly facts?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

const siteJson: Json = JSON.parse(JSON.stringify(standInSite()));

const head: RunHead = {
  run: '2026-11-24-1340',
  verb: 'run',
  version: '0.1.0',
  startedAt: '2026-11-24T12:40:00.000Z',
  site: siteJson,
  siteFile: 'westerveld.site.json',
  siteFingerprint: 'c0ffee',
  world: { kind: 'practice', id: 'practice-1', name: 'Practice University' },
  plan: 7,
  by: 'WESTERVELD\\a.bakker',
  computer: 'ADMIN-PC',
  note: 'CHG-1234',
  steps: ['connect', 'service-accounts', 'licences', 'security-group', 'calendar-permissions'],
  people: '',
  limit: Number.POSITIVE_INFINITY,
  of: '',
};

const defaultFacts: NonNullable<RecordData['facts']> = {
  'connection/active-directory': { HostName: 'dc01.westerveld.example' },
  'connection/exchange-server': { HostName: 'ex02.westerveld.example' },
  'connection/microsoft-365': {
    TenantId: '99999999-8888-4777-8666-555555555555',
    TenantName: 'Westerveld',
    UserPrincipalName: 'admin@westerveld.example',
  },
  'group/cloud': { PrimarySmtpAddress: 'grp-calendar-push-cloud@westerveld.example' },
};

/** A resource of a step, in order unless said otherwise. */
export function resourceRecord(changes: Partial<ResourceRecord> = {}): ResourceRecord {
  return {
    step: 'service-accounts',
    resource: 'account/on-premises/sa-calpush-1',
    name: 'sa-calpush-1',
    kind: 'user in Active Directory',
    where: 'Active Directory',
    outcome: 'in-order',
    reason: '',
    before: { PasswordNeverExpires: true },
    after: undefined,
    entriesBefore: [],
    entriesAfter: [],
    ...changes,
  };
}

/** An entry of a calendar's list. */
export const entry = (user: string, right: string, ours = false): CalendarEntry => ({
  user,
  rights: [right],
  flags: [],
  ours,
});

/** A calendar that got our entry, unless said otherwise. */
export function calendarRecord(number: number, changes: Partial<CalendarRecord> = {}): CalendarRecord {
  const address = `person${String(number)}@westerveld.example`;
  const found = [entry('Default', 'AvailabilityOnly'), entry('Anonymous', 'None')];
  return {
    ...resourceRecord(),
    step: 'calendar-permissions',
    resource: `calendar/cloud/${String(number)}`,
    name: `Person ${String(number)}`,
    kind: 'calendar',
    where: 'Exchange Online',
    outcome: 'changed',
    before: { FolderName: 'Agenda' },
    after: { FolderName: 'Agenda' },
    entriesBefore: found,
    entriesAfter: [...found, entry('Calendar push cloud', 'Editor', true)],
    address,
    side: 'cloud',
    folder: 'Agenda',
    ...changes,
  };
}

/** That many calendars, made one at a time. */
export function* manyCalendars(total: number): Iterable<CalendarRecord> {
  for (let number = 1; number <= total; number += 1) yield calendarRecord(number);
}

/** A command with its answer. */
export function commandRecord(number: number, changes: Partial<CommandRecord> = {}): CommandRecord {
  return {
    at: '2026-11-24T12:41:07.000Z',
    command: {
      type: 'command',
      number,
      step: 'service-accounts',
      resource: 'account/on-premises/sa-calpush-1',
      writes: true,
      target: 'activeDirectory',
      cmdlet: 'New-ADUser',
      parameters: { Name: 'sa-calpush-1', AccountPassword: { secret: 'sa-calpush-1.password' } },
    },
    answer: {
      type: 'answer',
      number,
      step: 'service-accounts',
      resource: 'account/on-premises/sa-calpush-1',
      ok: true,
      rows: 0,
      durationMs: 640,
    },
    ...changes,
  };
}

/** A finding to know about the group, unless said otherwise. */
export function findingRecord(changes: Partial<Finding> = {}): Finding & { readonly at: string } {
  return {
    id: 'group-address-taken',
    severity: 'to-know',
    step: 'security-group',
    what: "The group's address is taken",
    where: 'calendar-push@westerveld.example in Exchange Online',
    why: 'It belongs to the Microsoft 365 group "Calendar Push".',
    do: 'Give this step another address.',
    at: '2026-11-24T12:42:00.000Z',
    ...changes,
  };
}

const defaultResources: readonly ResourceRecord[] = [
  resourceRecord({
    step: 'connect',
    resource: 'connection/active-directory',
    name: 'Active Directory',
    kind: 'connection',
    before: { Roles: ['Account Operators'] },
  }),
  resourceRecord({
    outcome: 'changed',
    before: { PasswordNeverExpires: false },
    after: { PasswordNeverExpires: true },
  }),
  resourceRecord({
    step: 'licences',
    resource: 'licence/sa-calcloud-1',
    name: 'sa-calcloud-1',
    kind: 'licence',
  }),
  resourceRecord({
    step: 'security-group',
    resource: 'group/cloud',
    name: 'Calendar push cloud',
    kind: 'group',
  }),
];

const defaultEvents: readonly RecordedEvent[] = [
  {
    type: 'looked',
    seq: 1,
    at: '2026-11-24T12:41:00.000Z',
    step: 'service-accounts',
    resource: 'account/on-premises/sa-calpush-1',
    when: 'before',
    state: 'there',
    properties: { PasswordNeverExpires: false },
    identity: '',
    facts: {},
    entries: [],
    changes: [
      {
        id: 'set-password-never-expires',
        command: {
          target: 'activeDirectory',
          cmdlet: 'Set-ADUser',
          parameters: { PasswordNeverExpires: true },
        },
        differences: [
          {
            property: 'PasswordNeverExpires',
            before: false,
            after: true,
            reason: 'A password that expires stops the service.',
          },
        ],
        undo: { cannot: 'It is a stand-in.' },
        byHand: 'Tick "Password never expires".',
      },
    ],
  },
];

/** A run record made of plain data. */
export function runRecord(data: RecordData = {}): RunRecord {
  const commands = data.commands ?? [commandRecord(1)];
  const facts = data.facts ?? defaultFacts;
  const resources = data.resources ?? defaultResources;
  const calendars = data.calendars ?? (() => [calendarRecord(1)]);
  return {
    head: { ...head, ...data.head },
    finishedAt: 'finishedAt' in data ? data.finishedAt : '2026-11-24T12:52:40.000Z',
    exitCode: data.exitCode ?? 0,
    durationMs: 760_000,
    estimatedMs: 540_000,
    counts: data.counts ?? { 'in-order': 3, changed: 2 },
    commandCounts: {
      read: commands.filter(({ command }) => !command.writes).length,
      wrote: commands.filter(({ command }) => command.writes).length,
    },
    commands: () => commands,
    *resources(step) {
      yield* resources.filter((each) => each.step === step);
      if (step === 'calendar-permissions') yield* calendars();
    },
    calendars,
    findings: () => data.findings ?? [findingRecord()],
    events: () => data.events ?? defaultEvents,
    fact: (resource, property) => facts[resource]?.[property],
  };
}

/** A run in which every name, of people, folders, entries, objects, group and site, is one of the 200 hostile ones. */
export function hostileRecord(changes: RecordData = {}): RunRecord {
  return runRecord({
    head: { note: '<i>CHG</i>', by: '"><script>alert(1)</script>' },
    resources: hostileNames.map((name, index) =>
      resourceRecord({
        step: 'security-group',
        resource: `membership/cloud/${String(index)}`,
        name,
        reason: name,
        before: { DisplayName: name, [name]: name },
        after: { DisplayName: name },
      }),
    ),
    calendars: () =>
      hostileNames.map((name, index) =>
        calendarRecord(index, {
          name,
          folder: name,
          reason: name,
          entriesBefore: [entry(name, 'Reviewer')],
          entriesAfter: [entry(name, 'Reviewer'), entry('Calendar push', 'Editor', true)],
        }),
      ),
    commands: hostileNames.map((name, index) => {
      const plain = commandRecord(index);
      return {
        ...plain,
        command: {
          ...plain.command,
          target: 'activeDirectory',
          cmdlet: 'Get-ADUser',
          parameters: { DisplayName: name },
        },
      };
    }),
    findings: hostileNames.map((name) =>
      findingRecord({ what: name, where: name, why: name, do: name, original: name }),
    ),
    ...changes,
  });
}
