import { describe, expect, it } from 'vitest';
import { asBound, isThroughPowerShell } from '../stand-ins/practice-way.ts';
import { notRight, Rehearsal, runOf, sentCommands, written } from '../stand-ins/rehearsal.ts';

describe.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)('the preset %s', (preset) => {
  it('is set up whole, verified, set up again without a write, and taken back', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const before = await rehearsal.comparable();

    const run = await rehearsal.onSite('run', '--yes');
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    const after = await rehearsal.comparable();
    expect(after).not.toBe(before);

    const verify = await rehearsal.onSite('verify');
    expect(notRight(verify)).toEqual({});
    expect(verify.exitCode).toBe(0);

    const again = await rehearsal.onSite('run', '--yes');
    expect(written(again)).toEqual([]);
    expect(again.exitCode).toBe(0);
    expect(await rehearsal.comparable()).toBe(after);

    const undo = await rehearsal.verb('undo', runOf(run), '--yes');
    expect(notRight(undo)).toEqual({});
    expect(undo.exitCode).toBe(0);
    expect(JSON.parse(await rehearsal.comparable())).toEqual(JSON.parse(before));

    expect((await rehearsal.onSite('verify')).exitCode).toBe(1);
  });

  it('gets exactly the commands that the event stream tells, for every verb', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const told: string[] = [];
    const tell = async (...words: readonly string[]): Promise<Awaited<ReturnType<Rehearsal['verb']>>> => {
      const result = await rehearsal.verb(...words);
      told.push(...sentCommands(result));
      return result;
    };
    const plan = await tell('plan', '--site', rehearsal.site);
    await tell('script', '--site', rehearsal.site, '--to', `${rehearsal.folder}/scripts`);
    await tell('by-hand', '--site', rehearsal.site, '--to', `${rehearsal.folder}/by-hand.md`);
    await tell('run', '--plan', runOf(plan));
    await tell('verify', '--site', rehearsal.site);
    await tell('undo', runOf(plan), '--yes');
    await tell('resume', runOf(plan), '--yes');
    const inOrder = isThroughPowerShell() ? asBound : (list: readonly string[]) => list.toSorted();
    expect(inOrder(await rehearsal.received())).toEqual(inOrder(told));
  });

  it('can be planned first and carried out by the id of the plan', async () => {
    const rehearsal = await Rehearsal.of(preset);
    const plan = await rehearsal.onSite('plan');
    expect(plan.exitCode).toBe(0);
    expect(written(plan)).toEqual([]);
    const run = await rehearsal.verb('run', '--plan', runOf(plan));
    expect(notRight(run)).toEqual({});
    expect(run.exitCode).toBe(0);
    expect((await rehearsal.onSite('verify')).exitCode).toBe(0);
  });
});
