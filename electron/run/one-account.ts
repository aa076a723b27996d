import type { StepWork } from '../../shared/run/carry-out.ts';
import { secretsIn } from '../../shared/commands/resolve.ts';
import { accountsOf } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import { ids } from '../../shared/steps/ids.ts';
import { BadInput } from '../bad-input.ts';
import type { RunFile } from '../store/run-file.ts';
import type { Vault } from './vault.ts';

/** The resource of the account that the site file asks for under this name. Throws {@link BadInput}. */
export function accountNamed(site: Site, called: string): string {
  const accounts = accountsOf(site);
  const account = accounts.find((one) => one.name.toLowerCase() === called.toLowerCase());
  if (account !== undefined) return ids.account(account.side, account.name);
  throw new BadInput('This account is none of this site', {
    field: '--account',
    value: called,
    why: 'The site file asks for no account of this name.',
    do: `Name one of: ${accounts.map((one) => one.name).join(', ')}`,
  });
}

/** Accounts for which an earlier process of this run sent a password that nobody can know any more. */
export function lostPasswords(site: Site, file: RunFile, vault: Vault): ReadonlySet<string> {
  const lost = accountsOf(site).filter((account) => {
    const id = ids.account(account.side, account.name);
    if (vault.has(account.password) || !file.history.written(id)) return false;
    const agreed = file.history.agreed(id) ?? [];
    return agreed.some((change) => secretsIn(change.command).includes(account.password));
  });
  return new Set(lost.map((account) => ids.account(account.side, account.name)));
}

/** A step's resources, but only these. */
export const onlyResources = (
  resources: StepWork['resources'],
  wanted: ReadonlySet<string>,
): typeof resources =>
  async function* (looker) {
    for await (const resource of resources(looker)) if (wanted.has(resource.id)) yield resource;
  };
