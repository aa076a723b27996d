import { z } from 'zod';
import { cmdlet, graph, type Target } from '../commands/command.ts';
import { later } from '../commands/value.ts';
import type { Json } from '../commands/value.ts';
import { systemNames } from '../run/failure-findings.ts';
import type { Finding } from '../run/finding.ts';
import { graphList } from '../run/graph-list.ts';
import type { Looker } from '../run/ports.ts';
import { resource, type Resource } from '../run/resource.ts';
import type { Site } from '../site/site.ts';
import { ids } from './ids.ts';
import { roleGiving } from './role-containment.ts';
import type { Role, Step } from './step.ts';

interface Connected {
  readonly facts: Readonly<Record<string, Json>>;
  /** Roles found; undefined where the system does not say. */
  readonly roles: readonly string[] | undefined;
}

const exchangeRoles: readonly Role[] = [
  { target: 'exchange', role: 'Mail Recipients', for: 'reading and writing calendar permissions' },
  { target: 'exchange', role: 'Distribution Groups', for: 'making the group' },
  {
    target: 'exchange',
    role: 'Security Group Creation and Membership',
    for: 'making the group and its members',
  },
];

const entraRoles: readonly Role[] = [
  { target: 'graph', role: 'User Administrator', for: 'making accounts' },
  { target: 'graph', role: 'License Administrator', for: 'assigning licences' },
  { target: 'graph', role: 'Exchange Administrator', for: 'group and calendar permissions' },
];

/** Who is connected to what, with which roles. The engine connects by itself before the first command; this step shows it. */
export const connect: Step = {
  id: 'connect',
  title: 'Connect',
  purpose:
    'Connects to Active Directory, Exchange Server and Microsoft 365, and shows who you are there and what you may do. Your passwords stay with Windows and Microsoft.',
  byHandTool: () => 'Windows PowerShell',
  // What is needed is said by the steps that need it.
  roles: () => ({ look: [], change: [] }),
  async *resources({ site }) {
    yield* await Promise.resolve(connectionResources(site));
  },
};

function neededRoles(site: Site): readonly Role[] {
  const online = exchangeRoles.map((role): Role => ({ ...role, target: 'exchangeOnline' }));
  return [
    ...(site.onPremises === undefined ? [] : exchangeRoles),
    ...(site.cloud === undefined ? [] : [...entraRoles, ...online]),
  ];
}

function connectionResources(site: Site): readonly Resource[] {
  const list: Resource[] = [];
  if (site.onPremises !== undefined) {
    list.push(
      connection(
        ids.activeDirectory,
        'activeDirectory',
        site,
        factsOf('HostName', 'DnsRoot', 'DomainDistinguishedName', 'NetBiosName', 'UpnSuffixes'),
      ),
      connection(ids.exchangeServer, 'exchange', site, factsOf('HostName', 'Version')),
    );
  }
  if (site.cloud !== undefined) {
    list.push(
      connection(
        ids.microsoft365,
        'graph',
        site,
        factsOf('TenantId', 'TenantName', 'UserPrincipalName', 'VerifiedDomains', 'Scopes'),
        directoryRoles,
      ),
      connection(
        ids.exchangeOnline,
        'exchangeOnline',
        site,
        factsOf('TenantId', 'UserPrincipalName'),
        exchangeOnlineRoles,
      ),
    );
  }
  return list;
}

type ReadFacts = (looker: Looker, id: string) => Readonly<Record<string, Json>>;
type ReadRoles = (looker: Looker) => Promise<readonly string[]>;

const factsOf =
  (...properties: readonly string[]): ReadFacts =>
  (looker, id) =>
    Object.fromEntries(properties.map((property) => [property, looker.known(id, property) ?? null]));

function connection(id: string, target: Target, site: Site, facts: ReadFacts, roles?: ReadRoles): Resource {
  const system = systemNames[target];
  return resource<Connected>({
    id,
    step: 'connect',
    name: system,
    kind: 'connection',
    where: system,
    lane: target,
    needs: [],
    async inspect(looker) {
      await looker.connected(target);
      return { facts: facts(looker, id), roles: await roles?.(looker) };
    },
    judge: ({ facts: found, roles: foundRoles }) => ({
      properties: { ...found, ...(foundRoles === undefined ? {} : { Roles: foundRoles }) },
      facts: found,
      findings: foundRoles === undefined ? [] : missingRoles(id, target, site, foundRoles),
    }),
  });
}

/** Active roles of the signed-in person; one that is only eligible looks like none until it is activated. (facts-microsoft365 4) */
const directoryRoles: ReadRoles = async (looker) => {
  const roles = await graphList(
    looker,
    graph('GET', '/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName'),
    z.object({ displayName: z.string().nullish() }),
  );
  return roles.map((role) => role.displayName ?? '');
};

/**
 * Management roles of the one who is signed in. Exchange Server is not asked: there a session simply lacks the cmdlets
 * that its caller may not use. (facts-exchange 6.1)
 */
const exchangeOnlineRoles: ReadRoles = async (looker) => {
  const rows = await looker.read(
    cmdlet('exchangeOnline', 'Get-ManagementRoleAssignment', {
      RoleAssignee: later(ids.exchangeOnline, 'UserPrincipalName'),
    }),
    z.object({ Role: z.string() }),
  );
  return [...new Set(rows.map((row) => row.Role))].sort();
};

function missingRoles(id: string, target: Target, site: Site, found: readonly string[]): readonly Finding[] {
  return neededRoles(site)
    .filter((needed) => needed.target === target && roleGiving(found, needed.role) === undefined)
    .map((needed) => ({
      id: 'role-missing',
      severity: 'to-know' as const,
      step: 'connect' as const,
      resource: id,
      what: `You can look, but there may be no right for ${needed.for}`,
      where: systemNames[target],
      why: `The role ${needed.role} was not found. A role that is only eligible does not count until it is activated.`,
      do: `Activate the role ${needed.role}, or sign in as someone who has it, before changes are made.`,
    }));
}
