import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { name, type Json } from '../../commands/value.ts';
import type { Finding } from '../../run/finding.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import { accountsOf } from '../../site/sides.ts';
import type { Site } from '../../site/site.ts';
import { exchangeOnlineModuleId, executionPolicyId } from './resource-ids.ts';

const id = 'prerequisite/ews';
const where = "The tenant's settings in Exchange Online";

/** EWS ends in Exchange Online on this day, for everybody. (facts-exchange 7.1; techcommunity 4492361) */
const endOfEws = new Date('2027-04-01T00:00:00Z');

/** `EwsAllowedAppIDs` is one string of ids, and is only there with the switch. (facts-exchange 7.2) */
const organization = z.object({
  EwsEnabled: z.boolean().nullish(),
  EwsAllowedAppIDs: z.string().nullish(),
  EwsApplicationAccessPolicy: z.string().nullish(),
  EwsAllowList: z.union([z.string(), z.array(z.string())]).nullish(),
  EwsBlockList: z.union([z.string(), z.array(z.string())]).nullish(),
});

/** What was found of EWS in the tenant. `null` where the tenant has never set it. */
export interface FoundEws {
  readonly enabled: boolean | null;
  readonly allowedAppIds: readonly string[];
  readonly applicationPolicy: string;
  /** Service accounts on whose mailbox EWS is switched off. */
  readonly blockedAccounts: readonly string[];
  readonly isOver: boolean;
}

/** May the vendor's service use EWS in this tenant? A blocked one is said before anything else is done. */
export function ewsInTenant(site: Site): Resource {
  const accounts = accountsOf(site).filter((account) => account.side === 'cloud');
  return resource<FoundEws>({
    id,
    step: 'prerequisites',
    name: 'EWS in the tenant',
    kind: 'setting of Exchange Online',
    where: 'Exchange Online',
    lane: 'exchangeOnline',
    needs: [executionPolicyId, exchangeOnlineModuleId],
    async inspect(looker) {
      const [found] = await looker.read(
        cmdlet('exchangeOnline', 'Get-OrganizationConfig', { RetrieveEwsOperationAccessPolicy: true }),
        organization,
      );
      const blockedAccounts: string[] = [];
      for (const account of accounts) {
        const rows = await unlessNotFound(
          looker.read(
            cmdlet('exchangeOnline', 'Get-CASMailbox', { Identity: name(account.userPrincipalName) }),
            z.object({ EwsEnabled: z.boolean().nullish() }),
          ),
        );
        if (rows?.[0]?.EwsEnabled === false) blockedAccounts.push(account.userPrincipalName);
      }
      return {
        enabled: found?.EwsEnabled ?? null,
        allowedAppIds: idsIn(found?.EwsAllowedAppIDs),
        applicationPolicy: found?.EwsApplicationAccessPolicy ?? '',
        blockedAccounts,
        isOver: looker.now() >= endOfEws,
      };
    },
    judge: (found) => ({ properties: propertiesOf(found), findings: findingsOf(found, site) }),
  });
}

const idsIn = (list: string | null | undefined): readonly string[] =>
  (list ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');

const propertiesOf = (found: FoundEws): Readonly<Record<string, Json>> => ({
  EwsEnabled: found.enabled,
  EwsAllowedAppIDs: found.allowedAppIds,
  EwsApplicationAccessPolicy: found.applicationPolicy,
});

function findingsOf(found: FoundEws, site: Site): readonly Finding[] {
  const about = { step: 'prerequisites', resource: id, where } as const;
  if (found.isOver) {
    return [
      {
        ...about,
        id: 'ews-has-ended',
        severity: 'stops',
        what: 'EWS has ended in Exchange Online',
        why: 'Microsoft switched it off for all tenants on 1 April 2027.',
        do: 'Ask the vendor for its way over Microsoft Graph, then set connection to service-account-graph in the site file.',
      },
    ];
  }
  const findings: Finding[] = [
    {
      ...about,
      id: 'ews-ends',
      severity: 'to-know',
      what: 'EWS ends in Exchange Online on 1 April 2027',
      why: 'Microsoft switches it off for all tenants on that day. Exchange Server is not affected.',
      do: 'Ask the vendor when its service changes to Microsoft Graph.',
    },
    ...tenantFindings(found, site),
  ];
  for (const account of found.blockedAccounts) {
    findings.push({
      ...about,
      id: 'ews-blocked-for-account',
      severity: 'to-know',
      what: `EWS is switched off for ${account}`,
      where: `${account} in Exchange Online`,
      why: 'EWS works only where both the organisation and the mailbox allow it.',
      do: `To allow it, an Exchange Administrator runs Set-CASMailbox -Identity ${account} -EwsEnabled $true.`,
    });
  }
  return findings;
}

/** Enabled: only listed applications come in. Off: nobody does. Never set: the list has no effect yet. (facts-exchange 7.2) */
function tenantFindings(found: FoundEws, site: Site): readonly Finding[] {
  const about = { step: 'prerequisites', resource: id, where } as const;
  const clientId = site.vendor.clientId?.toLowerCase();
  const vendor = site.vendor.name === '' ? 'the vendor' : site.vendor.name;
  const list = [...found.allowedAppIds, clientId ?? 'CLIENT-ID'].join(',');
  const allow = `Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs "${list}"`;
  if (found.enabled === false) {
    return [
      {
        ...about,
        id: 'ews-blocked',
        severity: 'stops',
        what: 'EWS is switched off in the tenant',
        why: 'EwsEnabled is False, so Exchange Online answers no EWS request, whoever sends it.',
        do: `Ask the vendor for its way over Microsoft Graph. Until then an Exchange Administrator can allow EWS for this vendor alone: ${allow}. It takes up to 24 hours.`,
      },
    ];
  }
  if (clientId === undefined) {
    return [
      {
        ...about,
        id: 'vendor-client-id-unknown',
        severity: 'to-know',
        what: `The client id of ${vendor} is not in the site file`,
        why: "A service account reaches EWS through the vendor's application, whose id must be among those that the tenant allows.",
        do: 'Ask the vendor for the client id of its application and put it into the site file, under vendor.',
      },
    ];
  }
  if (found.enabled === null) {
    return [
      {
        ...about,
        id: 'ews-not-decided',
        severity: 'to-know',
        what: 'The tenant has never said whether EWS is allowed',
        why: 'Since 1 October 2026 Microsoft switches EWS off, tenant by tenant, where nothing was set.',
        do: `To keep EWS for this vendor alone, an Exchange Administrator runs: ${allow}. The list replaces the one before.`,
      },
    ];
  }
  if (found.allowedAppIds.includes(clientId)) return [];
  return [
    {
      ...about,
      id: 'ews-vendor-not-allowed',
      severity: 'stops',
      what: `EWS is not allowed for the application of ${vendor}`,
      why: `EwsAllowedAppIDs does not name ${clientId}, and only listed applications may use EWS.`,
      do: `To add it to those that are there, an Exchange Administrator runs: ${allow}. It takes up to 24 hours.`,
    },
  ];
}

/** Does this site use EWS in Exchange Online? */
export const usesEwsOnline = (site: Site): boolean =>
  site.cloud !== undefined && site.connection === 'service-account-ews';
