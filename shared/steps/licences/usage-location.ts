import { z } from 'zod';
import { graph } from '../../commands/command.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { targetUser } from './target-user.ts';

/** The user's country; undefined where there is no user yet. */
type Found = { readonly usageLocation: string | null } | undefined;

const tenMinutes = 10 * 60_000;

/** The country of an account, without which it can't get a licence directly. (facts-microsoft365 2.1) */
export function usageLocation(account: ServiceAccount, wanted: string): Resource {
  const { need, values } = targetUser(account);
  return resource<Found>({
    id: ids.usageLocation(account.name),
    step: 'licences',
    name: `Usage location of ${account.name}`,
    kind: 'property of a user in Entra ID',
    where: 'Entra ID',
    lane: 'graph',
    needs: [need],
    patience: { limitMs: tenMinutes, hint: 'A change in Entra ID shows after seconds, sometimes minutes.' },
    async inspect(looker) {
      if (typeof looker.known(need, 'Id') !== 'string') return undefined;
      const rows = await unlessNotFound(
        looker.read(
          graph('GET', '/users/{user}?$select=id,usageLocation', { values }),
          z.object({ usageLocation: z.string().nullish() }),
        ),
      );
      const [row] = rows ?? [];
      return row === undefined ? undefined : { usageLocation: row.usageLocation ?? null };
    },
    judge(found) {
      // An account that is made in Entra ID gets its country with it, in the step before.
      if (found === undefined && account.madeIn === 'entra') {
        return { state: 'absent', reason: `${account.name} is not there yet.` };
      }
      const before = found?.usageLocation ?? null;
      const properties = { usageLocation: before };
      if (before === wanted) return { properties };
      return { properties, changes: [setLocation(account, before, wanted, values)] };
    },
  });
}

function setLocation(
  account: ServiceAccount,
  before: string | null,
  wanted: string,
  values: ReturnType<typeof targetUser>['values'],
): Change {
  const request = (location: string) =>
    graph('PATCH', '/users/{user}', { values, body: { usageLocation: location } });
  return {
    id: 'set-usage-location',
    command: request(wanted),
    differences: [
      {
        property: 'usageLocation',
        before,
        after: wanted,
        reason: 'A licence can only be given to an account with a country.',
      },
    ],
    undo:
      before === null
        ? { cannot: 'Microsoft 365 lets a usage location be changed, but not taken away.' }
        : { command: request(before) },
    byHand: `In the Entra admin centre, open Users, All users, ${account.userPrincipalName}, Edit properties, Settings, and set Usage location to the country ${wanted}.`,
  };
}
