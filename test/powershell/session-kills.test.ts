import { setTimeout as pass } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startChildRun, type ChildRun } from '../stand-ins/child-run.ts';
import { receivedAt } from '../stand-ins/commands-of-run.ts';
import { kills, randomFrom, say, seed } from '../stand-ins/kills.ts';
import { childrenOf, whenGone, whyNoProcessTable } from '../stand-ins/processes.ts';
import { notRight, Rehearsal } from '../stand-ins/rehearsal.ts';
import { powershellProgram, whyNoPowerShell } from './powershell-host.ts';

const reason = whyNoPowerShell() ?? whyNoProcessTable();
/** The practice site answers so late, so that a kill mostly finds a command on its way. */
const latencyMs = 40;
/** What was lost is tried again once, so kills are at least half so many commands apart. */
const commandsAKill = 40;

const runOn = (site: Rehearsal): ChildRun => {
  const way = ['--practice-transport', 'powershell', '--powershell', powershellProgram()];
  return startChildRun(['run', '--yes', '--site', site.site, ...way, ...site.common]);
};

/** Kills one of the PowerShells of a run at some moment after it has reported so many commands. */
async function killOne(run: ChildRun, commands: number, random: () => number): Promise<void> {
  let shells: readonly number[] = [];
  for (let reported = commands; shells.length === 0; reported += 1) {
    await run.reached('"type":"command"', reported);
    shells = childrenOf(run.pid ?? 0);
  }
  const shell = shells[Math.floor(random() * shells.length)] ?? 0;
  await pass(Math.floor(random() * 2 * latencyMs));
  process.kill(shell, 'SIGKILL');
  await whenGone(shell);
}

describe.skipIf(reason !== undefined)(`a run whose PowerShell is killed ${reason ?? ''}`, () => {
  test.each(['seed-on-premises', 'hybrid'] as const)(
    `ends as if nothing had been, whenever that is: %s (KILL_SEED=${seed})`,
    async (preset) => {
      const fresh = await Rehearsal.of(preset, '--mailboxes', '12', '--latency', String(latencyMs));
      const calm = fresh.copy();
      const wanted = await runOn(calm).ended;
      expect(wanted.exitCode).toBe(0);
      const commands = wanted.of('command').length;
      const after: unknown = JSON.parse(await calm.comparable());
      const random = randomFrom(seed);
      const starts = Array.from(
        { length: Math.floor(commands / commandsAKill) },
        (_, k) => k * commandsAKill,
      );
      for (let left = Math.ceil(kills / 2); left > 0; left -= starts.length) {
        const site = fresh.copy();
        const run = runOn(site);
        const moments = starts
          .map((start) => ({ start, drawn: random() }))
          .toSorted((one, other) => one.drawn - other.drawn)
          .slice(0, left)
          .map(({ start }) => 1 + start + Math.floor((random() * commandsAKill) / 2))
          .toSorted((one, other) => one - other);
        for (const moment of moments) await killOne(run, moment, random);
        const ended = await run.ended;
        const lost = ended.of('answer').filter(({ failure }) => failure?.kind === 'lost').length;
        say(`${preset}, seed ${seed}: killed at ${moments.join(', ')} of ${commands}; ${lost} answers lost`);
        expect(notRight(ended)).toEqual({});
        expect(ended.exitCode).toBe(0);
        expect(JSON.parse(await site.comparable())).toEqual(after);
        const written = (await receivedAt(site)).filter(
          ({ writes, outcome }) => writes && outcome === 'done',
        );
        const forms = written.map(({ form }) => form);
        expect(forms.filter((form, place) => forms.indexOf(form) !== place)).toEqual([]);
      }
    },
  );
});
