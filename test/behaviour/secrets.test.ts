import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Vault } from '../../electron/run/vault.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { Rehearsal, runOf } from '../stand-ins/rehearsal.ts';
import { byWayOf, programsOfWay } from '../stand-ins/practice-way.ts';
import { awkward, filesIn, findings, formsOf, moreAwkward } from '../stand-ins/secret-search.ts';
import { onTerminal, type TerminalResult } from '../stand-ins/terminal.ts';

const written = (result: Pick<CommandLineResult, 'stdout' | 'stderr'>): Buffer =>
  Buffer.from(`${result.stdout}\n${result.stderr}`);

const exportForms = ['html', 'csv', 'json', 'txt', 'zip'] as const;

/** Secrets by their names, as they are given on standard input; undefined lets the program make them. */
type Given = Readonly<Record<string, string>> | undefined;

/** Every verb once, with these secrets on standard input; what each wrote, by its name. */
async function everyVerb(
  rehearsal: Rehearsal,
  account: string,
  secrets: Given,
  newSecrets: Given,
): Promise<ReadonlyMap<string, CommandLineResult>> {
  const results = new Map<string, CommandLineResult>();
  const quiet = rehearsal.common.filter((word) => word !== '--json');
  const sayWith = async (given: Given, ...words: readonly string[]): Promise<CommandLineResult> => {
    const more = given === undefined ? [] : ['--secrets', '-'];
    const input = given === undefined ? '' : JSON.stringify(given);
    const result = await commandLine([...words, ...more], input);
    results.set(`${String(results.size)} ${words.slice(0, 2).join(' ')}`, result);
    return result;
  };
  const say = async (...words: readonly string[]): Promise<CommandLineResult> =>
    await sayWith(secrets, ...words, ...rehearsal.common);
  const at = (name: string): string => join(rehearsal.folder, name);
  const exportAll = async (run: string): Promise<void> => {
    for (const form of exportForms) {
      const done = await sayWith(secrets, 'export', run, '--to', at(`${run}.${form}`), ...quiet);
      expect(done.exitCode, done.stderr).toBe(0);
    }
  };
  const site = ['--site', rehearsal.site];
  const plan = await say('plan', ...site);
  await say('script', ...site, '--to', at('scripts'));
  await say('by-hand', ...site, '--to', at('by-hand.md'));
  const run = await say('run', ...site, '--yes');
  expect(run.exitCode, run.stderr).toBe(0);
  const words = ['password', ...site, '--account', account, '--yes', ...rehearsal.common];
  const password = await sayWith(newSecrets, ...words);
  expect(password.exitCode, password.stderr).toBe(0);
  const verify = await say('verify', ...site);
  await say('resume', runOf(run), '--yes');
  for (const result of [plan, run, password, verify]) await exportAll(runOf(result));
  const undo = await say('undo', runOf(run), '--yes');
  await exportAll(runOf(undo));
  await sayWith(secrets, 'run', ...site, '--yes', ...quiet);
  await sayWith(undefined, 'runs', ...quiet);
  await sayWith(undefined, 'practice', 'show', rehearsal.practice, '--json');
  await sayWith(undefined, 'practice', 'show', rehearsal.practice, '--json', '--commands');
  return results;
}

const whereFound = (
  rehearsal: Rehearsal,
  results: ReadonlyMap<string, CommandLineResult>,
  passwords: readonly string[],
): readonly string[] => [
  ...[...results].flatMap(([verb, result]) => findings(`output of ${verb}`, written(result), passwords)),
  ...filesIn(rehearsal.folder).flatMap(([path, bytes]) => findings(path, bytes, passwords)),
];

/** Names of the secrets that a plan asks for. */
async function neededSecrets(rehearsal: Rehearsal): Promise<readonly string[]> {
  const plan = await rehearsal.onSite('plan');
  const names = [...new Set(plan.of('secret-needed').map(({ name }) => name))];
  expect(names).not.toEqual([]);
  return names;
}

const accountOf = (secret: string | undefined): string => (secret ?? '').replace(/\.password$/u, '');

/** The values of secrets that were put into commands while `work` went on. */
async function valuesUsed(work: () => Promise<void>): Promise<readonly string[]> {
  const asked = vi.spyOn(Vault.prototype, 'value');
  try {
    await work();
    return [
      ...new Set(asked.mock.results.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))),
    ];
  } finally {
    asked.mockRestore();
  }
}

describe.each([
  ['seed-on-premises', moreAwkward],
  ['seed-cloud', awkward],
  ['hybrid', awkward],
] as const)('on the practice site %s', (preset, passwordFor) => {
  it('a password that was given is used, and stands in no file, event or line of any verb', async () => {
    const rehearsal = await Rehearsal.of(preset, '--mailboxes', '5');
    const names = await neededSecrets(rehearsal);
    const secrets = Object.fromEntries(names.map((name, index) => [name, passwordFor(index)]));
    const newSecrets = Object.fromEntries(names.map((name, index) => [name, passwordFor(100 + index)]));
    const given = [...Object.values(secrets), ...Object.values(newSecrets).slice(0, 1)];
    let results: ReadonlyMap<string, CommandLineResult> = new Map();
    const used = await valuesUsed(async () => {
      results = await everyVerb(rehearsal, accountOf(names[0]), secrets, newSecrets);
    });
    expect(used).toEqual(expect.arrayContaining(given));
    const told = [...results.values()].flatMap((result) => result.of('finding'));
    expect(told.map(({ id }) => id)).not.toContain('password-not-seen');
    expect(whereFound(rehearsal, results, given)).toEqual([]);
  });

  it('nor does one that the program made', async () => {
    const rehearsal = await Rehearsal.of(preset, '--mailboxes', '5');
    const names = await neededSecrets(rehearsal);
    let results: ReadonlyMap<string, CommandLineResult> = new Map();
    const made = await valuesUsed(async () => {
      results = await everyVerb(rehearsal, accountOf(names[0]), undefined, undefined);
    });
    const passwords = made.filter((value) => value.length === 32);
    expect(passwords.length).toBeGreaterThan(names.length);
    expect(whereFound(rehearsal, results, passwords)).toEqual([]);
  });
});

describe('the search itself', () => {
  it('finds a password in each form, in a file in a zip file too', async () => {
    const password = awkward(0);
    for (const [form, bytes] of formsOf(password))
      expect(findings('here', Buffer.concat([Buffer.from('before '), bytes]), [password])).toContain(
        `here: ${form}`,
      );
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    const plan = runOf(await rehearsal.onSite('plan', '--note', password));
    const log = join(rehearsal.folder, 'log.zip');
    await commandLine(['export', plan, '--to', log, '--runs', rehearsal.runs]);
    const found = filesIn(rehearsal.folder).flatMap(([path, bytes]) => findings(path, bytes, [password]));
    for (const ending of ['html', 'json', 'txt'])
      expect(
        found.some((each) => each.includes(`log.zip!`) && each.includes(`.${ending}:`)),
        ending,
      ).toBe(true);
  });
});

describe('a process that runs with a password', () => {
  it('has it neither in its arguments nor its environment, nor has a PowerShell of its own; it starts nothing else', async ({
    skip,
  }) => {
    if (!existsSync('/proc/self/environ')) skip('Only Linux shows the arguments of processes in files.');
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '12', '--latency', '20');
    const names = await neededSecrets(rehearsal);
    const secrets = Object.fromEntries(names.map((name, index) => [name, awkward(index)]));
    const child = spawn(
      process.execPath,
      [
        'electron/cli.ts',
        ...byWayOf(['run', '--yes', '--secrets', '-', '--site', rehearsal.site, ...rehearsal.common]),
      ],
      { cwd: join(import.meta.dirname, '../..'), stdio: ['pipe', 'pipe', 'pipe'] },
    );
    child.stdin.end(JSON.stringify(secrets));
    const seen: Buffer[] = [];
    const started = new Set<string>();
    const output: Buffer[] = [];
    const look = (pid: string): void => {
      const proc = `/proc/${pid}`;
      try {
        const program = readFileSync(`${proc}/cmdline`);
        seen.push(program, readFileSync(`${proc}/environ`));
        if (pid !== String(child.pid)) started.add(program.toString().split('\0')[0] ?? '');
        for (const task of readdirSync(`${proc}/task`))
          for (const next of readFileSync(`${proc}/task/${task}/children`, 'utf8').trim().split(' '))
            if (next !== '') look(next);
      } catch (gone) {
        if (!(gone instanceof Error && 'code' in gone && /^(?:ENOENT|ESRCH)$/u.test(String(gone.code))))
          throw gone;
      }
    };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output.push(chunk);
        if (seen.length < 200 && child.exitCode === null) look(String(child.pid));
      });
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(exitCode).toBe(0);
    expect(seen.length).toBeGreaterThan(4);
    expect(programsOfWay()).toEqual(expect.arrayContaining([...started]));
    expect(findings('process', Buffer.concat([...seen, ...output]), Object.values(secrets))).toEqual([]);
  });
});

describe('--reveal', () => {
  it('shows the passwords that were made to somebody at a terminal: once, at the end, on standard error', async () => {
    const rehearsal = await Rehearsal.of('hybrid', '--mailboxes', '6');
    let run: TerminalResult = { exitCode: -1, stdout: '', stderr: '', screen: '' };
    const made = await valuesUsed(async () => {
      run = await onTerminal(['run', '--yes', '--reveal', ...named(rehearsal)]);
    });
    expect(run.exitCode, run.screen).toBe(0);
    expect(made.length).toBeGreaterThan(1);
    expect(findings('standard output', Buffer.from(run.stdout), made)).toEqual([]);
    const shown = run.screen.slice(run.screen.lastIndexOf('New passwords.'));
    for (const password of made) {
      expect(run.stderr.split(password)).toHaveLength(2);
      expect(shown).toContain(password);
    }
    expect(filesIn(rehearsal.folder).flatMap(([path, bytes]) => findings(path, bytes, made))).toEqual([]);
    expect(run.screen).not.toContain('Nobody has seen the password');
  });

  it('is refused where there is no terminal, for every verb that makes passwords', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    const plan = runOf(await rehearsal.onSite('plan'));
    for (const words of [
      ['run', '--yes', '--site', rehearsal.site],
      ['run', '--plan', plan],
      ['resume', plan, '--yes'],
      ['password', '--account', 'SAMyTTExch', '--yes', '--site', rehearsal.site],
    ]) {
      const result = await rehearsal.verb(...words, '--reveal');
      expect(result.exitCode, words.join(' ')).toBe(2);
      expect(result.stderr).toContain('Passwords are shown on a terminal only');
    }
  });

  it('shows nothing where no password was made', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '3');
    const words = ['run', '--yes', '--reveal', ...named(rehearsal)];
    expect((await onTerminal(words)).stderr).toContain('New passwords.');
    expect((await onTerminal(words)).stderr).not.toContain('New passwords.');
  });
});

/** The site, its practice site and its runs, for a verb that talks to people. */
const named = (rehearsal: Rehearsal): readonly string[] => [
  '--site',
  rehearsal.site,
  ...rehearsal.common.filter((word) => word !== '--json'),
];
