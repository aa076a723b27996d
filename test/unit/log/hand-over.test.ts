import { describe, expect, it } from 'vitest';
import { calendarRights } from '../../../shared/site/site.ts';
import { handOverHtml, handOverJson, handOverText } from '../../../shared/log/hand-over-forms.ts';
import { changeBoardText, staffText } from '../../../shared/log/hand-over-texts.ts';
import { commandLine, handOverOf, verifiedSentence, type HandOver } from '../../../shared/log/hand-over.ts';
import type { RunRecord } from '../../../shared/log/run-record.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import { calendarRecord, resourceRecord, runRecord } from '../../stand-ins/run-record.ts';
import { logSettings, standInSite } from '../../stand-ins/run-record-site.ts';
import { readPage } from './html-tokens.ts';

const settings = { steps: logSettings.steps, runLog: 'run-log.html' };
const of = (record: RunRecord = runRecord(), site = standInSite()): HandOver =>
  handOverOf(site, record, settings);
const textOf = (handOver: HandOver): string => [...handOverText(handOver, 'Europe/Amsterdam')].join('');
const real = { world: { kind: 'real', id: 'x', name: 'westerveld.example' } } as const;
const flat = (text: string): string => text.replaceAll(/\s+/gu, ' ');

describe('the hand-over', () => {
  it('has what the vendor needs, as the services have it', () => {
    const record = runRecord({
      calendars: () => [
        calendarRecord(1),
        calendarRecord(2, { outcome: 'failed' }),
        calendarRecord(3, { side: 'on-premises', outcome: 'in-order' }),
        calendarRecord(4, { outcome: 'left-out' }),
      ],
    });
    expect(of(record)).toMatchObject({
      tenant: { id: '99999999-8888-4777-8666-555555555555', name: 'Westerveld' },
      vendor: { name: 'MyTimetable', clientId: '0f3a9d2c-1111-4222-8333-444455556666' },
      right: 'Editor',
      sides: [
        {
          side: 'on-premises',
          protocol: 'EWS',
          address: 'https://ex02.westerveld.example/EWS/Exchange.asmx',
          accounts: [{ name: 'sa-calpush-1' }, { name: 'sa-calpush-2' }],
          group: { address: 'calendar-push@westerveld.example' },
          calendars: 1,
          ready: 1,
        },
        {
          side: 'cloud',
          protocol: 'EWS',
          address: 'https://outlook.office365.com/EWS/Exchange.asmx',
          accounts: [{ signInName: 'sa-calcloud-1@westerveld.example' }],
          group: { address: 'grp-calendar-push-cloud@westerveld.example' },
          calendars: 2,
          ready: 1,
        },
      ],
      leftOut: 1,
      command: 'calendar-push-setup run --site westerveld.site.json --yes',
      runLog: 'run-log.html',
    });
  });

  it('tells when EWS ends where the cloud is reached by it, and nowhere else', () => {
    expect(textOf(of())).toContain('1 April 2027');
    expect(of().dates.map(({ date }) => date)).toEqual(['2026-10-01', '2027-04-01']);
    const byGraph = standInSite({ connection: 'service-account-graph' });
    expect(of(runRecord(), byGraph).dates).toEqual([]);
    expect(of(runRecord(), byGraph).sides.map(({ address }) => address)).toEqual([
      'https://ex02.westerveld.example/EWS/Exchange.asmx',
      'https://graph.microsoft.com/v1.0',
    ]);
    expect(of(runRecord(), standInSite({ kind: 'on-premises', cloud: undefined })).dates).toEqual([]);
  });

  it('has the group as it arrived in Exchange Online where it is synchronised', () => {
    const site = standInSite();
    const synchronised = standInSite({ cloud: { ...site.cloud, madeIn: 'active-directory' } });
    const record = runRecord({
      facts: { 'synchronised-group': { PrimarySmtpAddress: 'arrived@westerveld.example' } },
    });
    expect(of(record, synchronised).sides[1]?.group.address).toBe('arrived@westerveld.example');
  });

  it('says that passwords are not on the page, in every form', () => {
    const words = 'Not on this page. Hand them over by a way of your own.';
    expect(flat(textOf(of()))).toContain(`Passwords ${words}`);
    expect(readPage([...handOverHtml(of(), 'UTC')].join('')).text).toContain(`Passwords${words}`);
    expect([...handOverJson(of())].join('')).toContain(words);
  });

  it('tells what to do when people join or leave, with the line to schedule', () => {
    expect(textOf(of()).split('\n')).toContain('  calendar-push-setup run --site westerveld.site.json --yes');
    const text = flat(textOf(of()));
    expect(text).toContain('keep the entry; the command names them');
    const removing = standInSite({ audience: { groups: ['Staff'], removeLeavers: true } });
    expect(flat(textOf(of(runRecord(), removing)))).toContain('takes back the entry that this program made');
  });

  it('quotes a file name with spaces, and never cuts the line to copy', () => {
    const site = 'C:\\Users\\a.bakker\\Documents\\Westerveld University\\westerveld university.site.json';
    const line = `calendar-push-setup run --site "${site}" --yes`;
    expect(commandLine('run', '--site', site, '--yes')).toBe(line);
    const handOver = of(runRecord({ head: { siteFile: site } }));
    expect(textOf(handOver).split('\n')).toContain(`  ${line}`);
    const page = readPage([...handOverHtml(handOver, 'UTC')].join(''));
    expect(page.elements.find(({ name }) => name === 'code')?.text).toBe(line);
  });

  it('shows a hostile name as text', () => {
    for (const name of hostileNames) {
      const record = runRecord({ facts: { 'group/cloud': { DisplayName: name } } });
      expect(() => readPage([...handOverHtml(of(record), 'UTC')].join(''))).not.toThrow();
      const json: unknown = JSON.parse([...handOverJson(of(record))].join(''));
      expect(json).toMatchObject({ sides: [{}, { group: { name } }] });
    }
  });

  it('says on the practice site that it is one, in every form, and only there', () => {
    const forms = (handOver: HandOver): readonly string[] => [
      textOf(handOver),
      [...handOverJson(handOver)].join(''),
      readPage([...handOverHtml(handOver, 'UTC')].join('')).text,
      [...staffText(handOver)].join(''),
      [...changeBoardText(handOver, { lengthMs: 1, by: 'a' })].join(''),
    ];
    for (const form of forms(of())) expect(form).toContain('Practice site');
    for (const form of forms(of(runRecord({ head: real })))) expect(form).not.toContain('Practice site');
  });
});

describe('the first line of the hand-over', () => {
  const first = (record: RunRecord): string => verifiedSentence(of(record).notVerified);
  const right = [
    resourceRecord({ step: 'connect' }),
    resourceRecord(),
    resourceRecord({ step: 'licences' }),
    resourceRecord({ step: 'security-group' }),
  ];

  it('says that all steps are verified where they are', () => {
    expect(first(runRecord({ resources: right }))).toBe('All steps are verified.');
    expect(textOf(of())).toMatch(/^All steps are verified\.\n/u);
  });

  it('counts the calendars that are not right', () => {
    const calendars = () => [
      calendarRecord(1),
      calendarRecord(2, { outcome: 'failed' }),
      calendarRecord(3, { outcome: 'moved' }),
    ];
    expect(first(runRecord({ calendars }))).toBe('All steps are verified, except 2 calendars.');
  });

  it('names the steps that were not looked at or are not right', () => {
    const resources = right.map((each) =>
      each.step === 'licences' ? { ...each, outcome: 'waiting' as const } : each,
    );
    expect(first(runRecord({ resources }))).toBe("1 step isn't verified yet: Licences (1 object not right).");
    const only = runRecord({ head: { steps: ['connect', 'service-accounts', 'security-group'] } });
    expect(first(only)).toBe("2 steps aren't verified yet: Licences, Calendar permissions.");
  });

  it('does not take a pilot, an interrupted run, an undo or a plan with changes for a proof', () => {
    expect(first(runRecord({ head: { limit: 10 } }))).toBe(
      "1 step isn't verified yet: Calendar permissions (only some people so far).",
    );
    expect(first(runRecord({ finishedAt: undefined }))).toBe(
      "1 step isn't verified yet: Calendar permissions.",
    );
    expect(first(runRecord({ head: { verb: 'undo' } }))).toMatch(/^5 steps aren't verified yet: Connect, /u);
    const drifted = () => [calendarRecord(1, { outcome: 'drifted' })];
    expect(first(runRecord({ head: { verb: 'plan' }, calendars: drifted }))).toBe(
      'All steps are verified, except 1 calendar.',
    );
  });
});

describe('the text for the staff', () => {
  it('tells who, why, what the service can see and do, and how to be left out', () => {
    const text = flat([...staffText(of(runRecord({ head: real })))].join(''));
    for (const words of [
      'Westerveld University lets MyTimetable put your timetable into your work calendar',
      'members of the groups "Calendar push" and "Calendar push cloud"',
      'the service can see all details of all appointments',
      'it can add, change and delete appointments, also those that it did not make',
      'Exchange does not show it appointments that you mark as private',
      'not on your mail',
      'How to be left out',
    ])
      expect(text).toContain(words);
  });

  it.each(calendarRights)('has words of its own for the right %s', (right) => {
    const text = flat([...staffText(of(runRecord(), standInSite({ right })))].join(''));
    expect(text).toContain(`the right "${right}"`);
    const others = calendarRights.filter((each) => each !== right);
    for (const other of others)
      expect(flat([...staffText(of(runRecord(), standInSite({ right: other })))].join(''))).not.toBe(text);
  });

  it('claims no more reading than the right gives', () => {
    for (const right of ['AvailabilityOnly', 'LimitedDetails', 'Contributor']) {
      const text = flat([...staffText(of(runRecord(), standInSite({ right })))].join(''));
      expect(text).not.toContain('all details');
      expect(text).not.toContain('mark as private');
    }
  });
});

describe('the text for the change board', () => {
  it('tells what, how many, risk, undo and window', () => {
    const record = runRecord({
      calendars: () => [calendarRecord(1), calendarRecord(2, { outcome: 'left-out' })],
    });
    const text = flat([...changeBoardText(of(record), { lengthMs: 540_000, by: 'a.bakker' })].join(''));
    for (const words of [
      'Change number: CHG-1234',
      '3 service accounts, 2 security groups.',
      '1 calendar in Exchange Online.',
      '1 person left out',
      'Risk',
      'calendar-push-setup undo 2026-11-24-1340',
      'About 9 min for 1 calendar.',
      'run-log.html',
    ])
      expect(text).toContain(words);
  });

  it('claims no length where none is known', () => {
    const text = flat([...changeBoardText(of(), { lengthMs: undefined, by: 'a' })].join(''));
    expect(text).toContain('The plan says how long it takes');
  });
});

it('no text for people has a word that this program does not use', () => {
  const unwanted = /\b(please|error|failed to|invalid|successfully|abort)\b|!/iu;
  const handOver = of(runRecord({ head: real }));
  const texts = [
    ...calendarRights.map((right) => [...staffText(of(runRecord(), standInSite({ right })))].join('')),
    [...changeBoardText(handOver, { lengthMs: 1, by: 'a' })].join(''),
    textOf(handOver),
  ];
  for (const text of texts) expect(text).not.toMatch(unwanted);
});
