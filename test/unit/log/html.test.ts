import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentPolicy, pageStyle } from '../../../shared/log/html-page.ts';
import { logHtml } from '../../../shared/log/html.ts';
import { visible } from '../../../shared/log/readable.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import {
  calendarRecord,
  commandRecord,
  entry,
  findingRecord,
  hostileRecord,
  manyCalendars,
  runRecord,
} from '../../stand-ins/run-record.ts';
import { logSettings } from '../../stand-ins/run-record-site.ts';
import { readPage } from './html-tokens.ts';

const pageOf = (record = runRecord()): string => [...logHtml(record, logSettings)].join('');
const real = { world: { kind: 'real', id: 'x', name: 'westerveld.example' } } as const;

describe('the run log as a page', () => {
  it('tells who ran what, where, when, on which servers, for which change, and how long it took', () => {
    const { text } = readPage(pageOf());
    for (const fact of [
      'Westerveld University',
      'Run: looked, changed and read back',
      'WESTERVELD\\a.bakker',
      'ADMIN-PC',
      'Calendar Push Setup 0.1.0',
      '24 November 2026, 13:40:00 (2026-11-24T13:40:00+01:00)',
      'dc01.westerveld.example',
      'ex02.westerveld.example',
      'Westerveld, 99999999-8888-4777-8666-555555555555',
      'CHG-1234',
      'Time estimated9 min',
      'Time taken12 min 40 s',
    ])
      expect(text).toContain(fact);
  });

  it('holds the roles that were found against those that are needed', () => {
    const { elements } = readPage(pageOf());
    const rows = elements.filter(({ name }) => name === 'tr').map(({ text }) => text);
    expect(rows).toContainEqual(expect.stringMatching(/Account Operators.*Found$/u));
    expect(rows).toContainEqual(expect.stringMatching(/License Administrator.*Not read$/u));
  });

  it('shows each object with what was found before, expected, and found after', () => {
    const { elements } = readPage(pageOf());
    const rows = elements.filter(({ name }) => name === 'tr').map(({ text }) => text);
    expect(rows).toContain('PasswordNeverExpiresNoYesYes');
  });

  it('has every command in order with its time, text, duration and result', () => {
    const refused = commandRecord(2, {
      at: '2026-11-24T12:41:09.000Z',
      answer: {
        type: 'answer',
        number: 2,
        step: 'service-accounts',
        resource: 'x',
        ok: false,
        rows: 0,
        durationMs: 5_000,
        failure: {
          kind: 'lasting',
          id: 'ADIdentityAlreadyExists',
          exception: '',
          text: 'It exists\nalready.',
        },
      },
    });
    const lost = commandRecord(3, { answer: undefined });
    const { elements, text } = readPage(pageOf(runRecord({ commands: [commandRecord(1), refused, lost] })));
    expect(elements.filter(({ name }) => name === 'time').map((time) => time.text)).toEqual([
      '13:41:07',
      '13:41:09',
      '13:41:07',
    ]);
    expect(text).toContain(
      'New-ADUser {"Name":"sa-calpush-1","AccountPassword":{"secret":"sa-calpush-1.password"}}0.6 s',
    );
    expect(text).toMatch(/5\.0 sRefused \(lasting\)ADIdentityAlreadyExistsIt exists\nalready\./u);
    expect(text).toContain('No answer was recorded');
  });

  it('has all entries of each calendar before and after, folded in and readable without a script', () => {
    const calendar = calendarRecord(1, {
      entriesBefore: [entry('Anna Bakker', 'Reviewer')],
      entriesAfter: [entry('Anna Bakker', 'Reviewer'), entry('Calendar push', 'Editor', true)],
    });
    const { elements } = readPage(pageOf(runRecord({ calendars: () => [calendar] })));
    const folded = elements.filter(({ name }) => name === 'details').map(({ text }) => text);
    expect(folded).toContain(
      '2 entries on this calendarBeforeAnna Bakker: ReviewerAfterAnna Bakker: ReviewerCalendar push: Editor (ours)',
    );
  });

  it('tells many findings of one kind once, with a list of all', () => {
    const findings = Array.from({ length: 27 }, (_, index) =>
      findingRecord({ id: 'mailbox-moving', where: `mailbox ${String(index)}` }),
    );
    const { elements, text } = readPage(pageOf(runRecord({ findings })));
    expect(elements.filter(({ name }) => name === 'article')).toHaveLength(1);
    expect(text).toContain('27 like this one');
    for (const { where } of findings) expect(text).toContain(where);
  });

  it('says so where there was nothing', () => {
    const { text } = readPage(
      pageOf(runRecord({ commands: [], findings: [], resources: [], calendars: () => [] })),
    );
    for (const words of ['There is none.', 'No command was sent.', 'No object was looked at.'])
      expect(text).toContain(words);
  });

  it('puts the findings that stop first, with what the service said word for word', () => {
    const findings = [
      findingRecord({ severity: 'information', what: 'third' }),
      findingRecord({ what: 'second', original: 'Die Gruppe <x>\nist da.' }),
      findingRecord({ severity: 'stops', what: 'first', resource: 'group/cloud' }),
    ];
    const { elements } = readPage(pageOf(runRecord({ findings })));
    const articles = elements.filter(({ name }) => name === 'article').map(({ text }) => text);
    expect(articles.map((text) => /first|second|third/u.exec(text)?.[0])).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(articles[1]).toContain('Die Gruppe <x>\nist da.');
  });

  it('needs no script and nothing from elsewhere, and forbids both', () => {
    const { elements } = readPage(pageOf());
    const policy = elements.find(
      ({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy',
    );
    const hash = createHash('sha256').update(pageStyle).digest('base64');
    expect(policy?.attributes.get('content')).toBe(contentPolicy);
    expect(contentPolicy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
    expect(elements.find(({ name }) => name === 'style')?.text).toBe(pageStyle);
    expect(pageStyle).not.toMatch(/url\(|@import/u);
  });

  it('can be printed, with the whole of what is folded, and suits light and dark', () => {
    expect(pageStyle).toContain('@media print');
    expect(pageStyle).toContain('details::details-content');
    expect(pageStyle).toContain('prefers-color-scheme: dark');
  });

  it('says on the practice site that it is one, in the title, at the head and on every printed page', () => {
    const { elements } = readPage(pageOf());
    expect(elements.find(({ name }) => name === 'title')?.text).toMatch(/^Practice site: /u);
    expect(elements.find(({ name }) => name === 'header')?.text).toContain('Practice site.');
    expect(elements.find(({ name }) => name === 'body')?.attributes.get('class')).toBe('practice');
    expect(elements.some(({ attributes }) => attributes.get('class') === 'practice-mark')).toBe(true);
    expect(pageStyle).toMatch(/@page practice \{ @top-center \{ content: "Practice site"/u);
    expect(pageStyle).toMatch(/\.practice-mark \{ display: block; position: fixed/u);
  });

  it('says nothing of a practice site on a real one', () => {
    expect(readPage(pageOf(runRecord({ head: real }))).text).not.toContain('Practice site');
  });
});

describe('200 hostile names in the page', () => {
  const source = pageOf(hostileRecord());
  const page = readPage(source);

  it('make no element and no attribute of their own', () => {
    const plain = readPage(pageOf());
    const known = new Set([...plain.elements.map(({ name }) => name), 'dl', 'details', 'ul', 'li', 'pre']);
    expect(page.elements.filter(({ name }) => !known.has(name))).toEqual([]);
    const attributes = page.elements.flatMap(({ attributes }) => [...attributes.keys()]);
    expect(attributes.filter((name) => /^on|^(href|src|style|srcdoc|action)$/u.test(name))).toEqual([]);
  });

  it('stand there as text, each in an element of its own that keeps its direction to itself', () => {
    const isolated = new Set(page.elements.filter(({ name }) => name === 'bdi').map(({ text }) => text));
    for (const name of hostileNames) expect(isolated).toContain(visible(name));
  });

  it('bring no control and no bidi character into the page', () => {
    const hidden =
      /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
    expect(hidden.exec(source)).toBeNull();
  });
});

it('a page of 5,000 calendars comes in small pieces', () => {
  let longest = 0;
  let pieces = 0;
  for (const piece of logHtml(runRecord({ calendars: () => manyCalendars(5_000) }), logSettings)) {
    longest = Math.max(longest, piece.length);
    pieces += 1;
  }
  expect(pieces).toBeGreaterThan(5_000);
  expect(longest).toBeLessThan(10_000);
});
