import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { logJson } from '../../../shared/log/json.ts';
import { logText } from '../../../shared/log/text.ts';
import { visible } from '../../../shared/log/readable.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import {
  calendarRecord,
  commandRecord,
  entry,
  findingRecord,
  hostileRecord,
  manyCalendars,
  resourceRecord,
  runRecord,
} from '../../stand-ins/run-record.ts';
import { logSettings } from '../../stand-ins/run-record-site.ts';

const textOf = (record = runRecord()): string => [...logText(record, logSettings)].join('');
const real = { world: { kind: 'real', id: 'x', name: 'westerveld.example' } } as const;

describe('the run log as plain text', () => {
  it('reads like this', () => {
    const refused = commandRecord(2, {
      answer: {
        type: 'answer',
        number: 2,
        step: 'service-accounts',
        resource: 'x',
        ok: false,
        rows: 0,
        durationMs: 5_000,
        warnings: ['Old module'],
        failure: {
          kind: 'lasting',
          id: 'ADIdentityAlreadyExists',
          exception: '',
          text: 'It exists\nalready.',
        },
      },
    });
    const record = runRecord({
      commands: [commandRecord(1), refused],
      findings: [findingRecord({ original: 'Proxy address taken.' })],
      calendars: () => [
        calendarRecord(1, { entriesBefore: [entry('שלום', 'Reviewer')] }),
        calendarRecord(2, {
          outcome: 'left-out',
          reason: 'No mailbox',
          side: undefined,
          folder: '',
          before: undefined,
          after: undefined,
          entriesBefore: [],
          entriesAfter: [],
        }),
      ],
    });
    expect(textOf(record)).toMatchSnapshot();
  });

  it('has no line over 80 columns but for values that someone copies', () => {
    const findings = [findingRecord({ why: 'long words '.repeat(40) })];
    const lines = textOf(runRecord({ findings })).split('\n');
    expect(lines.filter((line) => line.length > 80 && !line.includes('{'))).toEqual([]);
  });

  it('shows hostile names in one line each, without control characters', () => {
    const text = textOf(hostileRecord());
    expect(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/u.exec(text)).toBeNull();
    const lines = text.split('\n');
    for (const name of hostileNames.filter((each) => !each.includes(' ')))
      expect(lines.some((line) => line.includes(visible(name)))).toBe(true);
  });

  it('begins with the practice mark on the practice site, and only there', () => {
    expect(textOf()).toMatch(/^Practice site/u);
    expect(textOf(runRecord({ head: real }))).not.toContain('Practice site');
  });

  it('says so where there was nothing', () => {
    const text = textOf(runRecord({ commands: [], findings: [], resources: [], calendars: () => [] }));
    expect(text).toContain('There is none.');
    expect(text).toContain('No command was sent.');
  });

  it('tells of an interrupted run and of an undo what they were', () => {
    const text = textOf(
      runRecord({
        finishedAt: undefined,
        head: { verb: 'undo', of: '2026-11-23-0900', limit: 10, people: 'pilot.csv' },
      }),
    );
    expect(text).toMatch(/Ended +Not ended: interrupted/u);
    expect(text).toMatch(/Takes back +2026-11-23-0900/u);
    expect(text).toMatch(/Limited to +10 calendars/u);
    expect(text).toMatch(/Limited to people in +pilot\.csv/u);
  });
});

describe('the run log as JSON', () => {
  const shape = z.object({
    practiceSite: z.boolean(),
    mark: z.string().optional(),
    head: z.object({ run: z.string(), note: z.string() }),
    counts: z.record(z.string(), z.number()),
    roles: z.array(z.object({ role: z.string(), found: z.string() })),
    findings: z.array(z.object({ id: z.string(), what: z.string() })),
    resources: z.array(z.object({ resource: z.string(), name: z.string() })),
    calendars: z.array(
      z.object({ name: z.string(), entriesBefore: z.array(z.object({ user: z.string() })) }),
    ),
    commands: z.array(z.object({ text: z.string(), command: z.unknown(), answer: z.unknown() })),
  });
  const jsonOf = (record = runRecord()): z.infer<typeof shape> =>
    shape.parse(JSON.parse([...logJson(record, logSettings)].join('')));

  it('holds head, counts, roles, findings, resources, calendars and commands', () => {
    const json = jsonOf();
    expect(json.head).toEqual({ run: '2026-11-24-1340', note: 'CHG-1234' });
    expect(json.counts).toEqual({ 'in-order': 3, changed: 2 });
    expect(json.roles.map(({ found }) => found)).toEqual(['Found', 'Not read']);
    expect(json.findings).toHaveLength(1);
    expect(json.resources.map(({ resource }) => resource)).toContain('group/cloud');
    expect(json.calendars).toHaveLength(1);
    expect(json.commands).toHaveLength(1);
  });

  it('has each calendar once', () => {
    const json = jsonOf();
    expect(json.resources.filter(({ resource }) => resource.startsWith('calendar/'))).toEqual([]);
    expect(json.calendars.map(({ name }) => name)).toEqual(['Person 1']);
  });

  it('is well formed where there is nothing', () => {
    const json = jsonOf(runRecord({ commands: [], findings: [], resources: [], calendars: () => [] }));
    expect([json.findings, json.resources, json.calendars, json.commands]).toEqual([[], [], [], []]);
  });

  it('has every name exactly as it is', () => {
    const json = jsonOf(hostileRecord());
    expect(json.calendars.map(({ name }) => name)).toEqual(hostileNames);
    expect(json.calendars.map(({ entriesBefore }) => entriesBefore[0]?.user)).toEqual(hostileNames);
    expect(json.resources.slice(0, 200).map(({ name }) => name)).toEqual(hostileNames);
  });

  it('has secrets as references only', () => {
    expect(jsonOf().commands[0]?.command).toMatchObject({
      parameters: { AccountPassword: { secret: 'sa-calpush-1.password' } },
    });
  });

  it('says on the practice site that it is one, and only there', () => {
    expect(jsonOf()).toMatchObject({ practiceSite: true, mark: 'Practice site' });
    expect(jsonOf(runRecord({ head: real }))).toMatchObject({ practiceSite: false });
    expect([...logJson(runRecord({ head: real }), logSettings)].join('')).not.toContain('Practice site');
  });
});

it('both come in pieces of one object each', () => {
  const record = runRecord({ calendars: () => manyCalendars(5_000), resources: [resourceRecord()] });
  for (const form of [logText, logJson]) {
    let longest = 0;
    let pieces = 0;
    for (const piece of form(record, logSettings)) {
      longest = Math.max(longest, piece.length);
      pieces += 1;
    }
    expect(pieces).toBeGreaterThan(5_000);
    expect(longest).toBeLessThan(5_000);
  }
});
