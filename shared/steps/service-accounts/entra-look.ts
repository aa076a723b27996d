import { z } from 'zod';
import { graph } from '../../commands/command.ts';
import { odataText } from '../../commands/search-text.ts';
import { graphList } from '../../run/graph-list.ts';
import type { Looker } from '../../run/ports.ts';
import { isDenied, isUnsupportedQuery, unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';

const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

const userRow = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: optional,
  accountEnabled: z
    .boolean()
    .nullish()
    .transform((value) => value ?? null),
  passwordPolicies: optional,
  usageLocation: optional,
  userType: optional,
  onPremisesSyncEnabled: z.boolean().nullish(),
  lastPasswordChangeDateTime: optional,
});
export type EntraUser = z.infer<typeof userRow>;

const select =
  'id,userPrincipalName,displayName,accountEnabled,passwordPolicies,usageLocation,userType,onPremisesSyncEnabled,lastPasswordChangeDateTime';

/** The account as it is in Entra ID, or what would be in its way. */
export type FoundInEntra =
  | { readonly kind: 'there'; readonly user: EntraUser }
  | {
      readonly kind: 'absent';
      /** Name of a group whose address is the account's sign-in name. */
      readonly groupOfThatAddress: string | undefined;
      /** When an account of this name was deleted, if one was. */
      readonly deletedAt: string | undefined;
    };

/** Looks for the account by its sign-in name. */
export async function lookInEntra(looker: Looker, account: ServiceAccount): Promise<FoundInEntra> {
  const rows = await unlessNotFound(
    looker.read(
      graph('GET', `/users/{user}?$select=${select}`, { values: { user: account.userPrincipalName } }),
      userRow,
    ),
  );
  const user = rows?.[0];
  if (user !== undefined) return { kind: 'there', user };
  return {
    kind: 'absent',
    groupOfThatAddress: await groupOfThatAddress(looker, account),
    deletedAt: await deletedNamesake(looker, account),
  };
}

async function groupOfThatAddress(looker: Looker, account: ServiceAccount): Promise<string | undefined> {
  const rows = await ifItMayBeAsked(
    graphList(
      looker,
      graph('GET', "/groups?$filter=mail%20eq%20'{address}'&$select=id,displayName,mail", {
        values: { address: odataText(account.userPrincipalName) },
      }),
      z.object({ displayName: optional }),
    ),
  );
  const [group] = rows;
  return group === undefined ? undefined : (group.displayName ?? '');
}

/** A deleted account keeps its nickname; its sign-in name has its id in front. (facts-microsoft365 2.4, from memory there: unverified) */
async function deletedNamesake(looker: Looker, account: ServiceAccount): Promise<string | undefined> {
  const rows = await ifItMayBeAsked(
    graphList(
      looker,
      graph(
        'GET',
        "/directory/deletedItems/microsoft.graph.user?$filter=mailNickname%20eq%20'{nickname}'&$select=id,userPrincipalName,deletedDateTime",
        { values: { nickname: odataText(nicknameOf(account)) } },
      ),
      z.object({ userPrincipalName: z.string(), deletedDateTime: optional }),
    ),
  );
  const upn = account.userPrincipalName.toLowerCase();
  const deleted = rows.find((row) => row.userPrincipalName.toLowerCase().endsWith(upn));
  return deleted === undefined ? undefined : (deleted.deletedDateTime ?? '');
}

/** What only helps to explain is left out where it may not be asked. */
async function ifItMayBeAsked<T>(look: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await look;
  } catch (failure) {
    if (isDenied(failure) || isUnsupportedQuery(failure)) return [];
    throw failure;
  }
}

/** Characters that a nickname may have: ASCII, no blank, none of `@ ( ) \ [ ] " ; : < > ,`. (facts-microsoft365 2.1) */
const nickname = /^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+$/u;

/** The account's name where it can be one, else the first part of its sign-in name; without dots. */
export function nicknameOf(account: ServiceAccount): string {
  const wanted = nickname.test(account.name) ? account.name : (account.userPrincipalName.split('@')[0] ?? '');
  return wanted.replaceAll('.', '');
}
