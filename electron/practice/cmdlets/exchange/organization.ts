import type { Output } from '../../../../shared/commands/command.ts';
import { isHashtable, type Json } from '../../../../shared/commands/value.ts';
import { putSetting, setting } from '../../state/settings.ts';
import { exchangeSettings, row, type Call, type Handlers } from '../call.ts';
import { rolesFor } from './roles.ts';
import { refuseNotFound } from './identity.ts';
import { unchanged } from './unchanged.ts';

function getOrganization(call: Call): Iterable<Output> {
  const { organization, namingPolicy } = exchangeSettings(call);
  const retrieves = call.given.flag('RetrieveEwsOperationAccessPolicy') === true;
  return [
    row({
      EwsEnabled: null,
      EwsApplicationAccessPolicy: null,
      EwsAllowList: null,
      EwsBlockList: null,
      EwsAllowOutlook: null,
      EwsAllowMacOutlook: null,
      EwsAllowEntourage: null,
      DistributionGroupNamingPolicy:
        namingPolicy === null ? '' : `${namingPolicy.prefix}<GroupName>${namingPolicy.suffix}`,
      DistributionGroupNameBlockedWordsList: namingPolicy?.blockedWords ?? [],
      ...organization,
      EwsAllowedAppIDs: retrieves ? (organization['EwsAllowedAppIDs'] ?? null) : null,
    }),
  ];
}

/** Sets properties of the organisation; those that are not modelled further are shown again by Get-OrganizationConfig. */
function setOrganization(call: Call): Iterable<Output> {
  const before = exchangeSettings(call);
  const organization: Record<string, Json> = { ...before.organization };
  for (const name of call.given.names()) {
    const value = call.given.value(name);
    if (name === 'DomainController' || name === 'Force' || value === undefined || isHashtable(value))
      continue;
    organization[name] =
      typeof value === 'object' && value !== null ? (call.given.list(name) ?? null) : value;
  }
  const policy = /^(.*)<GroupName>(.*)$/u.exec(call.given.textOf('DistributionGroupNamingPolicy'));
  const blockedWords =
    call.given.list('DistributionGroupNameBlockedWordsList') ?? before.namingPolicy?.blockedWords ?? [];
  const changed = {
    organization,
    namingPolicy:
      policy === null
        ? before.namingPolicy
        : { prefix: policy[1] ?? '', suffix: policy[2] ?? '', blockedWords: [...blockedWords] },
  };
  const { namingPolicy } = before;
  if (JSON.stringify({ organization: before.organization, namingPolicy }) === JSON.stringify(changed))
    return unchanged('the organization');
  if (call.side === 'cloud')
    putSetting(call.state, 'exchangeOnline', { ...setting(call.state, 'exchangeOnline'), ...changed });
  else putSetting(call.state, 'exchangeServer', { ...setting(call.state, 'exchangeServer'), ...changed });
  return [];
}

function getAcceptedDomain(call: Call): Iterable<Output> {
  const identity = call.given.textOf('Identity').toLowerCase();
  const found = exchangeSettings(call).acceptedDomains.filter(
    (domain) => identity === '' || domain.name.toLowerCase() === identity,
  );
  if (identity !== '' && found.length === 0) refuseNotFound(call, 'notFoundOnServer', identity);
  return found.map((domain) =>
    row({
      Name: domain.name,
      DomainName: domain.name,
      DomainType: 'Authoritative',
      Default: domain.isDefault,
    }),
  );
}

function getServer(call: Call): Iterable<Output> {
  const identity = call.given.textOf('Identity').toLowerCase();
  const { servers } = setting(call.state, 'exchangeServer');
  const found = servers.filter(
    (server) =>
      identity === '' || server.name.toLowerCase() === identity || server.fqdn.toLowerCase() === identity,
  );
  if (identity !== '' && found.length === 0) refuseNotFound(call, 'notFoundOnServer', identity);
  return found.map((server) =>
    row({
      Name: server.name,
      Identity: server.name,
      Fqdn: server.fqdn,
      AdminDisplayVersion: server.version,
      Edition: 'Enterprise',
      ServerRole: 'Mailbox',
    }),
  );
}

function getWebServices(call: Call): Iterable<Output> {
  return setting(call.state, 'exchangeServer').servers.map((server) =>
    row({
      Server: server.name,
      Identity: `${server.name}\\EWS (Default Web Site)`,
      InternalUrl: `https://${server.fqdn}/EWS/Exchange.asmx`,
      ExternalUrl: null,
    }),
  );
}

/** The default policy as one full dump shows it. (facts-exchange 6.2) */
const getThrottlingPolicy = (): Iterable<Output> => [
  row({
    Name: 'GlobalThrottlingPolicy',
    Identity: 'GlobalThrottlingPolicy',
    ThrottlingPolicyScope: 'Global',
    PowerShellMaxConcurrency: '18',
    PswsMaxConcurrency: '18',
    EwsMaxConcurrency: '27',
    EwsMaxBurst: '300000',
    EwsRechargeRate: '900000',
    EwsCutoffBalance: '3000000',
  }),
];

const rolesAsked = (call: Call): readonly string[] => {
  const cmdlet = call.given.textOf('Cmdlet');
  const identity = call.given.textOf('Identity').toLowerCase();
  const all = cmdlet === '' ? exchangeSettings(call).roles : rolesFor(cmdlet);
  return identity === '' ? all : all.filter((role) => role.toLowerCase() === identity);
};

/** Roles as the organisation has them: with `-Cmdlet` all that hold the cmdlet, whoever may use them. */
const getRole = (call: Call): Iterable<Output> =>
  rolesAsked(call).map((role) => row({ Name: role, RoleType: role.replaceAll(' ', '').replaceAll('-', '') }));

/** The assignments of the signed-in administrator. */
function getRoleAssignment(call: Call): Iterable<Output> {
  const { admin, roles } = exchangeSettings(call);
  const role = call.given.textOf('Role').toLowerCase();
  return roles
    .filter((one) => role === '' || one.toLowerCase() === role)
    .map((one) =>
      row({
        Name: `${one}-${admin}`,
        Role: one,
        RoleAssigneeName: admin,
        RoleAssigneeType: 'User',
        EffectiveUserName: admin,
        RecipientWriteScope: 'Organization',
        Enabled: true,
      }),
    );
}

/** The cmdlets that read and change the organisation. */
export const organizationCmdlets: Handlers = {
  'Get-OrganizationConfig': getOrganization,
  'Set-OrganizationConfig': setOrganization,
  'Get-AcceptedDomain': getAcceptedDomain,
  'Get-ExchangeServer': getServer,
  'Get-WebServicesVirtualDirectory': getWebServices,
  'Get-ThrottlingPolicy': getThrottlingPolicy,
  'Get-ManagementRole': getRole,
  'Get-ManagementRoleAssignment': getRoleAssignment,
};
