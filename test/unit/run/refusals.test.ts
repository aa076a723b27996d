import { describe, expect, it } from 'vitest';
import type { Target } from '../../../shared/commands/command.ts';
import type { Refusal } from '../../../shared/run/refusals/refusal.ts';
import { refusals } from '../../../shared/run/refusals/refusals.ts';

const targets: readonly Target[] = ['activeDirectory', 'exchange', 'exchangeOnline', 'graph', 'computer'];

/** Every sign that is no text, with the way in which it is told. */
const signsOf = ({ signs }: Refusal): readonly string[] => [
  ...(signs.numbers ?? []).map((number) => `number ${String(number)}`),
  ...(signs.session ?? []).map((number) => `session ${String(number)}`),
  ...(signs.ids ?? []).map((id) => `id ${id}`),
  ...(signs.exceptions ?? []).map((name) => `exception ${name}`),
];

/** A sentence of the product says what is the matter and blames nobody. (wizard.md 6) */
const unwelcome = /\b(?:error|failed to|invalid|abort|successfully|please)\b|!/iu;

describe('what services refuse', () => {
  it.each(refusals.map((refusal) => [refusal.id, refusal] as const))(
    '%s: in words for people',
    (id, refusal) => {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/u);
      for (const words of [refusal.why, refusal.do]) {
        expect(words).toMatch(/^[A-Z].*\.$|^[A-Z][\w-]+ .*$/u);
        expect(words).not.toMatch(unwelcome);
        expect(words.length).toBeGreaterThan(20);
      }
      expect(signsOf(refusal).length + (refusal.signs.words === undefined ? 0 : 1)).toBeGreaterThan(0);
    },
  );

  it.each(targets)('%s: no sign is known twice among what it has of its own', (target) => {
    const own = refusals.filter(({ of }) => of?.includes(target) === true).flatMap(signsOf);
    expect(own.filter((sign, index) => own.indexOf(sign) !== index)).toEqual([]);
  });

  it('knows no sign twice among what all have', () => {
    const all = refusals.filter(({ of }) => of === undefined).flatMap(signsOf);
    expect(all.filter((sign, index) => all.indexOf(sign) !== index)).toEqual([]);
  });
});
