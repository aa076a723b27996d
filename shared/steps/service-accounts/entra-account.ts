import type { Finding } from '../../run/finding.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import type { StepRequest } from '../step.ts';
import { create, mend, newPassword, propertiesOf } from './entra-changes.ts';
import { lookInEntra, type EntraUser, type FoundInEntra } from './entra-look.ts';
import { firstLook, recognise } from './seen-before.ts';

interface Found {
  readonly account: FoundInEntra;
  readonly needsNewPassword: boolean;
  /** Verified domains of the tenant, lower case; undefined where they are not known. */
  readonly verifiedDomains: readonly string[] | undefined;
  readonly isAnotherOne: boolean;
}

/** An account that was made shows after seconds to minutes. (facts-microsoft365 2.4) */
const tenMinutes = 10 * 60_000;

/** A service account in Entra ID. */
export function entraAccount(account: ServiceAccount, usageLocation: string, request: StepRequest): Resource {
  const id = ids.account(account.side, account.name);
  const wantsNewPassword = firstLook(request.newPasswords.has(id));
  return resource<Found>({
    id,
    step: 'service-accounts',
    name: account.userPrincipalName,
    kind: 'user in Entra ID',
    where: 'Entra ID',
    lane: 'graph',
    needs: [ids.microsoft365],
    patience: {
      limitMs: tenMinutes,
      hint: 'A change in Entra ID shows after seconds, sometimes minutes.',
    },
    async inspect(looker) {
      const found = await lookInEntra(looker, account);
      const domains = looker.known(ids.microsoft365, 'VerifiedDomains');
      return {
        account: found,
        needsNewPassword: wantsNewPassword(
          found.kind === 'there' ? found.user.lastPasswordChangeDateTime : undefined,
        ),
        verifiedDomains: Array.isArray(domains)
          ? domains.filter((domain) => typeof domain === 'string').map((domain) => domain.toLowerCase())
          : undefined,
        isAnotherOne: found.kind === 'there' && recognise(looker.memory, id, found.user.id) === 'another',
      };
    },
    judge: (found) => judge(account, usageLocation, id, found),
    remember(memory, change, isMade) {
      if (change.id === 'create' && !isMade) memory.rememberIdentity(id, '');
    },
  });
}

function judge(account: ServiceAccount, usageLocation: string, id: string, found: Found) {
  if (found.account.kind === 'absent') {
    const findings = findingsWhereAbsent(account, id, found, found.account);
    const isStopped = findings.some((finding) => finding.severity === 'stops');
    const changes = isStopped ? [] : [create(account, usageLocation)];
    return { state: 'absent', findings, changes } as const;
  }
  const { user } = found.account;
  const wanted: readonly Change[] = [
    ...mend(account, user),
    ...(found.needsNewPassword ? [newPassword(account, user)] : []),
  ];
  const findings = findingsWhereThere(account, id, found, user, wanted);
  const isStopped = findings.some((finding) => finding.severity === 'stops');
  return {
    state: 'there',
    identity: user.id,
    properties: propertiesOf(user),
    findings,
    changes: isStopped ? [] : wanted,
    facts: { Id: user.id, UserPrincipalName: user.userPrincipalName },
  } as const;
}

function findingsWhereAbsent(
  account: ServiceAccount,
  id: string,
  found: Found,
  absent: Extract<FoundInEntra, { kind: 'absent' }>,
): readonly Finding[] {
  const about = {
    step: 'service-accounts',
    resource: id,
    where: `${account.userPrincipalName} in Entra ID`,
  } as const;
  const findings: Finding[] = [];
  const domain = account.userPrincipalName.split('@')[1]?.toLowerCase() ?? '';
  if (found.verifiedDomains !== undefined && !found.verifiedDomains.includes(domain)) {
    findings.push({
      ...about,
      id: 'sign-in-domain-not-verified',
      severity: 'stops',
      what: `${domain} is not a verified domain of the tenant`,
      why: `Verified: ${found.verifiedDomains.join(', ')}.`,
      do: 'Use one of these in the site file, or verify this one in the Microsoft 365 admin centre under Settings, Domains.',
    });
  }
  if (absent.groupOfThatAddress !== undefined) {
    findings.push({
      ...about,
      id: 'account-name-taken',
      severity: 'stops',
      what: `The name of ${account.userPrincipalName} is taken`,
      why: `The group "${absent.groupOfThatAddress}" has this address.`,
      do: 'Give the account another sign-in name in the site file.',
    });
  }
  if (absent.deletedAt !== undefined) {
    findings.push({
      ...about,
      id: 'deleted-account-of-that-name',
      severity: 'to-know',
      what: `An account ${account.userPrincipalName} was deleted${absent.deletedAt === '' ? '' : ` on ${absent.deletedAt}`}`,
      why: 'It does not stop a new one, but it is another account. Once the new one has the name, the old one can only be restored under another.',
      do: 'Nothing, or restore it in the Entra admin centre under Users, Deleted users, and look again.',
    });
  }
  return findings;
}

function findingsWhereThere(
  account: ServiceAccount,
  id: string,
  found: Found,
  user: EntraUser,
  wanted: readonly Change[],
): readonly Finding[] {
  const about = {
    step: 'service-accounts',
    resource: id,
    where: `${account.userPrincipalName} in Entra ID`,
  } as const;
  const findings: Finding[] = [];
  if (user.userType === 'Guest') {
    findings.push({
      ...about,
      id: 'account-is-guest',
      severity: 'stops',
      what: `${account.userPrincipalName} is a guest`,
      why: 'It was invited from another organisation and signs in there. A service account must be a member of your own tenant.',
      do: 'Take another sign-in name in the site file, or remove the guest in the Entra admin centre.',
    });
  }
  if (user.onPremisesSyncEnabled === true) {
    const properties = wanted.flatMap((change) => change.differences.map((d) => d.property));
    findings.push({
      ...about,
      id: 'account-is-synchronised',
      severity: properties.length === 0 ? 'to-know' : 'stops',
      what: `${account.userPrincipalName} is synchronised from Active Directory`,
      why: 'It can only be changed there; Microsoft 365 refuses to change it.',
      do:
        properties.length === 0
          ? 'Nothing. To let this program look after it there, set madeIn to active-directory in the site file.'
          : `Change it in Active Directory (${properties.join(', ')}) and wait for the next synchronisation, or set madeIn to active-directory in the site file.`,
    });
  }
  if (found.isAnotherOne) {
    findings.push({
      ...about,
      id: 'account-made-again',
      severity: 'to-know',
      what: `${account.userPrincipalName} is another account than before, under the same name`,
      why: 'Its lasting id differs from the one that was remembered: it was deleted and made again.',
      do: 'Nothing here: this program licenses it and puts it into the group again. Its password may be another one; ask who made it.',
    });
  }
  return findings;
}
