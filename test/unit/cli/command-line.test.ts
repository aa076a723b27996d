import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../electron/bad-input.ts';
import { runCommandLine } from '../../../electron/cli/command-line.ts';
import type { Verbs } from '../../../electron/cli/verbs.ts';
import { standInIo, type StandInIo } from '../../stand-ins/cli-io.ts';

interface Call {
  readonly verb: string;
  readonly options: unknown;
}

/** Verbs that only remember what they were given. */
function rememberingVerbs(calls: Call[], exitCode = 0): Verbs {
  const verb = (name: string) => async (options: unknown) => {
    calls.push({ verb: name, options });
    return exitCode;
  };
  return {
    plan: verb('plan'),
    run: verb('run'),
    verify: verb('verify'),
    resume: verb('resume'),
    undo: verb('undo'),
    script: verb('script'),
    byHand: verb('byHand'),
    password: verb('password'),
    runs: verb('runs'),
    export: verb('export'),
    siteNew: verb('siteNew'),
    siteCheck: verb('siteCheck'),
    siteSchema: verb('siteSchema'),
    practiceNew: verb('practiceNew'),
    practiceShow: verb('practiceShow'),
    practiceDo: verb('practiceDo'),
  };
}

interface Ran {
  readonly code: number;
  readonly calls: readonly Call[];
  readonly io: StandInIo;
}

async function run(line: string | readonly string[], exitCode = 0): Promise<Ran> {
  const calls: Call[] = [];
  const io = standInIo();
  const args = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
  const code = await runCommandLine(args, io, rememberingVerbs(calls, exitCode));
  return { code, calls, io };
}

const verbLines = [
  'plan',
  'run',
  'verify',
  'resume',
  'undo',
  'password',
  'script',
  'by-hand',
  'runs',
  'export',
  'site new',
  'site check',
  'site schema',
  'practice new',
  'practice show',
  'practice do',
];

describe('help', () => {
  test('of the program, also where nothing was typed', async () => {
    const asked = await run('--help');
    expect(asked.code).toBe(0);
    expect(asked.io.stdout.text).toMatchSnapshot();
    expect((await run('')).io.stdout.text).toBe(asked.io.stdout.text);
  });

  test.each(verbLines)('of %s teaches by example, in 80 columns', async (verb) => {
    const { code, io, calls } = await run(`${verb} --help`);
    expect(code).toBe(0);
    expect(calls).toEqual([]);
    expect(io.stdout.text).toMatchSnapshot();
    expect(io.stdout.lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('the version', async () => {
    const { code, io } = await run('--version');
    expect(code).toBe(0);
    expect(io.stdout.text).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });
});

describe('what is typed reaches the verb', () => {
  test('plan', async () => {
    const { calls, code } = await run(
      'plan --site a.json --only connect,service-accounts --people p.csv --limit 10 --note CHG1 --practice u.db --json --runs r --secrets -',
      1,
    );
    expect(code).toBe(1);
    expect(calls).toEqual([
      {
        verb: 'plan',
        options: {
          site: 'a.json',
          only: ['connect', 'service-accounts'],
          people: 'p.csv',
          limit: 10,
          note: 'CHG1',
          practice: 'u.db',
          sessions: 2,
          json: true,
          runs: 'r',
          secrets: true,
        },
      },
    ]);
  });

  test('run: minutes become milliseconds, what is left out has its default', async () => {
    const { calls } = await run('run --site a.json --yes --wait 1.5 --at-once 4');
    expect(calls).toEqual([
      {
        verb: 'run',
        options: {
          site: 'a.json',
          limit: Infinity,
          note: '',
          json: false,
          sessions: 2,
          secrets: false,
          yes: true,
          reveal: false,
          wait: 90_000,
          atOnce: 4,
        },
      },
    ]);
  });

  test.each([
    ['run --plan 7 --note CHG1', 'run', { plan: '7', note: 'CHG1' }],
    ['verify --site a', 'verify', { site: 'a' }],
    ['resume 7 --yes', 'resume', { run: '7', yes: true }],
    ['undo 7', 'undo', { run: '7', yes: false }],
    ['password --site a --account sa-1', 'password', { account: 'sa-1' }],
    ['script --site a --to f', 'script', { to: 'f' }],
    ['by-hand --site a --to f.md', 'byHand', { to: 'f.md' }],
    ['runs', 'runs', {}],
    ['export 7 --to log.HTML', 'export', { run: '7', form: 'html' }],
    ['site new --kind cloud', 'siteNew', { kind: 'cloud' }],
    ['site check f --practice u', 'siteCheck', { file: 'f', practice: 'u' }],
    ['site schema', 'siteSchema', {}],
    [
      'practice new f --preset hybrid --mailboxes 500 --latency 20 --faults 7 --clock real --site-to s',
      'practiceNew',
      { file: 'f', preset: 'hybrid', mailboxes: 500, latency: 20, faults: '7', clock: 'real', siteTo: 's' },
    ],
    ['practice show f --json --comparable', 'practiceShow', { file: 'f', json: true, comparable: true }],
    ['practice do f {"a":1}', 'practiceDo', { file: 'f', command: { a: 1 } }],
  ])('%s', async (line, verb, options) => {
    const { calls } = await run(line);
    expect(calls).toMatchObject([{ verb, options }]);
  });
});

describe('a command line that can not be used ends with 2, and nothing is called', () => {
  test.each([
    'pln',
    'plan --sitee a',
    'plan',
    'plan --site',
    'plan --site a --only conect',
    'plan --site a --only connect,',
    'plan --site a --limit 0',
    'plan --site a --limit ten',
    'plan --site a --secrets file.json',
    'run',
    'run --plan 7 --site a',
    'run --plan 7 --only connect',
    'run --site a --wait soon',
    'run --site a --at-once 0',
    'undo',
    'undo 7 8',
    'export 7',
    'export 7 --to log.pdf',
    'site',
    'site new --kind clowd',
    'site check',
    'practice new f --preset seed',
    'practice new f --preset hybrid --mailboxes 60000',
    'practice new f --preset hybrid --clock slow',
    'practice do f {',
  ])('%s', async (line) => {
    const { code, calls, io } = await run(line);
    expect({ code, calls }).toEqual({ code: 2, calls: [] });
    expect(io.stdout.text).toBe('');
    expect(io.stderr.text.replace(/^Usage: .*?(?=!!)/su, '')).toMatchSnapshot();
  });

  test('nothing that may be a password is shown again', async () => {
    for (const line of ['plan --site a --password=hunter2', 'plan --site a --secrets hunter2']) {
      const { code, io } = await run(line);
      expect(code).toBe(2);
      expect(io.stderr.text).not.toContain('hunter2');
    }
  });

  test('names that were typed are shown with what is hidden in them', async () => {
    const { io } = await run(['plan', '--site', 'a', '--only', 'con\u202Enect\u001B[31m']);
    expect(io.stderr.text).toContain('[U+202E]');
    expect(io.stderr.text).not.toContain('\u001B');
  });
});

test('bad input that a verb finds is told in its parts', async () => {
  const io = standInIo();
  const verbs = {
    ...rememberingVerbs([]),
    verify: () =>
      Promise.reject(
        new BadInput("This site file can't be used", {
          file: 'westerveld.site.json',
          line: 14,
          field: 'group.address',
          value: '"calendar push@westerveld.example"',
          why: "An address can't contain a space.",
          do: 'Change it, then',
          then: 'calendar-push-setup site check westerveld.site.json',
        }),
      ),
  };
  expect(await runCommandLine(['verify', '--site', 'westerveld.site.json'], io, verbs)).toBe(2);
  expect(io.stderr.text).toBe(`!! This site file can't be used
   File    westerveld.site.json, line 14
   Field   group.address
   Value   "calendar push@westerveld.example"
   Why     An address can't contain a space.
   Do      Change it, then:
           calendar-push-setup site check westerveld.site.json
Nothing was looked at or changed.  (exit 2)
`);
});

test('a fault of the program is told as one, in short, and ends with 1', async () => {
  const verbs = { ...rememberingVerbs([]), runs: () => Promise.reject(new TypeError('boom')) };
  const io = standInIo();
  expect(await runCommandLine(['runs'], io, verbs)).toBe(1);
  expect(io.stderr.text).toContain('!! The program has stopped\n   Why     A fault in this program: boom\n');
  expect(io.stderr.text).not.toMatch(/Nothing was looked at|^\s+at /mu);
});
