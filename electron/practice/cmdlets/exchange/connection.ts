import { randomUUID } from 'node:crypto';
import type { Output } from '../../../../shared/commands/command.ts';
import { findSetting, setting } from '../../state/settings.ts';
import { row, type Call, type Handlers } from '../call.ts';
import { powerShellRefusal } from '../refusing.ts';

/** Opens the remote session to Exchange Server: by the server's full name, for somebody who has a role. (facts-exchange 6.1, 6.3) */
function newSession(call: Call): Iterable<Output> {
  const uri = call.given.textOf('ConnectionUri');
  const host = URL.parse(uri)?.hostname ?? uri;
  const { servers, roles, admin } = setting(call.state, 'exchangeServer');
  const server = servers.find((one) => one.fqdn.toLowerCase() === host.toLowerCase());
  if (server === undefined) throw powerShellRefusal(call, 'noServer', host);
  if (roles.length === 0) throw powerShellRefusal(call, 'noRoles', admin);
  call.session.connected.add('exchange');
  return [
    row({
      Id: 1,
      Name: 'WinRM1',
      ComputerName: server.fqdn,
      ConfigurationName: call.given.textOf('ConfigurationName'),
      State: 'Opened',
      Availability: 'Available',
    }),
  ];
}

function removeSession(call: Call): Iterable<Output> {
  call.session.connected.delete('exchange');
  return [];
}

/** Loads a module: with it come the cmdlets of Active Directory; those of Exchange Online come with the connection. */
function importModule(call: Call): Iterable<Output> {
  for (const name of call.given.list('Name') ?? []) {
    const isThere =
      (/^ActiveDirectory$/iu.test(name) && findSetting(call.state, 'activeDirectory') !== undefined) ||
      (/^ExchangeOnlineManagement$/iu.test(name) && findSetting(call.state, 'exchangeOnline') !== undefined);
    if (!isThere) throw powerShellRefusal(call, 'noModule', name);
    if (/^ActiveDirectory$/iu.test(name)) call.session.connected.add('activeDirectory');
  }
  return [];
}

function connectExchangeOnline(call: Call): Iterable<Output> {
  const { roles, admin } = setting(call.state, 'exchangeOnline');
  if (roles.length === 0) throw powerShellRefusal(call, 'noRoles', admin);
  call.session.connected.add('exchangeOnline');
  return [];
}

function disconnectExchangeOnline(call: Call): Iterable<Output> {
  call.session.connected.delete('exchangeOnline');
  return [];
}

function getConnectionInformation(call: Call): Iterable<Output> {
  if (!call.session.connected.has('exchangeOnline')) return [];
  const { tenantId, admin } = setting(call.state, 'entra');
  const { tenantDomain } = setting(call.state, 'exchangeOnline');
  return [
    row({
      ConnectionId: randomUUID(),
      State: 'Connected',
      TokenStatus: 'Active',
      TenantID: tenantId,
      Organization: tenantDomain,
      UserPrincipalName: admin.userPrincipalName,
      ConnectionUri: 'https://outlook.office365.com',
      ModuleName: 'tmpEXO_practice',
    }),
  ];
}

/** Holds for the session only, so that nothing of the site changes. */
const setServerSettings = (): Iterable<Output> => [];

/** The cmdlets that open and close connections. */
export const connections: Handlers = {
  'New-PSSession': newSession,
  'Remove-PSSession': removeSession,
  'Import-Module': importModule,
  'Connect-ExchangeOnline': connectExchangeOnline,
  'Disconnect-ExchangeOnline': disconnectExchangeOnline,
  'Get-ConnectionInformation': getConnectionInformation,
  'Set-ADServerSettings': setServerSettings,
};
