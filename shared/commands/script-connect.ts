import { cmdlet, type CmdletTarget, type Parameters, type Target } from './command.ts';
import { powershellText } from './powershell-text.ts';
import { textLiteral } from './powershell-literal.ts';
import type { KnownLater } from './value.ts';
import { variableOf } from './variable-name.ts';

/** What exported scripts need to know of the site in order to connect. */
export interface ScriptSite {
  readonly name: string;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Made on the practice site: its commands name objects that exist nowhere else. */
  readonly practice: boolean;
  /** DNS name of the Active Directory domain; undefined where the site has none. */
  readonly domain: string | undefined;
  /** Host of the writable domain controller, or the value that commands name where it is found at the start. */
  readonly domainController: string | KnownLater | undefined;
  readonly exchangeServer: string | undefined;
  /** A verified domain of the tenant. */
  readonly tenant: string | undefined;
  /** The tenant's id where it is known. */
  readonly tenantId: string | undefined;
  readonly environment: 'worldwide' | 'us-government' | 'us-government-dod' | 'china';
  readonly graphScopes: readonly string[];
}

/** The lines that connect, those that check what was connected, and those that end the connection whatever happened. */
export interface Connection {
  readonly open: readonly string[];
  readonly check: readonly string[];
  readonly close: readonly string[];
}

const opened = (open: readonly string[]): Connection => ({ open, check: [], close: [] });

/** How the script of a target checks and connects. `cmdlets` are those that it uses: no others are loaded. */
export function connection(target: Target, site: ScriptSite, cmdlets: readonly string[]): Connection {
  switch (target) {
    case 'computer':
      return opened([]);
    case 'activeDirectory':
      return opened(activeDirectory(site));
    case 'exchange':
      return exchangeServer(site, cmdlets);
    case 'exchangeOnline':
      return exchangeOnline(site, cmdlets);
    case 'graph':
      return opened(graph(site));
  }
}

const text = (value: string): string => textLiteral(value, 'file');

/** One of the script's own commands. Stops by itself: functions of modules do not see the script's preference. */
const line = (target: CmdletTarget, name: string, parameters: Parameters): string =>
  powershellText(cmdlet(target, name, { ...parameters, ErrorAction: 'Stop' }), { form: 'file' });

const mustHave = (command: string, sentence: string): string =>
  `if (-not (Get-Command -Name ${text(command)} -ErrorAction SilentlyContinue)) { throw ${text(sentence)} }`;

const mustNotHave = (module: string): string =>
  `if (Get-Module -Name ${text(module)}) { throw ${text(
    `This window has the module ${module}, which can't share a session with this script. Run it in a new window.`,
  )} }`;

function activeDirectory(site: ScriptSite): string[] {
  const { domainController, domain } = site;
  const lines = [
    mustHave(
      'Get-ADUser',
      'The ActiveDirectory module is not on this computer. Install RSAT: Active Directory Domain Services tools.',
    ),
    line('activeDirectory', 'Import-Module', { Name: 'ActiveDirectory' }),
  ];
  if (domainController === undefined) return lines;
  if (typeof domainController === 'string')
    return [...lines, `${line('activeDirectory', 'Get-ADDomain', { Server: domainController })} | Out-Null`];
  const variable = `$${variableOf(domainController)}`;
  const found = line('activeDirectory', 'Get-ADDomainController', {
    Discover: true,
    Writable: true,
    Service: ['ADWS'],
    ...(domain === undefined ? {} : { DomainName: domain }),
  });
  return [
    ...lines,
    `${variable} = [string](${found}).HostName`,
    `if (${variable} -eq '') { throw 'No writable domain controller was found.' }`,
    `${line('activeDirectory', 'Get-ADDomain', { Server: domainController })} | Out-Null`,
    `Write-Host -Object ('Domain controller: ' + ${variable})`,
  ];
}

/** Kerberos over http on port 80: the payload is encrypted. (facts-exchange 6.1) */
function exchangeServer(site: ScriptSite, cmdlets: readonly string[]): Connection {
  const session = line('exchange', 'New-PSSession', {
    ConfigurationName: 'Microsoft.Exchange',
    ConnectionUri: `http://${site.exchangeServer ?? ''}/PowerShell/`,
    Authentication: 'Kerberos',
  });
  const wanted = text([...cmdlets, 'Set-ADServerSettings'].join(','));
  return {
    open: [mustNotHave('ExchangeOnlineManagement'), `$session = ${session}`],
    check: [
      `Import-PSSession -Session $session -CommandName (${wanted}.Split(',')) -DisableNameChecking -AllowClobber | Out-Null`,
      ...cmdlets.map((name) => mustHave(name, `Your roles in Exchange do not include ${name}.`)),
      line('exchange', 'Set-ADServerSettings', { ViewEntireForest: true }),
    ],
    close: ['Remove-PSSession -Session $session'],
  };
}

/** Names as Connect-ExchangeOnline spells them. (facts-exchange 4.2) */
const exchangeEnvironments = {
  worldwide: undefined,
  'us-government': 'O365USGovGCCHigh',
  'us-government-dod': 'O365USGovDoD',
  china: 'O365China',
} as const;

function exchangeOnline(site: ScriptSite, cmdlets: readonly string[]): Connection {
  const environment = exchangeEnvironments[site.environment];
  const byDomain = site.tenantId === undefined;
  return {
    open: [
      mustHave(
        'Connect-ExchangeOnline',
        'The module ExchangeOnlineManagement is not on this computer. Install it: Install-Module ExchangeOnlineManagement -Scope CurrentUser',
      ),
      mustNotHave('Microsoft.Graph.Authentication'),
      line('exchangeOnline', 'Import-Module', { Name: 'ExchangeOnlineManagement' }),
      line('exchangeOnline', 'Connect-ExchangeOnline', {
        ShowBanner: false,
        CommandName: byDomain ? [...cmdlets, 'Get-AcceptedDomain'] : [...cmdlets],
        ...(environment === undefined ? {} : { ExchangeEnvironmentName: environment }),
      }),
    ],
    check: [
      ...(byDomain ? tenantByDomain(site.tenant ?? '') : tenantById(site.tenantId)),
      ...cmdlets.map((name) => mustHave(name, `Your roles in Exchange Online do not include ${name}.`)),
    ],
    close: [line('exchangeOnline', 'Disconnect-ExchangeOnline', { Confirm: false })],
  };
}

/** The last connection is the one that commands use. A wrong tenant was connected silently before. (facts-exchange 4.2) */
const tenantById = (tenantId: string): string[] => [
  `$tenant = [string]@(Get-ConnectionInformation)[-1].TenantID`,
  `if ($tenant -ne ${text(tenantId)}) { throw ('You signed in to another tenant: ' + $tenant) }`,
];

const tenantByDomain = (domain: string): string[] => [
  `$domains = @(${line('exchangeOnline', 'Get-AcceptedDomain', {})} | ForEach-Object { [string]$_.DomainName })`,
  `if ($domains -notcontains ${text(domain)}) { throw ('You signed in to another tenant, with the domains ' + ($domains -join ', ')) }`,
];

/** Names as Connect-MgGraph spells them (from memory, unverified). */
const graphEnvironments = {
  worldwide: undefined,
  'us-government': 'USGov',
  'us-government-dod': 'USGovDoD',
  china: 'China',
} as const;

function graph(site: ScriptSite): string[] {
  const environment = graphEnvironments[site.environment];
  return [
    mustHave(
      'Connect-MgGraph',
      'The module Microsoft.Graph.Authentication is not on this computer. Install it: Install-Module Microsoft.Graph.Authentication -Scope CurrentUser',
    ),
    mustNotHave('ExchangeOnlineManagement'),
    line('computer', 'Import-Module', { Name: 'Microsoft.Graph.Authentication' }),
    `${line('computer', 'Connect-MgGraph', {
      Scopes: site.graphScopes,
      ...(environment === undefined ? {} : { Environment: environment }),
      ...tenantParameter(site),
    })} | Out-Null`,
  ];
}

/** With a tenant given, nobody can sign in to another one. */
function tenantParameter(site: ScriptSite): { TenantId?: string } {
  const tenant = site.tenantId ?? site.tenant;
  return tenant === undefined ? {} : { TenantId: tenant };
}
