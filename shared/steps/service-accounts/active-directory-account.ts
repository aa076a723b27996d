import type { Json } from '../../commands/value.ts';
import { askOnce } from '../../run/ask-once.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import type { StepRequest } from '../step.ts';
import { create, mend, propertiesOf, resetPassword } from './active-directory-changes.ts';
import { findingsOf, type Circumstances } from './active-directory-findings.ts';
import { hasNoPassword, lookInDirectory } from './active-directory-look.ts';
import { readPasswordPolicy, readResultantPolicy } from './active-directory-look.ts';
import type { FoundInDirectory } from './active-directory-look.ts';
import { firstLook, recognise } from './seen-before.ts';

interface Found {
  readonly account: FoundInDirectory;
  readonly circumstances: Circumstances;
  /** Is a new password wanted that has not been set yet? */
  readonly needsNewPassword: boolean;
}

/** Makes the resources of accounts in Active Directory; what they share is asked once. */
export function activeDirectoryAccounts(request: StepRequest): (account: ServiceAccount) => Resource {
  const policy = askOnce(readPasswordPolicy);
  return (account) => {
    const id = ids.account(account.side, account.name);
    const newPassword = firstLook(request.newPasswords.has(id));
    return resource<Found>({
      id,
      step: 'service-accounts',
      name: account.name,
      kind: 'user in Active Directory',
      where: 'Active Directory',
      lane: 'activeDirectory',
      needs: [ids.activeDirectory],
      async inspect(looker) {
        const found = await lookInDirectory(looker, account);
        const isThere = found.kind === 'there';
        const needsNewPassword = newPassword(isThere ? found.user.PasswordLastSet : undefined);
        const needsPassword = !isThere || needsNewPassword || hasNoPassword(found.user);
        const own = isThere && needsPassword ? await readResultantPolicy(looker, found.user) : undefined;
        return {
          account: found,
          needsNewPassword,
          circumstances: {
            resource: id,
            suffixes: suffixesOf(looker),
            verifiedDomains:
              account.side === 'cloud'
                ? lowerCase(looker.known(ids.microsoft365, 'VerifiedDomains'))
                : undefined,
            policy: needsPassword ? (own ?? (await policy(looker)) ?? 'not-readable') : 'not-asked',
            isAnotherOne: isThere && recognise(looker.memory, id, found.user.ObjectGUID) === 'another',
          },
        };
      },
      judge: (found) => judge(account, found),
      remember(memory, change, isMade) {
        if (change.id === 'create' && !isMade) memory.rememberIdentity(id, '');
      },
    });
  };
}

function judge(account: ServiceAccount, { account: found, circumstances, needsNewPassword }: Found) {
  const findings = findingsOf(account, found, circumstances);
  const isStopped = findings.some((finding) => finding.severity === 'stops');
  if (found.kind === 'absent') {
    return { state: 'absent', findings, changes: isStopped ? [] : [create(account)] } as const;
  }
  const { user } = found;
  const changes: readonly Change[] = [
    ...mend(account, user),
    ...(needsNewPassword && user.PasswordLastSet !== null
      ? [
          resetPassword(account, user, 'new-password', [
            {
              property: 'PasswordLastSet',
              before: user.PasswordLastSet,
              after: 'now',
              reason: 'You asked for a new password.',
            },
          ]),
        ]
      : []),
  ];
  return {
    state: 'there',
    identity: user.ObjectGUID,
    properties: propertiesOf(user),
    findings,
    changes: isStopped ? [] : changes,
    facts: {
      ObjectGuid: user.ObjectGUID,
      DistinguishedName: user.DistinguishedName,
      SamAccountName: user.SamAccountName,
      UserPrincipalName: user.UserPrincipalName,
      Sid: user.SID,
    },
  } as const;
}

function suffixesOf(looker: Looker): readonly string[] | undefined {
  const root = looker.known(ids.activeDirectory, 'DnsRoot');
  const listed = lowerCase(looker.known(ids.activeDirectory, 'UpnSuffixes'));
  if (listed === undefined || typeof root !== 'string') return undefined;
  return [...new Set([root.toLowerCase(), ...listed])];
}

const lowerCase = (value: Json | undefined): readonly string[] | undefined =>
  Array.isArray(value)
    ? value.filter((part) => typeof part === 'string').map((part) => part.toLowerCase())
    : undefined;
