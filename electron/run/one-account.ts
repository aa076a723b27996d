import { secretsIn } from '../../shared/commands/resolve.ts';
import type { Finding } from '../../shared/run/finding.ts';
import type { Resource } from '../../shared/run/resource.ts';
import type { StepWork } from '../../shared/run/carry-out.ts';
import { accountsOf } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import { ids } from '../../shared/steps/ids.ts';
import { BadInput } from '../bad-input.ts';
import type { RunFile } from '../store/run-file.ts';

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

/** Accounts whose password was made by an earlier process of this run, so that nobody can know it any more. */
export function lostPasswords(site: Site, file: RunFile): ReadonlySet<string> {
  const lost = file.lastSentAsMade;
  return new Set(
    accountsOf(site)
      .filter((account) => lost.has(account.password))
      .map((account) => ids.account(account.side, account.name)),
  );
}

/** A selected step with nothing but the passwords of these accounts; one that is only there for its facts stays whole. */
export const onlyPasswords = (step: StepWork, wanted: ReadonlySet<string>): StepWork =>
  step.isSelected
    ? {
        ...step,
        async *resources(looker) {
          for await (const resource of step.resources(looker))
            if (wanted.has(resource.id)) yield passwordOf(resource);
        },
      }
    : step;

/** An account of which only the password is changed, whatever else is not as the site asks; one that is not there has none. */
const passwordOf = (account: Resource): Resource => ({
  ...account,
  async look(looker) {
    const sight = await account.look(looker);
    return sight.state === 'absent'
      ? { ...sight, changes: [], findings: [...sight.findings, notThere(account)] }
      : { ...sight, changes: sight.changes.filter((change) => secretsIn(change.command).length > 0) };
  },
});

const notThere = ({ step, id, name, where }: Resource): Finding => ({
  id: 'account-not-there',
  severity: 'stops',
  step,
  resource: id,
  what: `${name} is not there, so it has no password to change`,
  where: `${name} in ${where}`,
  why: 'The site file names the account, but it was not made yet, or was deleted.',
  do: 'Run the service accounts first: an account gets its password when it is made. calendar-push-setup run --site FILE --only service-accounts',
});
