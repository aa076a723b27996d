import { z } from 'zod';
import { graph } from '../../commands/command.ts';
import { odataText } from '../../commands/search-text.ts';
import type { Finding } from '../../run/finding.ts';
import { graphList } from '../../run/graph-list.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { isUnsupportedQuery, unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { waitForSync } from './waiting.ts';

const userRow = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  onPremisesSecurityIdentifier: z.string().nullish(),
  onPremisesProvisioningErrors: z
    .array(z.object({ propertyCausingError: z.string().nullish(), value: z.string().nullish() }))
    .nullish(),
});
type ArrivedUser = z.infer<typeof userRow>;

const select =
  'id,userPrincipalName,onPremisesSyncEnabled,onPremisesSecurityIdentifier,onPremisesProvisioningErrors';

type Found =
  | { readonly kind: 'arrived'; readonly user: ArrivedUser; readonly isTheSame: boolean }
  | { readonly kind: 'on-its-way'; readonly lastSync: string | null }
  | { readonly kind: 'not-made-yet' };

/** An account that was made in Active Directory, as it arrives in Entra ID. It is waited for; nothing is changed. */
export function synchronisedAccount(account: ServiceAccount): Resource {
  const id = ids.synchronisedAccount(account.name);
  const made = ids.account(account.side, account.name);
  return resource<Found>({
    id,
    step: 'directory-sync',
    name: `${account.name} in Entra ID`,
    kind: 'synchronised account',
    where: 'Entra ID',
    lane: 'graph',
    needs: [made, ids.remoteMailbox(account.name)],
    patience: waitForSync,
    async inspect(looker) {
      const sid = looker.known(made, 'Sid');
      const user = (await byName(looker, account)) ?? (await byOrigin(looker, account, sid));
      if (user !== undefined) {
        const theirs = user.onPremisesSecurityIdentifier;
        const isTheSame = typeof theirs !== 'string' || typeof sid !== 'string' || theirs === sid;
        return { kind: 'arrived', user, isTheSame };
      }
      if (sid === undefined) return { kind: 'not-made-yet' };
      return { kind: 'on-its-way', lastSync: await lastSynchronisation(looker) };
    },
    judge(found) {
      if (found.kind === 'not-made-yet') {
        return { state: 'absent', reason: `${account.name} is not made in Active Directory yet.` };
      }
      if (found.kind === 'on-its-way') {
        const last =
          found.lastSync === null
            ? 'When the last synchronisation was is not shown to you.'
            : `The last synchronisation was at ${found.lastSync}.`;
        return { state: 'waiting', reason: `${account.name} has not arrived in Entra ID yet. ${last}` };
      }
      const { user } = found;
      return {
        identity: user.id,
        properties: { userPrincipalName: user.userPrincipalName },
        findings: findingsOf(account, id, user, found.isTheSame),
        facts: { Id: user.id, UserPrincipalName: user.userPrincipalName },
      };
    },
  });
}

async function byName(looker: Looker, account: ServiceAccount): Promise<ArrivedUser | undefined> {
  const rows = await unlessNotFound(
    looker.read(
      graph('GET', `/users/{user}?$select=${select}`, { values: { user: account.userPrincipalName } }),
      userRow,
    ),
  );
  return rows?.[0];
}

/** It may have arrived under another name; its SID tells whose it is. */
async function byOrigin(
  looker: Looker,
  account: ServiceAccount,
  sid: unknown,
): Promise<ArrivedUser | undefined> {
  if (typeof sid !== 'string') return undefined;
  const query = graph(
    'GET',
    `/users?$filter=onPremisesSamAccountName%20eq%20'{name}'&$count=true&$select=${select}`,
    { values: { name: odataText(account.name) }, eventual: true },
  );
  try {
    const rows = await graphList(looker, query, userRow);
    return rows.find((row) => row.onPremisesSecurityIdentifier === sid);
  } catch (failure) {
    if (isUnsupportedQuery(failure)) return undefined;
    throw failure;
  }
}

/** Null means "not allowed to see" as well as "never". (facts-microsoft365 11) */
async function lastSynchronisation(looker: Looker): Promise<string | null> {
  const [row] = await graphList(
    looker,
    graph('GET', '/organization?$select=id,onPremisesSyncEnabled,onPremisesLastSyncDateTime'),
    z.object({ onPremisesLastSyncDateTime: z.string().nullish() }),
  );
  return row?.onPremisesLastSyncDateTime ?? null;
}

function findingsOf(
  account: ServiceAccount,
  id: string,
  user: ArrivedUser,
  isTheSame: boolean,
): readonly Finding[] {
  const about = {
    step: 'directory-sync',
    resource: id,
    where: `${user.userPrincipalName} in Entra ID`,
  } as const;
  const findings: Finding[] = [];
  if (!isTheSame) {
    findings.push({
      ...about,
      id: 'another-account-of-that-name',
      severity: 'stops',
      what: `${account.userPrincipalName} in Entra ID is another account`,
      why: 'It does not come from the account in Active Directory: their lasting ids differ. The one from Active Directory cannot arrive under this name.',
      do: 'Remove or rename the account in Entra ID, or take another sign-in name in the site file.',
    });
  } else if (user.userPrincipalName.toLowerCase() !== account.userPrincipalName.toLowerCase()) {
    findings.push({
      ...about,
      id: 'arrived-under-another-name',
      severity: 'to-know',
      what: `${account.name} arrived as ${user.userPrincipalName}`,
      why: `Synchronisation changes a sign-in name that is taken, or whose domain is not verified in the tenant: ${account.userPrincipalName}.`,
      do: 'Correct the cause and wait for the next synchronisation; else the timetable system signs in with the name that it has there.',
    });
  }
  for (const error of user.onPremisesProvisioningErrors ?? []) {
    findings.push({
      ...about,
      id: 'synchronisation-conflict',
      severity: 'to-know',
      what: `Synchronisation reports a conflict for ${account.name}`,
      why: `${error.propertyCausingError ?? 'A property'} has the value ${error.value ?? 'of another object'}, which another object has already.`,
      do: 'Give one of the two another value in Active Directory, then wait for the next synchronisation.',
    });
  }
  return findings;
}
