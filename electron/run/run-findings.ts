import type { Finding } from '../../shared/run/finding.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import { accountsOf } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import { ids } from '../../shared/steps/ids.ts';
import type { Vault } from './vault.ts';

/** Passwords that were made in this run and that nobody has seen. */
export function unseenPasswords(site: Site, vault: Vault, willBeShown: boolean): readonly Finding[] {
  if (willBeShown) return [];
  const made = new Set(vault.made());
  return accountsOf(site)
    .filter((account) => made.has(account.password))
    .map((account) => ({
      id: 'password-not-seen',
      severity: 'to-know',
      step: 'service-accounts',
      resource: ids.account(account.side, account.name),
      what: `Nobody has seen the password of ${account.name}`,
      where: account.userPrincipalName,
      why: 'It was made by this program, which keeps no password. It is gone when the program ends.',
      do: `Set a new one when the vendor needs it: calendar-push-setup password --site FILE --account ${account.name} --reveal`,
    }));
}

/** The run has stopped because its file can't be written. */
export const recordLostFinding = (step: StepId, file: string, failure: Error): Finding => ({
  id: 'record-lost',
  severity: 'stops',
  step,
  what: "The run has stopped: its record can't be written",
  where: file,
  why: failure.cause instanceof Error ? failure.cause.message : failure.message,
  do: 'Make room on that disk, or name another folder by --runs; then resume the run. Everything that was reported is recorded.',
  original: failure.message,
});
