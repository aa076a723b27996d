import { z } from 'zod';
import { cmdlet, graph } from '../../commands/command.ts';
import { later, name, secret } from '../../commands/value.ts';
import type { Connection } from '../../run/connections.ts';
import { graphList } from '../../run/graph-list.ts';
import type { Looker } from '../../run/ports.ts';
import { ServiceError } from '../../run/service-error.ts';
import { environments } from '../../site/environments.ts';
import type { Cloud, OnPremises, Site } from '../../site/site.ts';
import { ids } from '../ids.ts';

const anything = z.unknown();
/** The Active Directory module gives some single values as collections of one. */
const oneText = z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]);
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** Least delegated scopes for what this version does, asked for in one go. (facts-microsoft365 6.2) */
export const graphScopes: readonly string[] = [
  'User.Read',
  'Organization.Read.All',
  'Domain.Read.All',
  'User.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'LicenseAssignment.ReadWrite.All',
  'GroupMember.Read.All',
  'Policy.Read.All',
];

/** The Exchange Online cmdlets that this program sends: no others are loaded. (facts-exchange 4.2) */
const exchangeOnlineCmdlets: readonly string[] = [
  'Get-ConnectionInformation',
  'Get-OrganizationConfig',
  'Get-ManagementRoleAssignment',
  'Get-Recipient',
  'Get-Mailbox',
  'Get-CASMailbox',
  'Get-User',
  'Get-DistributionGroup',
  'Get-DistributionGroupMember',
  'Get-DynamicDistributionGroup',
  'Get-DynamicDistributionGroupMember',
  'New-DistributionGroup',
  'Set-DistributionGroup',
  'Remove-DistributionGroup',
  'Add-DistributionGroupMember',
  'Remove-DistributionGroupMember',
  'Get-MailboxFolderStatistics',
  'Get-MailboxFolderPermission',
  'Add-MailboxFolderPermission',
  'Set-MailboxFolderPermission',
  'Remove-MailboxFolderPermission',
];

/** How each target of the site is reached. (steps.md 2) */
export function connectionsOf(site: Site): readonly Connection[] {
  const connections: Connection[] = [];
  if (site.onPremises !== undefined)
    connections.push(activeDirectory(site.onPremises), exchangeServer(site.onPremises));
  if (site.cloud !== undefined) connections.push(microsoft365(site.cloud), exchangeOnline(site.cloud));
  return connections;
}

function activeDirectory(place: OnPremises): Connection {
  return {
    target: 'activeDirectory',
    resource: ids.activeDirectory,
    step: 'connect',
    async establish(looker) {
      await looker.read(cmdlet('activeDirectory', 'Import-Module', { Name: 'ActiveDirectory' }), anything);
      const host = place.domainController ?? (await discovered(looker, place.domain));
      const domain = only(
        await looker.read(
          cmdlet('activeDirectory', 'Get-ADDomain', { Identity: name(place.domain), Server: host }),
          z.object({
            DistinguishedName: z.string(),
            DNSRoot: z.string(),
            NetBIOSName: z.string(),
            Forest: z.string(),
          }),
        ),
        'activeDirectory',
      );
      const forest = only(
        await looker.read(
          cmdlet('activeDirectory', 'Get-ADForest', { Identity: name(domain.Forest), Server: host }),
          z.object({ UPNSuffixes: texts, Domains: texts }),
        ),
        'activeDirectory',
      );
      return {
        HostName: host,
        DomainDistinguishedName: domain.DistinguishedName,
        DnsRoot: domain.DNSRoot,
        NetBiosName: domain.NetBIOSName,
        UpnSuffixes: [...forest.Domains, ...forest.UPNSuffixes],
      };
    },
  };
}

/** A writable domain controller that answers the module; all later commands name the same one. (facts-windows 14) */
async function discovered(looker: Looker, domain: string): Promise<string> {
  const found = await looker.read(
    cmdlet('activeDirectory', 'Get-ADDomainController', {
      Discover: true,
      Writable: true,
      Service: ['ADWS'],
      DomainName: domain,
    }),
    z.object({ HostName: oneText }),
  );
  return only(found, 'activeDirectory').HostName;
}

function exchangeServer(place: OnPremises): Connection {
  const server = place.exchangeServer;
  return {
    target: 'exchange',
    resource: ids.exchangeServer,
    step: 'connect',
    async establish(looker) {
      await looker.connected('activeDirectory');
      await looker.read(
        cmdlet('exchange', 'New-PSSession', {
          ConfigurationName: 'Microsoft.Exchange',
          ConnectionUri: `http://${server}/PowerShell/`,
          Authentication: 'Kerberos',
        }),
        anything,
      );
      await looker.read(
        cmdlet('exchange', 'Set-ADServerSettings', {
          PreferredServer: later(ids.activeDirectory, 'HostName'),
          ViewEntireForest: true,
        }),
        anything,
      );
      const answer = only(
        await looker.read(
          cmdlet('exchange', 'Get-ExchangeServer', {
            Identity: name(server),
            DomainController: later(ids.activeDirectory, 'HostName'),
          }),
          z.object({ Fqdn: z.string(), AdminDisplayVersion: z.string().nullish() }),
        ),
        'exchange',
      );
      return { HostName: answer.Fqdn, Version: answer.AdminDisplayVersion ?? '' };
    },
  };
}

const signedIn = z.object({
  account: z.string(),
  tenantId: z.string(),
  tenantName: z.string(),
  scopes: z.array(z.string()),
});

function microsoft365(place: Cloud): Connection {
  return {
    target: 'graph',
    resource: ids.microsoft365,
    step: 'connect',
    async establish(looker) {
      const as = await looker.probe(
        { probe: 'sign-in', cloud: place.environment, tenant: place.tenant, scopes: graphScopes },
        signedIn,
      );
      const organizations = await graphList(
        looker,
        graph('GET', '/organization?$select=id,displayName,verifiedDomains'),
        z.object({
          id: z.string(),
          displayName: z.string().nullish(),
          verifiedDomains: z.array(z.object({ name: z.string() })),
        }),
      );
      const tenant = only(organizations, 'graph');
      const domains = tenant.verifiedDomains.map((domain) => domain.name);
      const isAgreed = [tenant.id, ...domains].some(
        (known) => known.toLowerCase() === place.tenant.toLowerCase(),
      );
      if (!isAgreed) throw wrongTenant('graph', place.tenant, tenant.displayName ?? tenant.id);
      return {
        TenantId: tenant.id,
        TenantName: tenant.displayName ?? as.tenantName,
        UserPrincipalName: as.account,
        VerifiedDomains: domains,
        Scopes: as.scopes,
      };
    },
  };
}

function exchangeOnline(place: Cloud): Connection {
  return {
    target: 'exchangeOnline',
    resource: ids.exchangeOnline,
    step: 'connect',
    async establish(looker) {
      await looker.connected('graph');
      await looker.read(
        cmdlet('exchangeOnline', 'Import-Module', { Name: 'ExchangeOnlineManagement' }),
        anything,
      );
      await looker.read(
        cmdlet('exchangeOnline', 'Connect-ExchangeOnline', {
          AccessToken: secret('exchange-online.access-token'),
          UserPrincipalName: later(ids.microsoft365, 'UserPrincipalName'),
          ExchangeEnvironmentName: environments[place.environment].exchangeEnvironment,
          ShowBanner: false,
          CommandName: exchangeOnlineCmdlets,
        }),
        anything,
      );
      const information = only(
        await looker.read(
          cmdlet('exchangeOnline', 'Get-ConnectionInformation'),
          z.object({ TenantID: z.string(), UserPrincipalName: z.string().nullish() }),
        ),
        'exchangeOnline',
      );
      const agreed = looker.known(ids.microsoft365, 'TenantId');
      if (information.TenantID !== agreed)
        throw wrongTenant('exchangeOnline', JSON.stringify(agreed), information.TenantID);
      return { TenantId: information.TenantID, UserPrincipalName: information.UserPrincipalName ?? '' };
    },
  };
}

/** The tenant is compared before anything else is read: a token for a partner once connected silently to the partner's own tenant. (facts-exchange 4.2) */
const wrongTenant = (target: 'graph' | 'exchangeOnline', agreed: string, found: string): ServiceError =>
  new ServiceError({
    target,
    kind: 'lasting',
    id: 'WrongTenant',
    text: `Connected to the tenant ${found}; the site file says ${agreed}.`,
  });

function only<T>(rows: readonly T[], target: ServiceError['target']): T {
  const [first] = rows;
  if (first !== undefined) return first;
  throw new ServiceError({
    target,
    kind: 'lasting',
    id: 'NoAnswer',
    text: 'The service answered with nothing.',
  });
}
