import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommandLine } from '../../electron/cli/command-line.ts';
import { verbs } from '../../electron/cli/verbs.ts';
import { calendarColumns } from '../../electron/exports/calendars-csv.ts';
import { openPracticeSite } from '../../electron/practice/practice-site.ts';
import { adObjectByDn, addAdObject } from '../../electron/practice/state/ad-objects.ts';
import { distinguishedNameOf } from '../../electron/practice/state/distinguished-names.ts';
import { visible } from '../../shared/log/readable.ts';
import { PowerShellHost, whyNoEngine } from '../powershell/powershell-host.ts';
import { standInIo } from '../stand-ins/cli-io.ts';
import { commandLine, resultOf, type CommandLineResult } from '../stand-ins/command-line.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { notRight, Rehearsal, runOf, written, type JsonValue } from '../stand-ins/rehearsal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { readPage } from '../unit/log/html-tokens.ts';

const addressOf = (index: number): string => `p${String(index).padStart(3, '0')}@staff.example`;
const nameAt = (index: number): string => hostileNames[index % hostileNames.length] ?? '';

/** A staff list of all hostile names; each person's calendar has another one's name. */
function staffList(): string {
  const file = join(temporaryFolder(), 'staff.csv');
  const rows = hostileNames.map((displayName, index) => ({
    displayName,
    userPrincipalName: addressOf(index),
    mail: addressOf(index),
    language: 'en-GB',
    calendarFolder: nameAt(index + 1),
  }));
  writeFileSync(file, stringify(rows, { header: true, quoted: true }));
  return file;
}

/** Signs with which a spreadsheet begins a formula, blanks and unseen characters before them included. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

describe.each(['seed-on-premises', 'seed-cloud'] as const)('200 hostile names on %s', (preset) => {
  it('are people, folders and foreign entries like any others', async () => {
    expect(hostileNames).toHaveLength(200);
    const rehearsal = await Rehearsal.of(preset, '--people', staffList());
    for (const index of hostileNames.keys()) {
      const mailbox = { target: 'practice', mailbox: addressOf(index) };
      await rehearsal.do({ ...mailbox, action: 'add-entry', user: nameAt(index + 2), rights: ['Reviewer'] });
      if (index % 2 === 0)
        await rehearsal.do({ ...mailbox, action: 'rename-folder', name: nameAt(index + 3) });
    }
    const before = await rehearsal.comparable();

    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    const calendars = run.of('resource').filter(({ kind }) => kind === 'calendar');
    expect(calendars.map(({ name }) => name).toSorted()).toEqual(hostileNames.toSorted());
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
    expect(written(await rehearsal.onSite('run', '--yes'))).toEqual([]);

    await theLogIsReadBack(rehearsal, runOf(run));
    await plainOutputIsHarmless(rehearsal);

    const undo = await rehearsal.verb('undo', runOf(run), '--yes');
    expect(notRight(undo)).toEqual({});
    expect(JSON.parse(await rehearsal.comparable())).toEqual(JSON.parse(before));
  });
});

/** The site with our own group, its organisational unit and its account named anew. */
function renamed(rehearsal: Rehearsal, side: 'onPremises' | 'cloud', index: number, unit?: string): void {
  rehearsal.editSite((site) => {
    const answers = z
      .looseObject({ accounts: z.looseObject({}), group: z.looseObject({}) })
      .parse(site[side] ?? {});
    const domain = side === 'cloud' ? 'eveoh.onmicrosoft.com' : 'dev.eveoh.local';
    const account = `sa${String(index)}`;
    site['id'] = randomUUID();
    site[side] = json({
      ...answers,
      ...(unit === undefined ? {} : { organizationalUnit: unit }),
      accounts: {
        ...answers.accounts,
        name: account,
        userPrincipalName: `${account}@${domain}`,
        displayName: nameAt(index + 50),
      },
      group: { ...answers.group, name: nameAt(index), address: `g${String(index)}@${domain}` },
    });
  });
}

const json = (value: unknown): JsonValue => z.json().parse(value);

const ownSteps = {
  onPremises: 'service-accounts,security-group',
  cloud: 'service-accounts,licences,security-group',
} as const;

/** Carries out the steps of account and group, verifies and undoes them. A name that is refused has to be refused in clear words. */
async function endingOf(rehearsal: Rehearsal, side: 'onPremises' | 'cloud'): Promise<'made' | 'refused'> {
  const check = await commandLine(['site', 'check', rehearsal.site]);
  if (check.exitCode === 2) {
    expect(check.stderr).toMatch(/Field {3}\S*(?:group\.name|accounts\.displayName|organizationalUnit)/u);
    expect(check.stderr).toMatch(/control character|longer than|looks like|needs a name|is needed/u);
    expect(check.stderr).not.toMatch(unseen);
    return 'refused';
  }
  const run = await withoutWaiting(rehearsal, 'run', '--yes', '--only', ownSteps[side], ...onSite(rehearsal));
  expect(notRight(run), JSON.stringify(run.of('finding').map(({ original }) => original))).toEqual({});
  const undo = await withoutWaiting(rehearsal, 'undo', runOf(run), '--yes', ...rehearsal.common);
  expect(notRight(undo), undo.stderr).toEqual({});
  return 'made';
}

const onSite = (rehearsal: Rehearsal): readonly string[] => ['--site', rehearsal.site, ...rehearsal.common];

/** A command line whose waiting takes no time: what is on its way on the practice site is there when it would look again. */
async function withoutWaiting(rehearsal: Rehearsal, ...words: readonly string[]): Promise<CommandLineResult> {
  const sleep = async (): Promise<void> => {
    await rehearsal.do({ target: 'practice', action: 'run-out-clocks' });
  };
  const io = { ...standInIo(), clock: { now: () => new Date(), sleep } };
  const exitCode = await runCommandLine(words, io, verbs);
  return resultOf({ exitCode, stdout: io.stdout.text, stderr: io.stderr.text }, words);
}

/** Does the site file refuse it? Blanks at its ends, line breaks too, are taken off before. */
const isRefused = (name: string): boolean => /[\u0000-\u001F\u007F]/u.test(name.trim());

describe('200 hostile names of our own group, its organisational units and its account', () => {
  it('are made in Active Directory and Exchange Server, or refused by the site file in clear words', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    for (const index of hostileNames.keys()) {
      if (index % 2 === 1) continue;
      const unit = unitIn(rehearsal, 'DC=dev,DC=eveoh,DC=local', nameAt(index), nameAt(index + 1));
      const before = await rehearsal.comparable();
      renamed(rehearsal, 'onPremises', index, unit);
      const hasControls = isRefused(nameAt(index)) || isRefused(nameAt(index + 50));
      expect(await endingOf(rehearsal, 'onPremises'), nameAt(index)).toBe(hasControls ? 'refused' : 'made');
      expect(await rehearsal.comparable()).toBe(before);
    }
  });

  it('are made in Exchange Online, or refused by the site file in clear words', async () => {
    const rehearsal = await Rehearsal.of('seed-cloud', '--mailboxes', '3');
    const before = await rehearsal.comparable();
    for (const index of hostileNames.keys()) {
      if (index % 2 === 0) continue;
      renamed(rehearsal, 'cloud', index);
      const hasControls = isRefused(nameAt(index)) || isRefused(nameAt(index + 50));
      expect(await endingOf(rehearsal, 'cloud'), nameAt(index)).toBe(hasControls ? 'refused' : 'made');
    }
    expect(JSON.parse(await rehearsal.comparable())).toEqual(JSON.parse(before));
  });
});

/** An organisational unit of the first name with one of the second in it: its distinguished name. */
function unitIn(rehearsal: Rehearsal, domain: string, ...names: readonly string[]): string {
  const practice = openPracticeSite(rehearsal.practice);
  try {
    return names.reduce((parentDn, name) => {
      const dn = distinguishedNameOf('organizationalUnit', name, parentDn);
      // Active Directory takes some of these names for the same.
      if (adObjectByDn(practice, dn) === undefined)
        addAdObject(practice, { kind: 'organizationalUnit', name, parentDn }, new Date());
      return dn;
    }, domain);
  } finally {
    practice.close();
  }
}

async function exported(rehearsal: Rehearsal, run: string, ending: string): Promise<string> {
  const file = join(rehearsal.folder, `log.${ending}`);
  const result = await commandLine(['export', run, '--to', file, '--runs', rehearsal.runs]);
  expect(result.exitCode, result.stderr).toBe(0);
  return readFileSync(file, 'utf8');
}

async function theLogIsReadBack(rehearsal: Rehearsal, run: string): Promise<void> {
  const csv = z
    .array(z.record(z.string(), z.string()))
    .parse(parse(await exported(rehearsal, run, 'csv'), { columns: true, bom: true }));
  expect(csv).toHaveLength(hostileNames.length);
  for (const row of csv) {
    const index = Number(row['address']?.slice(1, 4));
    const guarded = (name: string): string => (formula.test(name) ? `'${name}` : name);
    expect(Object.keys(row)).toEqual([...calendarColumns]);
    expect(row['name']).toBe(guarded(nameAt(index)));
    expect(row['all entries before']).toContain('Reviewer');
    for (const cell of Object.values(row)) expect(cell).not.toMatch(formula);
  }

  const page = readPage(await exported(rehearsal, run, 'html'));
  for (const name of hostileNames) expect(page.text).toContain(visible(name));
  const active = ['script', 'img', 'svg', 'iframe', 'object', 'embed', 'link', 'form', 'a', 'b'];
  expect(page.elements.filter(({ name }) => active.includes(name))).toEqual([]);
  for (const { attributes } of page.elements)
    for (const attribute of attributes.keys()) expect(attribute).not.toMatch(/^on|^src$|^style$/u);
  expect(page.text).not.toMatch(unseen);

  const json: unknown = JSON.parse(await exported(rehearsal, run, 'json'));
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(json);
  expect(hostileNames.filter((name) => !texts.has(name))).toEqual([]);

  const text = await exported(rehearsal, run, 'txt');
  expect(text).not.toMatch(unseen);
}

/** What a terminal would obey, or would not show; line breaks and isolates are the program's own. */
const unseen =
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2066\u2067\u2028\u2029\uFEFF]/u;

async function plainOutputIsHarmless(rehearsal: Rehearsal): Promise<void> {
  const quiet = ['--site', rehearsal.site, ...rehearsal.common.filter((word) => word !== '--json')];
  const verify = await commandLine(['verify', ...quiet]);
  await rehearsal.do({ target: 'practice', action: 'run-out-clocks' });
  for (const { stdout, stderr } of [verify, await commandLine(['plan', ...quiet])]) {
    expect(stdout).not.toMatch(unseen);
    expect(stderr).not.toMatch(unseen);
  }
}

describe('scripts of sites with hostile names', () => {
  it('are pure ASCII, and the parser of PowerShell finds nothing wrong in them', async ({ skip }) => {
    const reason = whyNoEngine();
    const onPremises = await Rehearsal.of('seed-on-premises', '--mailboxes', '5');
    const cloud = await Rehearsal.of('seed-cloud', '--mailboxes', '5');
    const scripts: string[] = [];
    for (const [rehearsal, side] of [
      [onPremises, 'onPremises'],
      [cloud, 'cloud'],
    ] as const)
      for (const index of [10, 27, 52, 66, 67, 164, 181, 194]) {
        renamed(rehearsal, side, index);
        const folder = join(rehearsal.folder, `scripts-${String(index)}`);
        const made = await commandLine(['script', '--to', folder, ...onSite(rehearsal)]);
        expect(made.exitCode, made.stderr).toBe(0);
        scripts.push(...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')));
      }
    expect(scripts.length).toBeGreaterThan(16);
    for (const script of scripts) expect(script).toMatch(/^[\t\r\n -~]*$/u);
    if (reason !== undefined) skip(reason);
    await using host = new PowerShellHost();
    for (const script of scripts) expect((await host.parse(script)).errors).toEqual([]);
  });
});
