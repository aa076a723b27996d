import type { KnownLater } from '../../commands/value.ts';
import { later } from '../../commands/value.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';

/** How a request names the account's user in Entra ID. */
export interface TargetUser {
  /** The resource that must be there before. */
  readonly need: string;
  /**
   * What stands for `{user}` in a path: the sign-in name, or, where the account is synchronised and may arrive with
   * another one, the id that it arrived with.
   */
  readonly values: { readonly user: string | KnownLater };
}

/** The user of an account in Entra ID, wherever the account is made. */
export const targetUser = (account: ServiceAccount): TargetUser =>
  account.madeIn === 'entra'
    ? { need: ids.account('cloud', account.name), values: { user: account.userPrincipalName } }
    : {
        need: ids.synchronisedAccount(account.name),
        values: { user: later(ids.synchronisedAccount(account.name), 'Id') },
      };
