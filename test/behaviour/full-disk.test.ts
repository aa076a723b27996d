import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startChildRun } from '../stand-ins/child-run.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { formOf, receivedAt, recordedIn } from '../stand-ins/commands-of-run.ts';
import { notRight, Rehearsal, runOf } from '../stand-ins/rehearsal.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';

const asRoot = (command: string, ...args: readonly string[]): void => {
  execFileSync(command, args, { stdio: 'ignore' });
};

/** A disk of that many kilobytes, or undefined where this account may not make one. */
function smallDisk(kilobytes: number): string | undefined {
  const folder = temporaryFolder();
  try {
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder);
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    asRoot('umount', folder);
  });
  return folder;
}

const makeRoom = (disk: string): void => {
  asRoot('mount', '-o', 'remount,size=64m', disk);
};

/** What must hold of a run that could not keep its file any more. */
async function expectStoppedInTime(result: CommandLineResult, site: Rehearsal, runs: string): Promise<void> {
  expect(result.exitCode).toBe(1);
  expect(result.stderr).not.toMatch(/^\s+at /mu);
  expect(result.of('finding').map(({ id }) => id)).toContain('record-lost');
  expect(result.of('finished')).toHaveLength(1);

  const received = (await receivedAt(site)).filter((one) => one.writes);
  expect(received.length).toBeGreaterThan(0);
  const intended = new Set(recordedIn({ runs: copied(runs) }, runOf(result)).map(formOf));
  expect(received.filter((one) => !intended.has(one.form))).toEqual([]);
}

/** SQLite needs room to open a file that was left in the middle of things, so it is opened elsewhere. */
function copied(runs: string): string {
  const folder = join(temporaryFolder(), 'runs');
  mkdirSync(folder);
  for (const { name } of readdirSync(runs, { withFileTypes: true }).filter((entry) => entry.isFile()))
    copyFileSync(join(runs, name), join(folder, name));
  return folder;
}

describe('a run whose file has no room any more', () => {
  it('stops with every write that the site received on record, and is gone on with when there is room', async ({
    skip,
  }) => {
    const disk = smallDisk(1_500);
    if (disk === undefined) return skip('This account may not mount a small disk.');
    const fresh = await Rehearsal.of('seed-on-premises', '--mailboxes', '250', '--latency', '1');
    const site = fresh.copy();
    const runs = join(disk, 'runs');
    const on = ['--practice', site.practice, '--runs', runs, '--json'];
    const stopped = await startChildRun(['run', '--yes', '--site', site.site, ...on]).ended;
    await expectStoppedInTime(stopped, site, runs);

    makeRoom(disk);
    const resumed = await commandLine(['resume', runOf(stopped), '--yes', ...on]);
    expect(notRight(resumed)).toEqual({});
    expect(resumed.exitCode).toBe(0);
    const undisturbed = fresh.copy();
    await undisturbed.onSite('run', '--yes');
    expect(JSON.parse(await site.comparable())).toEqual(JSON.parse(await undisturbed.comparable()));
  });

  it('stops likewise where files may not grow any more', async () => {
    const site = await Rehearsal.of('seed-on-premises', '--mailboxes', '800');
    // The limit would hold for a PowerShell too, which does not start under it.
    const words = ['run', '--yes', '--site', site.site, ...site.common, '--practice-transport', 'direct'];
    const stopped = await startChildRun(words, { fileBlocks: 4_600 }).ended;
    await expectStoppedInTime(stopped, site, site.runs);

    const resumed = await commandLine(['resume', runOf(stopped), '--yes', ...site.common]);
    expect(notRight(resumed)).toEqual({});
    expect(resumed.exitCode).toBe(0);
  });

  it('never begins where there is no room for its first lines: nothing is sent', async ({ skip }) => {
    const disk = smallDisk(32);
    if (disk === undefined) return skip('This account may not mount a small disk.');
    const site = await Rehearsal.of('seed-on-premises', '--mailboxes', '20');
    const on = ['--practice', site.practice, '--runs', join(disk, 'runs'), '--json'];
    const result = await startChildRun(['run', '--yes', '--site', site.site, ...on]).ended;
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(/\bfull\b/u);
    expect(await receivedAt(site)).toEqual([]);
  });
});
