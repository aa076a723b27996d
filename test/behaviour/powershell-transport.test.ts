import { describe, expect, test } from 'vitest';
import { asBound } from '../stand-ins/practice-way.ts';
import { powershellProgram, whyNoEngine } from '../powershell/powershell-host.ts';
import { commandLine } from '../stand-ins/command-line.ts';
import { notRight, Rehearsal, runOf, sentCommands, written } from '../stand-ins/rehearsal.ts';

const reason = whyNoEngine();

/** What is sent through PowerShell is received as it was sent, and does what it does directly. */
describe.skipIf(reason !== undefined)(`the practice site through a real PowerShell ${reason ?? ''}`, () => {
  test.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)(
    '%s is set up, verified, set up again without a write, and taken back',
    async (preset) => {
      const rehearsal = await Rehearsal.of(preset);
      const before = await rehearsal.comparable();
      const way = ['--practice-transport', 'powershell', '--powershell', powershellProgram()];

      const run = await rehearsal.onSite('run', '--yes', ...way);
      expect(run.stderr).toContain('Cmdlets go through');
      expect(notRight(run)).toEqual({});
      expect(run.exitCode).toBe(0);
      expect(asBound(await rehearsal.received())).toEqual(asBound(sentCommands(run)));

      expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
      const again = await rehearsal.onSite('run', '--yes', ...way);
      expect(written(again)).toEqual([]);
      expect(again.exitCode).toBe(0);

      const undo = await rehearsal.verb('undo', runOf(run), '--yes', ...way);
      expect(notRight(undo)).toEqual({});
      expect(undo.exitCode).toBe(0);
      expect(JSON.parse(await rehearsal.comparable())).toEqual(JSON.parse(before));
    },
  );
});

test('a PowerShell that is none is refused before anything is looked at', async () => {
  const rehearsal = await Rehearsal.of('seed-on-premises');
  const way = ['--practice-transport', 'powershell', '--powershell', '/nowhere/powershell'];
  const plan = await rehearsal.onSite('plan', ...way);
  expect(plan.exitCode).toBe(2);
  expect(plan.stderr).toContain('--powershell');
});

test('a PowerShell that no command would go through is refused, not passed over', async () => {
  const rehearsal = await Rehearsal.of('seed-on-premises');
  const way = ['--practice-transport', 'direct', '--powershell', process.execPath];
  const plan = await rehearsal.onSite('plan', ...way);
  expect(plan.exitCode).toBe(2);
  expect(plan.stderr).toContain('--practice-transport direct');
});

test('an account to work as is refused on a practice site', async () => {
  const rehearsal = await Rehearsal.of('seed-on-premises');
  const words = [
    'plan',
    '--site',
    rehearsal.site,
    ...rehearsal.common,
    '--as',
    'EVEOH\\admin',
    '--secrets',
    '-',
  ];
  const plan = await commandLine(words, JSON.stringify({ 'administrator.password': 'Hunter2!' }));
  expect(plan.exitCode).toBe(2);
  expect(plan.stderr).toContain('--as');
  expect(plan.stderr).not.toContain('Hunter2');
});

test('a site that is in Microsoft 365 alone says that it can only be rehearsed', async () => {
  const rehearsal = await Rehearsal.of('seed-cloud');
  const plan = await commandLine(['plan', '--site', rehearsal.site, '--runs', rehearsal.runs]);
  expect(plan.exitCode).toBe(2);
  expect(plan.stderr).toContain('practice new');
});
