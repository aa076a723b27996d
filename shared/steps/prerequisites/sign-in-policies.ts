import { z } from 'zod';
import { graph } from '../../commands/command.ts';
import type { Finding } from '../../run/finding.ts';
import { graphList } from '../../run/graph-list.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { isDenied, unlessNotFound } from '../../run/service-failures.ts';
import { accountsOf } from '../../site/sides.ts';
import type { Site } from '../../site/site.ts';

const id = 'prerequisite/sign-in-policies';

/** Exchange Online, Office 365 and everything, as Conditional Access names applications. (facts-microsoft365 10) */
const applications = new Set(['all', 'office365', '00000002-0000-0ff1-ce00-000000000000']);
/** Grants that a service account without a person cannot meet. */
const unmeetable = new Set(['mfa', 'block', 'compliantDevice', 'domainJoinedDevice', 'approvedApplication']);

const names = z.array(z.string()).nullish();
const conditionalAccessPolicy = z.object({
  displayName: z.string(),
  state: z.string(),
  conditions: z
    .object({
      users: z
        .object({ includeUsers: names, excludeUsers: names, includeGroups: names, excludeGroups: names })
        .nullish(),
      applications: z.object({ includeApplications: names, excludeApplications: names }).nullish(),
    })
    .nullish(),
  grantControls: z
    .object({ builtInControls: names, authenticationStrength: z.unknown().nullish() })
    .nullish(),
});
type Policy = z.infer<typeof conditionalAccessPolicy>;

/** Policies that bear on the accounts; `denied` where the one who is signed in may not read them. */
export interface FoundPolicies {
  readonly securityDefaults: boolean | 'denied';
  readonly policies: readonly Policy[] | 'denied';
  /** Entra object ids of the accounts that exist already, by sign-in name. */
  readonly accountIds: Readonly<Record<string, string>>;
}

/** Will a service account be able to sign in at all? Security defaults and Conditional Access decide. (facts-microsoft365 10) */
export function signInPolicies(site: Site): Resource {
  const accounts = accountsOf(site)
    .filter((account) => account.side === 'cloud')
    .map((account) => account.userPrincipalName);
  return resource<FoundPolicies>({
    id,
    step: 'prerequisites',
    name: 'Sign-in of service accounts',
    kind: 'policies in Entra ID',
    where: 'Entra ID',
    lane: 'graph',
    needs: [],
    async inspect(looker) {
      const defaults = await unlessDenied(
        looker.read(
          graph('GET', '/policies/identitySecurityDefaultsEnforcementPolicy'),
          z.object({ isEnabled: z.boolean() }),
        ),
      );
      const policies = await unlessDenied(
        graphList(looker, graph('GET', '/identity/conditionalAccess/policies'), conditionalAccessPolicy),
      );
      return {
        securityDefaults: defaults === 'denied' ? 'denied' : defaults.some((row) => row.isEnabled),
        policies,
        accountIds: await idsOf(looker, accounts),
      };
    },
    judge: (found) => ({
      properties: {
        securityDefaults: found.securityDefaults,
        policies:
          found.policies === 'denied' ? 'denied' : found.policies.filter(bearsOn).map((p) => p.displayName),
      },
      findings: findingsOf(found, accounts),
    }),
  });
}

async function unlessDenied<T>(look: Promise<T>): Promise<T | 'denied'> {
  try {
    return await look;
  } catch (failure) {
    if (isDenied(failure)) return 'denied';
    throw failure;
  }
}

async function idsOf(looker: Looker, accounts: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const account of accounts) {
    const rows = await unlessNotFound(
      looker.read(
        graph('GET', '/users/{user}?$select=id', { values: { user: account } }),
        z.object({ id: z.string() }),
      ),
    );
    const id = rows?.[0]?.id;
    if (id !== undefined) found[account] = id;
  }
  return found;
}

/** An enabled policy for everybody, on Exchange Online, that asks for what a service account cannot give. */
function bearsOn(policy: Policy): boolean {
  const { users, applications: asked } = policy.conditions ?? {};
  const controls = policy.grantControls?.builtInControls ?? [];
  const strength = policy.grantControls?.authenticationStrength;
  return (
    policy.state === 'enabled' &&
    (users?.includeUsers ?? []).some((user) => user.toLowerCase() === 'all') &&
    (asked?.includeApplications ?? []).some((application) => applications.has(application.toLowerCase())) &&
    (controls.some((control) => unmeetable.has(control)) || (strength !== undefined && strength !== null))
  );
}

function findingsOf(found: FoundPolicies, accounts: readonly string[]): readonly Finding[] {
  const about = { step: 'prerequisites', resource: id } as const;
  const findings: Finding[] = [];
  if (found.securityDefaults === true) {
    findings.push({
      ...about,
      id: 'security-defaults-on',
      severity: 'stops',
      what: 'Security defaults are on: service accounts cannot sign in',
      where: 'Security defaults in Entra ID',
      why: 'They ask every user for a second factor, which a service account does not have, and allow no exception.',
      do: 'Ask the vendor for its way as an application. Otherwise, with Entra ID P1, a Security Administrator replaces security defaults by Conditional Access policies that leave these accounts out.',
    });
  }
  if (found.securityDefaults === 'denied' || found.policies === 'denied') {
    findings.push({
      ...about,
      id: 'sign-in-policies-not-readable',
      severity: 'to-know',
      what: 'Whether service accounts can sign in could not be looked at',
      where: 'Security defaults and Conditional Access in Entra ID',
      why: 'Reading these policies needs the role Security Reader or Global Reader.',
      do: `Send this to whoever manages Conditional Access: "Do security defaults, or a policy that asks for a second factor or blocks, apply to ${accounts.join(', ')} when they sign in to Exchange Online? They are service accounts and need an exception."`,
    });
  }
  if (found.policies === 'denied') return findings;
  for (const policy of found.policies.filter(bearsOn)) {
    const caught = accounts.filter((account) => !isExcluded(policy, found.accountIds[account]));
    if (caught.length === 0) continue;
    const isByGroup = (policy.conditions?.users?.excludeGroups ?? []).length > 0;
    findings.push({
      ...about,
      id: 'conditional-access-applies',
      severity: 'to-know',
      what: `A Conditional Access policy may keep service accounts out: "${policy.displayName}"`,
      where: `${policy.displayName} in Entra ID`,
      why: `It applies to all users on Exchange Online and asks for what a service account cannot give.${isByGroup ? ' It leaves out the members of some groups; whether the accounts are among them was not looked at.' : ''}`,
      do: `Ask a Conditional Access Administrator to leave out ${caught.join(', ')}, best by a group, with a policy beside it that lets them in only from the vendor's addresses.`,
    });
  }
  return findings;
}

const isExcluded = (policy: Policy, accountId: string | undefined): boolean =>
  accountId !== undefined && (policy.conditions?.users?.excludeUsers ?? []).includes(accountId);
