import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync, mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { Rehearsal, runOf } from '../stand-ins/rehearsal.ts';

/** Everything that a person would look at to see whether something was touched. */
async function traces(rehearsal: Rehearsal): Promise<unknown> {
  return {
    files: readdirSync(rehearsal.folder, { recursive: true, encoding: 'utf8' })
      // What SQLite keeps beside an open file, and the empty file of a lock, come and go with whoever reads.
      .filter((name) => !/-(?:wal|shm)$|\.hold\.sqlite$/u.test(name))
      .toSorted()
      .map((name) => [name, contentOf(join(rehearsal.folder, name))]),
    commands: await rehearsal.received(),
  };
}

const contentOf = (path: string): string =>
  statSync(path).isDirectory() || path.endsWith('university.db') ? '' : readFileSync(path, 'base64');

/** A refusal as it has to be: exit 2, nothing on standard output, a text that names what is meant, no stack, nothing touched. */
async function refused(
  rehearsal: Rehearsal,
  words: readonly string[],
  names: readonly string[],
  input = '',
): Promise<void> {
  const before = await traces(rehearsal);
  const result = await commandLine(words, input);
  expectRefusal(result, names);
  expect(await traces(rehearsal)).toEqual(before);
}

function expectRefusal(result: CommandLineResult, names: readonly string[]): void {
  expect(result.exitCode, result.stderr).toBe(2);
  expect(result.stdout).toBe('');
  for (const name of names) expect(result.stderr).toContain(name);
  expect(result.stderr).toMatch(/^!! .+\n/u);
  expect(result.stderr).toMatch(/^ {3}Why {5}\S/mu);
  expect(result.stderr).toMatch(/^ {3}Do {6}\S/mu);
  expect(result.stderr).toMatch(/Nothing was looked at or changed\. {2}\(exit 2\)\n$/u);
  expect(result.stderr).not.toMatch(/^\s+at |\.ts:\d|Error:|undefined|\[object/mu);
}

/** A practice site of ten mailboxes with a plan, so that there is something to be touched. */
async function withPlan(): Promise<{ rehearsal: Rehearsal; plan: string }> {
  const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '10');
  const plan = await rehearsal.onSite('plan');
  expect(plan.exitCode, plan.stderr).toBe(0);
  return { rehearsal, plan: runOf(plan) };
}

describe('a site file that cannot be used', () => {
  it('is named, with the field, its value, what is allowed and what to do, by every verb that reads one', async () => {
    const { rehearsal } = await withPlan();
    const site = (name: string, text: string): string => {
      const path = join(rehearsal.folder, name);
      writeFileSync(path, text);
      return path;
    };
    const whole: unknown = JSON.parse(readFileSync(rehearsal.site, 'utf8'));
    const with_ = (more: object): string => JSON.stringify({ ...Object(whole), ...more }, null, 2);
    const cases: readonly (readonly [string, readonly string[]])[] = [
      [
        join(rehearsal.folder, 'none.json'),
        ['none.json', 'There is no file of this name', 'site new --kind'],
      ],
      [rehearsal.folder, [rehearsal.folder, 'This is a folder, not a file']],
      [site('empty.json', ''), ['empty.json', 'site check']],
      [site('half.json', '{"id": "a",\n "name"'), ['half.json', 'line 2', 'site check']],
      [site('list.json', '[]'), ['list.json', 'site check']],
      [site('latin.json', 'x'), ['latin.json', 'line 1']],
      [site('more.json', with_({ rigth: 'Editor' })), ['more.json', 'line ', 'rigth', 'right']],
      [site('wrong.json', with_({ right: 'Boss' })), ['wrong.json', 'right', '"Boss"', 'Editor']],
      [site('id.json', with_({ id: 'x' })), ['id.json', 'id', '"x"']],
    ];
    writeFileSync(join(rehearsal.folder, 'utf.json'), Buffer.from([0x7b, 0xe9, 0xe9, 0x7d]));
    for (const [file, names] of [
      ...cases,
      [join(rehearsal.folder, 'utf.json'), ['utf.json', 'UTF-8']] as const,
    ])
      await refused(rehearsal, ['plan', '--site', file, ...rehearsal.common], names);

    const wrong = join(rehearsal.folder, 'wrong.json');
    const out = join(rehearsal.folder, 'out');
    for (const words of [
      ['run', '--yes'],
      ['verify'],
      ['script', '--to', out],
      ['by-hand', '--to', `${out}.md`],
      ['password', '--account', 'sa', '--yes'],
    ])
      await refused(rehearsal, [...words, '--site', wrong, ...rehearsal.common], ['wrong.json', '"Boss"']);
    await refused(rehearsal, ['site', 'check', wrong], ['wrong.json', '"Boss"']);
  });
});

describe('a command line that cannot be used', () => {
  it('names the option, its value and what is allowed', async () => {
    const { rehearsal, plan } = await withPlan();
    const site = ['--site', rehearsal.site];
    const { common } = rehearsal;
    const out = join(rehearsal.folder, 'out');
    const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
      [
        ['plann', ...site, ...common],
        ['plann', 'plan'],
      ],
      [
        ['plan', ...site, '--onyl', 'connect', ...common],
        ['--onyl', '--only'],
      ],
      [
        ['plan', ...site, '--yes', ...common],
        ['--yes', 'plan --help'],
      ],
      [
        ['plan', ...common],
        ['--site', 'Add it'],
      ],
      [
        ['plan', '--site'],
        ['--site', 'needs a value'],
      ],
      [
        ['plan', ...site, '--only', 'licenses', ...common],
        ['--only', 'licenses', 'licences', 'connect'],
      ],
      [
        ['plan', ...site, '--only', 'licences', ...common],
        ['--only', 'licences', 'on-premises', 'connect'],
      ],
      [
        ['plan', ...site, '--limit', '0', ...common],
        ['--limit', '"0"', 'a whole number from 1'],
      ],
      [
        ['run', ...site, '--yes', '--at-once', 'many', ...common],
        ['--at-once', '"many"', '1 to 256'],
      ],
      [
        ['run', ...site, '--yes', '--wait', 'long', ...common],
        ['--wait', '"long"', 'minutes'],
      ],
      [
        ['run', ...site, '--plan', plan, ...common],
        ['--site', 'not both'],
      ],
      [
        ['run', ...common],
        ['--site', '--plan'],
      ],
      [
        ['run', ...site, ...common],
        ['--yes', 'no terminal'],
      ],
      [
        ['run', ...site, '--yes', '--reveal', ...common],
        ['--reveal', 'terminal'],
      ],
      [
        ['undo', plan, ...common],
        ['--yes', 'no terminal'],
      ],
      [
        ['resume', ...common],
        ['RUN', 'resume --help'],
      ],
      [
        ['password', ...site, '--account', 'nobody', '--yes', ...common],
        ['--account', 'nobody', 'Name one of'],
      ],
      [
        ['export', plan, '--to', `${out}.pdf`, ...common],
        ['--to', '.pdf', '.html'],
      ],
      [
        ['plan', ...site, '--people', `${out}.csv`, ...common],
        ['out.csv', 'There is no file of this name'],
      ],
      [
        ['plan', ...site, '--secrets', 'file.json', ...common],
        ['--secrets', 'standard input'],
      ],
      ...[
        ['plan', ...site],
        ['run', '--yes', ...site],
        ['script', ...site, '--to', out],
        ['by-hand', ...site, '--to', `${out}.md`],
        ['undo', plan, '--yes'],
      ].map((words): readonly [readonly string[], readonly string[]] => [
        // Without a practice site the real one is meant, which no test may reach.
        [...words, '--runs', rehearsal.runs, '--powershell', '/nowhere/powershell'],
        ['--powershell', 'no program'],
      ]),
      [
        ['plan', ...site, '--runs', rehearsal.runs, '--practice-transport', 'direct'],
        ['--practice-transport', '--practice FILE'],
      ],
      [
        ['plan', ...site, ...common, '--as', 'EVEOH\\admin'],
        ['--as', 'administrator.password', 'standard input'],
      ],
      [
        ['plan', ...site, ...common, '--as', 'admin'],
        ['--as', 'DOMAIN'],
      ],
      [
        ['plan', ...site, ...common, '--sessions', '19'],
        ['--sessions', '1 to 18'],
      ],
      [
        ['site', 'new', '--kind', 'hybrit'],
        ['--kind', '"hybrit"', 'hybrid', 'on-premises'],
      ],
      [
        ['practice', 'new', `${out}.db`, '--preset', 'seed'],
        ['--preset', '"seed"', 'seed-cloud'],
      ],
      [
        ['practice', 'new', `${out}.db`, '--preset', 'hybrid', '--mailboxes', '-1'],
        ['--mailboxes', '"-1"', '1 to 50,000'],
      ],
      [
        ['practice', 'do', rehearsal.practice, 'Get-Mailbox'],
        ['COMMAND', 'JSON'],
      ],
      [
        ['practice', 'do', rehearsal.practice, '{"target":"exchange"}'],
        ['COMMAND', 'cmdlet'],
      ],
      [
        [
          'practice',
          'do',
          rehearsal.practice,
          '{"target":"exchange","cmdlet":"Get-Mailbox","parameters":{"Identity":""}}',
        ],
        ['COMMAND', 'everyone'],
      ],
    ];
    for (const [words, names] of cases) await refused(rehearsal, words, names);
  });

  it('never repeats what may be a password', async () => {
    const { rehearsal } = await withPlan();
    const common = ['--site', rehearsal.site, ...rehearsal.common];
    for (const words of [
      ['run', '--yes', '--secrets=Hunter2!', ...common],
      ['run', '--yes', '--secrets', 'Hunter2!', ...common],
      ['run', '--yes', '--secret=Hunter2!', ...common],
    ]) {
      const result = await commandLine(words);
      expectRefusal(result, ['--secret']);
      expect(result.stderr).not.toContain('Hunter2');
    }
  });
});

describe('secrets that cannot be used', () => {
  it.each([
    ['no JSON', 'Hunter2!'],
    ['half of it', '{"sa.password": "Hunter2!"'],
    ['a list', '["Hunter2!"]'],
    ['a text', '"Hunter2!"'],
    ['nothing', ''],
    ['a number as a value', '{"sa.password": 2, "Hunter2!": 3}'],
    ['an empty value', '{"sa.password": "", "b": "Hunter2!"}'],
    ['a value of 257 characters', JSON.stringify({ 'sa.password': 'Hunter2!'.repeat(33) })],
  ])('are refused, and shown nowhere: %s', async (_, input) => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    const words = ['run', '--yes', '--secrets', '-', '--site', rehearsal.site, ...rehearsal.common];
    await refused(
      rehearsal,
      words,
      ['standard input', 'Give one JSON object', '"sa-calpush-1.password"'],
      input,
    );
    expect((await commandLine(words, input)).stderr).not.toContain('Hunter2');
  });
});

describe('a file of the program that cannot be used', () => {
  it('is refused where it is a practice file: missing, something else, cut short, or newer', async () => {
    const { rehearsal } = await withPlan();
    const at = (name: string): string => join(rehearsal.folder, name);
    writeFileSync(at('text.db'), 'This is no practice site.');
    writeFileSync(at('empty.db'), '');
    await rehearsal.do({ target: 'exchange', cmdlet: 'Get-OrganizationConfig', parameters: {} });
    writeFileSync(at('cut.db'), readFileSync(rehearsal.practice));
    truncateSync(at('cut.db'), 8192);
    const other = new DatabaseSync(at('other.db'));
    other.exec('CREATE TABLE something (a TEXT)');
    other.close();
    for (const name of ['none.db', 'text.db', 'empty.db', 'cut.db', 'other.db']) {
      for (const words of [
        ['plan', '--site', rehearsal.site, '--runs', rehearsal.runs, '--practice', at(name)],
        ['run', '--yes', '--site', rehearsal.site, '--runs', rehearsal.runs, '--practice', at(name)],
        ['practice', 'show', at(name), '--json'],
        ['practice', 'do', at(name), '{"target":"computer","cmdlet":"Get-ExecutionPolicy","parameters":{}}'],
      ])
        await refused(rehearsal, words, [name]);
    }
    await refused(
      rehearsal,
      ['practice', 'new', rehearsal.practice, '--preset', 'hybrid'],
      ['university.db'],
    );
  });

  it("is refused where it is a run's: unknown, damaged, cut short, another's, or newer", async () => {
    const { rehearsal, plan } = await withPlan();
    const run = (id: string): string => join(rehearsal.runs, `${id}.run.sqlite`);
    const bytes = readFileSync(run(plan));
    writeFileSync(run('2026-01-01-0001'), 'This is no run.');
    writeFileSync(run('2026-01-01-0002'), bytes.subarray(0, 6000));
    writeFileSync(run('2026-01-01-0003'), bytes);
    writeFileSync(run('2026-01-01-0004'), bytes);
    const newer = new DatabaseSync(run('2026-01-01-0004'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const scrambled = Buffer.from(bytes);
    scrambled.fill(0x41, 4096, 12_288);
    writeFileSync(run('2026-01-01-0005'), scrambled);
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['2026-01-01-0000', ['2026-01-01-0000', 'Runs there', 'calendar-push-setup runs']],
      ['2026-01-01-0001', ['2026-01-01-0001', 'damaged']],
      ['2026-01-01-0002', ['2026-01-01-0002', 'damaged']],
      ['2026-01-01-0003', ['2026-01-01-0003', plan]],
      ['2026-01-01-0004', ['2026-01-01-0004', 'newer version', '99']],
      ['2026-01-01-0005', ['2026-01-01-0005', 'damaged']],
    ];
    for (const [id, names] of cases)
      for (const words of [
        ['run', '--plan', id, ...rehearsal.common],
        ['resume', id, '--yes', ...rehearsal.common],
        ['undo', id, '--yes', ...rehearsal.common],
        ['export', id, '--to', join(rehearsal.folder, 'log.html'), ...rehearsal.common],
      ])
        await refused(rehearsal, words, names);
    const listed = await commandLine(['runs', '--runs', rehearsal.runs]);
    expect(listed.exitCode).toBe(0);
    expect(listed.stdout).toContain("2026-01-01-0001  can't be used");
  });

  it("is refused where it is the site's memory", async () => {
    const { rehearsal } = await withPlan();
    const sites = readdirSync(rehearsal.runs, { recursive: true, encoding: 'utf8' });
    const memory = sites.find((name) => name.startsWith('sites') && /[0-9a-f]\.sqlite$/u.test(name));
    expect(memory).toBeDefined();
    writeFileSync(join(rehearsal.runs, memory ?? ''), 'This is no memory.');
    await refused(
      rehearsal,
      ['run', '--yes', '--site', rehearsal.site, ...rehearsal.common],
      ['What is remembered of this site is damaged', memory ?? ''],
    );
  });
});

describe('a place that cannot be written', () => {
  it('is told before anything is looked at', async () => {
    const { rehearsal, plan } = await withPlan();
    const at = (name: string): string => join(rehearsal.folder, name);
    writeFileSync(at('file'), '');
    mkdirSync(at('folder.html'));
    mkdirSync(at('folder.md'));
    const site = ['--site', rehearsal.site, '--practice', rehearsal.practice];
    await refused(rehearsal, ['plan', ...site, '--runs', at('file/runs')], ['file/runs', '--runs']);
    await refused(rehearsal, ['run', '--yes', ...site, '--runs', at('file/runs')], ['file/runs', '--runs']);
    await refused(rehearsal, ['runs', '--runs', at('file/runs')], ['file/runs']);
    for (const to of [at('file/out.md'), at('folder.md'), at('nowhere/out.md')])
      await refused(rehearsal, ['by-hand', '--to', to, '--site', rehearsal.site, ...rehearsal.common], [to]);
    for (const to of [at('file'), at('file/scripts')])
      await refused(rehearsal, ['script', '--to', to, '--site', rehearsal.site, ...rehearsal.common], [to]);
    for (const to of [at('file/log.html'), at('folder.html'), at('nowhere/log.zip')])
      await refused(rehearsal, ['export', plan, '--to', to, ...rehearsal.common], [to]);
    const preset = ['--preset', 'hybrid', '--mailboxes', '3'];
    await refused(rehearsal, ['practice', 'new', at('file/new.db'), ...preset], ['file/new.db']);
    await refused(
      rehearsal,
      ['practice', 'new', at('new.db'), ...preset, '--site-to', at('file/s.json')],
      ['file/s.json', '--site-to'],
    );
    await refused(rehearsal, ['site', 'new', '--kind', 'cloud', '--to', at('file/s.json')], ['file/s.json']);
    await refused(
      rehearsal,
      ['site', 'new', '--kind', 'cloud', '--to', at('university.site.json')],
      ['university.site.json', 'is there already'],
    );
  });
});

describe('a plan that cannot be carried out any more', () => {
  it('is refused where the site file has changed, it is carried out already, or another practice site is named', async () => {
    const { rehearsal, plan } = await withPlan();
    const elsewhere = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    for (const words of [
      ['run', '--plan', plan],
      ['resume', plan, '--yes'],
    ])
      await refused(
        rehearsal,
        [...words, '--runs', rehearsal.runs, '--practice', elsewhere.practice],
        [plan, 'It was begun on'],
      );
    expect(await elsewhere.received()).toEqual([]);

    rehearsal.editSite((site) => {
      site['right'] = 'Reviewer';
    });
    await refused(
      rehearsal,
      ['run', '--plan', plan, ...rehearsal.common],
      [plan, 'The site file was changed since'],
    );
  });
});

describe('an unusable row of a CSV file', () => {
  it('is a finding that stops and names file, line and value; nobody without an identity is asked about', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '10');
    const csv = join(rehearsal.folder, 'people.csv');
    writeFileSync(csv, 'mail\nno address\n\n   \nsomebody@nowhere.example\n');
    const run = await rehearsal.onSite('run', '--yes', '--people', csv);
    expect(run.exitCode).toBe(1);
    const stops = run.of('finding').filter(({ severity }) => severity === 'stops');
    const told = stops.map((finding) => `${finding.what} ${finding.where} ${finding.why}`).join('\n');
    expect(told).toContain('people.csv');
    expect(told).toContain('no address');
    expect(
      run
        .of('command')
        .filter(({ step }) => step === 'calendar-permissions')
        .every(namesSomebody),
    ).toBe(true);
  });
});

const namesSomebody = (command: object): boolean =>
  !/"(?:Identity|Mailbox|Member|User)":""/u.test(JSON.stringify(command));
