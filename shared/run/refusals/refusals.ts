import type { ServiceError } from '../service-error.ts';
import { levels } from '../signs.ts';
import { directoryRefusals } from './active-directory.ts';
import { commonRefusals } from './any-system.ts';
import { exchangeRefusals } from './exchange.ts';
import { powershellRefusals } from './powershell.ts';
import type { Refusal } from './refusal.ts';
import { remotingRefusals } from './remoting.ts';

/** All refusals that are known. Of two that a failure fits in the same way, the first is meant: what one system has of its own comes before what all have. */
export const refusals: readonly Refusal[] = [
  ...directoryRefusals.map((refusal): Refusal => ({ ...refusal, of: ['activeDirectory'] })),
  ...exchangeRefusals,
  ...remotingRefusals,
  ...powershellRefusals,
  ...commonRefusals,
];

/** What the failure means: by its number, else by its id, else by its exception, and only then by its text. */
export function refusalOf(error: ServiceError): Refusal | undefined {
  const candidates = refusals.filter(({ of }) => of?.includes(error.target) !== false);
  for (const tells of levels) {
    const found = candidates.find(({ signs }) => tells(error, signs));
    if (found !== undefined) return found;
  }
  return undefined;
}
