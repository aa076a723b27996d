import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { runFileName } from '../../electron/store/run-folder.ts';
import { startChildRun } from '../stand-ins/child-run.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { receivedAt } from '../stand-ins/commands-of-run.ts';
import { notRight, Rehearsal, runOf, written } from '../stand-ins/rehearsal.ts';

/** The password of this site's account, as somebody may give it. */
const secrets = JSON.stringify({ 'SAMyTTExch.password': 'Xq7-given-by-a-person' });

const site = async (): Promise<Rehearsal> =>
  await Rehearsal.of('seed-on-premises', '--mailboxes', '30', '--latency', '2');

/** A run that is killed when its accounts are made and it has come to the calendars. */
async function killedAtCalendars(
  rehearsal: Rehearsal,
  more: readonly string[] = [],
  input = '',
): Promise<string> {
  const words = ['run', '--yes', '--site', rehearsal.site, ...rehearsal.common, ...more];
  const child = startChildRun(words, { input });
  await child.reached('Add-MailboxFolderPermission', 5);
  child.send('SIGKILL');
  return runOf(await child.ended);
}

const resumed = async (
  rehearsal: Rehearsal,
  run: string,
  more: readonly string[] = [],
  input = '',
): Promise<CommandLineResult> =>
  await commandLine(['resume', run, '--yes', ...rehearsal.common, ...more], input);

/** Accounts for which a new password was set. */
const newPasswords = (result: CommandLineResult): readonly string[] =>
  written(result)
    .filter((command) => JSON.stringify(command).includes('"secret"'))
    .map((command) => command.resource)
    .toSorted();

const unseen = (result: CommandLineResult): readonly (string | undefined)[] =>
  result
    .of('finding')
    .filter((finding) => finding.id === 'password-not-seen')
    .map((finding) => finding.resource)
    .toSorted();

/** What the practice site keeps of the passwords, by account: changed means that another one was set. */
function passwordsAt({ practice }: Rehearsal): readonly unknown[] {
  const database = new DatabaseSync(practice);
  try {
    return database.prepare(`SELECT sam, password FROM ad_objects WHERE sam = 'SAMyTTExch'`).all();
  } finally {
    database.close();
  }
}

describe('the password of an account that a killed process made', () => {
  it('is a new one after resume, which nobody has seen: a finding to know, and the run ends right', async () => {
    const rehearsal = await site();
    const run = await killedAtCalendars(rehearsal);
    const before = passwordsAt(rehearsal);
    const result = await resumed(rehearsal, run);
    const accounts = accountsIn(result);
    expect(accounts.length).toBeGreaterThan(0);
    expect(newPasswords(result)).toEqual(accounts);
    expect(unseen(result)).toEqual(accounts);
    expect(passwordsAt(rehearsal)).not.toEqual(before);
    expect(notRight(result)).toEqual({});
    expect(result.exitCode).toBe(0);
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });

  it('stays where --secrets gave it', async () => {
    const rehearsal = await site();
    const run = await killedAtCalendars(rehearsal, ['--secrets', '-'], secrets);
    const before = passwordsAt(rehearsal);
    const result = await resumed(rehearsal, run, ['--secrets', '-'], secrets);
    expect(newPasswords(result)).toEqual([]);
    expect(unseen(result)).toEqual([]);
    expect(passwordsAt(rehearsal)).toEqual(before);
    expect(result.exitCode).toBe(0);
  });

  it('stays where --secrets gave it to the killed process only: who gave it knows it', async () => {
    const rehearsal = await site();
    const run = await killedAtCalendars(rehearsal, ['--secrets', '-'], secrets);
    const before = passwordsAt(rehearsal);
    const result = await resumed(rehearsal, run);
    expect(newPasswords(result)).toEqual([]);
    expect(passwordsAt(rehearsal)).toEqual(before);
    expect(result.exitCode).toBe(0);
  });

  it('becomes the one that --secrets gives to resume, where the killed process had made one itself', async () => {
    const rehearsal = await site();
    const run = await killedAtCalendars(rehearsal);
    const before = passwordsAt(rehearsal);
    const result = await resumed(rehearsal, run, ['--secrets', '-'], secrets);
    expect(newPasswords(result)).toEqual(accountsIn(result));
    expect(unseen(result)).toEqual([]);
    expect(passwordsAt(rehearsal)).not.toEqual(before);
    expect(result.exitCode).toBe(0);
    const again = await resumed(rehearsal, run);
    expect(again.of('command')).toEqual([]);
  });
});

/** Ids of the accounts in a run that went through them. */
const accountsIn = (result: CommandLineResult): readonly string[] =>
  result
    .of('resource')
    .map((event) => event.resource)
    .filter((id) => id.startsWith('account/'))
    .toSorted();

describe('resume of a finished run', () => {
  it('issues nothing and repeats its exit code', async () => {
    const rehearsal = await site();
    const run = await rehearsal.onSite('run', '--yes');
    const before = (await receivedAt(rehearsal)).length;
    for (const _ of [1, 2]) {
      const again = await resumed(rehearsal, runOf(run));
      expect(again.exitCode).toBe(0);
      expect(again.of('command')).toEqual([]);
      expect(again.of('finished')[0]?.counts).toEqual(run.of('finished')[0]?.counts);
    }
    expect((await receivedAt(rehearsal)).length).toBe(before);
  });

  it('issues nothing and repeats its exit code also where something is not right', async () => {
    const rehearsal = await Rehearsal.of('university', '--mailboxes', '60');
    const run = await rehearsal.onSite('run', '--yes');
    expect(run.exitCode).toBe(1);
    const again = await resumed(rehearsal, runOf(run));
    expect(again.exitCode).toBe(1);
    expect(again.of('command')).toEqual([]);
  });
});

describe('a plan that was carried out and killed', () => {
  it('is gone on with under its own id', async () => {
    const rehearsal = await site();
    const plan = await rehearsal.onSite('plan');
    const child = startChildRun(['run', '--plan', runOf(plan), ...rehearsal.common]);
    await child.reached('Add-MailboxFolderPermission', 3);
    child.send('SIGKILL');
    await child.ended;
    const result = await resumed(rehearsal, runOf(plan));
    expect(notRight(result)).toEqual({});
    expect(result.exitCode).toBe(0);
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });
});

describe('an undo that was killed', () => {
  it('is gone on with until the site is as it was before the run', async () => {
    const rehearsal = await site();
    const before = await rehearsal.comparable();
    const run = await rehearsal.onSite('run', '--yes');
    const child = startChildRun(['undo', runOf(run), '--yes', ...rehearsal.common]);
    await child.reached('Remove-MailboxFolderPermission', 5);
    child.send('SIGKILL');
    const undo = runOf(await child.ended);
    const result = await resumed(rehearsal, undo);
    expect(notRight(result)).toEqual({});
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(await rehearsal.comparable())).toEqual(JSON.parse(before));
  });
});

describe('what is refused, with nothing sent', () => {
  /** A plan whose file says that it was made that long ago. */
  function madeEarlier(rehearsal: Rehearsal, run: string, hours: number): void {
    const database = new DatabaseSync(runFileName(rehearsal.runs, run));
    try {
      const startedAt = new Date(Date.now() - hours * 3_600_000).toISOString();
      database.prepare(`UPDATE head SET json = json_set(json, '$.startedAt', ?)`).run(startedAt);
    } finally {
      database.close();
    }
  }

  async function expectRefused(result: CommandLineResult, on: Rehearsal, ...says: readonly RegExp[]) {
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toBe('');
    for (const words of says) expect(result.stderr.replace(/\s+/gu, ' ')).toMatch(words);
    expect((await receivedAt(on)).filter((one) => one.writes)).toEqual([]);
  }

  it('a plan that is over four hours old', async () => {
    const rehearsal = await site();
    const plan = runOf(await rehearsal.onSite('plan'));
    madeEarlier(rehearsal, plan, 4.01);
    const result = await rehearsal.verb('run', '--plan', plan);
    await expectRefused(result, rehearsal, /over four hours old/u, /plan --site/u);
    madeEarlier(rehearsal, plan, 3.9);
    expect((await rehearsal.verb('run', '--plan', plan)).exitCode).toBe(0);
  });

  it('a plan whose site file was changed since', async () => {
    const rehearsal = await site();
    const plan = runOf(await rehearsal.onSite('plan'));
    const asPlanned = readFileSync(rehearsal.site, 'utf8');
    rehearsal.editSite((edited) => (edited['name'] = 'Another name'));
    await expectRefused(await rehearsal.verb('run', '--plan', plan), rehearsal, /site file was changed/u);
    writeFileSync(rehearsal.site, asPlanned);
    expect((await rehearsal.verb('run', '--plan', plan)).exitCode).toBe(0);
  });

  it('a plan, a killed run and an undo on another practice site', async () => {
    const [rehearsal, other] = [await site(), await site()];
    const elsewhere = ['--practice', other.practice, '--runs', rehearsal.runs, '--json'];
    const plan = runOf(await rehearsal.onSite('plan'));
    await expectRefused(await commandLine(['run', '--plan', plan, ...elsewhere]), other, /begun on/u);
    const run = await killedAtCalendars(rehearsal);
    await expectRefused(await commandLine(['resume', run, '--yes', ...elsewhere]), other, /begun on/u);
    await expectRefused(await commandLine(['undo', run, '--yes', ...elsewhere]), other, /begun on/u);
  });

  it('a second run on a site that another process works on, which says who holds it', async () => {
    const rehearsal = await Rehearsal.of('seed-on-premises', '--mailboxes', '30', '--latency', '40');
    const child = startChildRun(['run', '--yes', '--site', rehearsal.site, ...rehearsal.common]);
    await child.reached('"type":"command"');
    const second = await rehearsal.onSite('run', '--yes');
    expect(second.exitCode).toBe(2);
    expect(second.stdout).toBe('');
    expect(second.stderr.replace(/\s+/gu, ' ')).toMatch(
      new RegExp(`process ${String(child.pid)} on .+ since`, 'u'),
    );
    child.send('SIGKILL');
    const run = runOf(await child.ended);
    expect((await resumed(rehearsal, run)).exitCode).toBe(0);
  });
});
