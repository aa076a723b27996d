import { expect, it } from 'vitest';
import { askOnce } from '../../../shared/run/ask-once.ts';
import { scriptedLooker } from '../../stand-ins/scripted-looker.ts';

it('asks a shared question once, and again after a failure', async () => {
  let asked = 0;
  const ask = askOnce(async () => {
    asked += 1;
    if (asked === 1) throw new Error('no answer');
    return asked;
  });
  await expect(ask(scriptedLooker())).rejects.toThrow('no answer');
  await expect(ask(scriptedLooker())).resolves.toBe(2);
  await expect(ask(scriptedLooker())).resolves.toBe(2);
});
