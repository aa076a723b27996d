import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visible } from '../../shared/log/readable.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import { doByHand, instructionsIn } from '../stand-ins/by-hand.ts';
import type { CommandLineResult } from '../stand-ins/command-line.ts';
import { OtherAdministrator } from '../stand-ins/other-administrator.ts';
import { notRight, Rehearsal, written } from '../stand-ins/rehearsal.ts';

/** So often are instructions asked for at most: what needs something else first shows once that is there. */
const mostRounds = 4;

/** Every change that is missing, in words, by the step that it belongs to. */
function missing(result: CommandLineResult, step: string): readonly string[] {
  const drifted = new Set(Object.keys(notRight(result)));
  return result
    .of('looked')
    .filter((looked) => looked.step === step && drifted.has(looked.resource))
    .flatMap((looked) => looked.changes.map((change) => visible(change.byHand)))
    .toSorted();
}

describe.each(['seed-on-premises', 'seed-cloud', 'hybrid', 'hybrid-cloud'] as const)(
  'the instructions for %s',
  (preset) => {
    it('have a number for every change that is missing, and hold the values with which a person sets the site up', async () => {
      const rehearsal = await Rehearsal.of(preset);
      const other = await OtherAdministrator.of(rehearsal);
      const file = join(rehearsal.folder, 'by-hand.md');
      let done = 0;
      for (let round = 1; ; round += 1) {
        const result = await rehearsal.onSite('by-hand', '--to', file);
        expect(written(result)).toEqual([]);
        const markdown = readFileSync(file, 'utf8');
        const instructions = instructionsIn(markdown);
        for (const { id, title } of stepsOf(other.site))
          expect((instructions.get(title) ?? []).toSorted()).toEqual(missing(result, id));
        if (markdown.includes('Nothing has to be changed.')) break;
        expect(round).toBeLessThan(mostRounds);
        for (const instruction of [...instructions.values()].flat()) {
          await doByHand(instruction, (command) => other.do(command));
          await other.settle();
          done += 1;
        }
      }
      expect(done).toBeGreaterThan(20);

      const verify = await rehearsal.onSite('verify');
      expect(notRight(verify)).toEqual({});
      expect(verify.exitCode).toBe(0);
      expect(written(await rehearsal.onSite('run', '--yes'))).toEqual([]);
    });
  },
);
