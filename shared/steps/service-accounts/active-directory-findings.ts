import type { Finding } from '../../run/finding.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { hasNoPassword, type FoundInDirectory, type PasswordPolicy } from './active-directory-look.ts';

/** Length of the passwords that the program makes. (design 6, steps 3) */
const madePasswordLength = 32;

/** What else was found that bears on the account. */
export interface Circumstances {
  readonly resource: string;
  /** Sign-in suffixes of the forest, lower case; undefined where they are not known. */
  readonly suffixes: readonly string[] | undefined;
  /** Verified domains of the tenant, lower case, where the account is to be synchronised; undefined where it is not, or they are not known. */
  readonly verifiedDomains: readonly string[] | undefined;
  readonly policy: PasswordPolicy | 'not-readable' | 'not-asked';
  /** The lasting id of the account of this name that was remembered, where it is another one. */
  readonly isAnotherOne: boolean;
}

/** Everything that a person should know of the account, or that stands in its way. */
export function findingsOf(
  account: ServiceAccount,
  found: FoundInDirectory,
  circumstances: Circumstances,
): readonly Finding[] {
  const findings: Finding[] = [];
  const about = {
    step: 'service-accounts',
    resource: circumstances.resource,
    where: `${account.name} in Active Directory`,
  } as const;
  const domain = account.userPrincipalName.split('@')[1]?.toLowerCase() ?? '';
  const isNamed =
    found.kind === 'there' &&
    found.user.UserPrincipalName?.toLowerCase() === account.userPrincipalName.toLowerCase();

  for (const holder of found.holders) {
    findings.push({
      ...about,
      id: 'account-name-taken',
      severity: 'stops',
      what: `The name of ${account.name} is taken`,
      why: `${holder.distinguishedName} (${holder.objectClass}) has the name ${account.name} or the sign-in name ${account.userPrincipalName}. Active Directory takes names that differ only in accents for the same.`,
      do: 'Give the account another name in the site file, or rename the other object.',
    });
  }
  if (found.kind === 'absent' && found.unitIsMissing) {
    findings.push({
      ...about,
      id: 'organisational-unit-missing',
      severity: 'stops',
      what: 'The organisational unit for the accounts was not found',
      where: `${account.organizationalUnit} in Active Directory`,
      why: 'It does not exist, or you may not read it.',
      do: 'Correct organizationalUnit in the site file, or make the unit first.',
    });
  }
  if (!isNamed && circumstances.suffixes !== undefined && !circumstances.suffixes.includes(domain)) {
    findings.push({
      ...about,
      id: 'sign-in-suffix-unknown',
      severity: 'stops',
      what: `${domain} is not a sign-in suffix of the forest`,
      where: `${account.userPrincipalName} in Active Directory`,
      why: `The forest knows ${circumstances.suffixes.join(', ')}.`,
      do: `Use one of these in the site file. Otherwise, in Active Directory Domains and Trusts, an Enterprise Admin right-clicks the topmost entry, chooses Properties and adds ${domain}.`,
    });
  }
  if (circumstances.verifiedDomains !== undefined && !circumstances.verifiedDomains.includes(domain)) {
    findings.push({
      ...about,
      id: 'sign-in-domain-not-verified',
      severity: 'stops',
      what: `${domain} is not a verified domain of the tenant`,
      where: `${account.userPrincipalName} in Entra ID`,
      why: `Synchronisation would give the account a sign-in name of another domain. Verified: ${circumstances.verifiedDomains.join(', ')}.`,
      do: 'Use a verified domain in the site file, or verify this one in the Microsoft 365 admin centre under Settings, Domains.',
    });
  }
  if (found.kind === 'absent' && found.deletedAt !== undefined) {
    findings.push({
      ...about,
      id: 'deleted-account-of-that-name',
      severity: 'to-know',
      what: `An account ${account.userPrincipalName} was deleted${found.deletedAt === '' ? '' : ` on ${found.deletedAt}`}`,
      why: 'It does not stop a new one, but it is another account: it has none of its rights. Where accounts are synchronised, its copy in Entra ID can hold the name for 30 days.',
      do: 'Nothing, or restore it from the Active Directory Recycle Bin and look again.',
    });
  }
  if (found.kind === 'there' && found.privileged.length > 0) {
    findings.push({
      ...about,
      id: 'account-is-privileged',
      severity: 'to-know',
      what: `${account.name} is a member of privileged groups`,
      why: `It is in ${found.privileged.join(', ')}, directly or through other groups. Whoever has the password of a service account would have these rights. The system also resets the permissions of such accounts every hour.`,
      do: `In Active Directory Users and Computers, open ${account.name}, tab Member Of, and remove it from there.`,
    });
  }
  if (found.kind === 'there' && found.user.CannotChangePassword === null) {
    findings.push({
      ...about,
      id: 'cannot-change-password-not-readable',
      severity: 'to-know',
      what: `Whether ${account.name} may change its own password could not be looked at`,
      why: 'It stands in the permissions of the account, which you may not read.',
      do: 'Ask a domain administrator, or give yourself the right to read permissions in this organisational unit.',
    });
  }
  if (circumstances.policy === 'not-readable') {
    findings.push({
      ...about,
      id: 'password-policy-not-readable',
      severity: 'to-know',
      what: 'The password policy of the domain could not be looked at',
      why: 'You may not read it. A password that it refuses leaves a disabled account behind, which the next run goes on with.',
      do: 'Nothing, where the program makes the password: 32 characters of four kinds suit nearly every policy.',
    });
  }
  if (typeof circumstances.policy === 'object' && circumstances.policy.minimumLength > madePasswordLength) {
    findings.push({
      ...about,
      id: 'password-policy-asks-for-more',
      severity: 'to-know',
      what: `${circumstances.policy.of} asks for passwords of ${circumstances.policy.minimumLength} characters`,
      why: `Those made by this program have ${madePasswordLength}.`,
      do: `Give the password of ${account.name} yourself.`,
    });
  }
  if (typeof circumstances.policy === 'object' && found.kind === 'there' && hasNoPassword(found.user)) {
    findings.push({
      ...about,
      id: 'account-without-password',
      severity: 'information',
      what: `${account.name} is there, disabled and without a password`,
      why: `It is left so where its password was refused. ${askedOf(circumstances.policy)}`,
      do: 'Run the step again: it goes on with this account. A password that the program makes is long enough for nearly every policy; one that you give must meet this.',
    });
  }
  if (circumstances.isAnotherOne) {
    findings.push({
      ...about,
      id: 'account-made-again',
      severity: 'to-know',
      what: `${account.name} is another account than before, under the same name`,
      why: 'Its lasting id differs from the one that was remembered: it was deleted and made again.',
      do: 'Nothing here: this program puts it into the group again. Its password may be another one; ask who made it.',
    });
  }
  return findings;
}

/** What a policy asks for, as a sentence. */
function askedOf({ of, minimumLength, isComplex, remembered }: PasswordPolicy): string {
  const kinds = isComplex
    ? ' of three kinds (capital letters, small letters, digits, other signs), without the name of the account in it'
    : '';
  const earlier = remembered === 0 ? '' : `, other than the last ${remembered}`;
  return `${of} asks for a password of at least ${minimumLength} characters${kinds}${earlier}.`;
}
