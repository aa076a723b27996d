import type { RecorderFunction } from './powershell-host.ts';

/** Stand-ins for every command that the exported scripts of the test use, of modules and of PowerShell itself. */
export const recorders: readonly RecorderFunction[] = [
  { name: 'Read-Host', parameters: { Prompt: 'string', AsSecureString: 'switch' } },
  { name: 'Write-Host', parameters: { Object: 'object' } },
  { name: 'Import-Module', parameters: { Name: 'string[]' } },
  { name: 'Set-ExecutionPolicy', parameters: { Scope: 'string', ExecutionPolicy: 'string' } },
  { name: 'Get-ADUser', parameters: { Identity: 'object' } },
  { name: 'Get-ADDomain', parameters: { Server: 'string' } },
  {
    name: 'Get-ADDomainController',
    parameters: { Discover: 'switch', Writable: 'switch', Service: 'string[]', DomainName: 'string' },
  },
  {
    name: 'New-ADUser',
    parameters: {
      Name: 'string',
      AccountPassword: 'securestring',
      Enabled: 'bool',
      Server: 'string',
      PassThru: 'switch',
    },
  },
  { name: 'Set-ADUser', parameters: { Identity: 'string', CannotChangePassword: 'bool', Server: 'string' } },
  {
    name: 'New-PSSession',
    parameters: { ConfigurationName: 'string', ConnectionUri: 'uri', Authentication: 'string' },
  },
  {
    name: 'Import-PSSession',
    parameters: {
      Session: 'object',
      CommandName: 'string[]',
      DisableNameChecking: 'switch',
      AllowClobber: 'switch',
    },
  },
  { name: 'Remove-PSSession', parameters: { Session: 'object' } },
  { name: 'Set-ADServerSettings', parameters: { ViewEntireForest: 'bool' } },
  { name: 'Enable-Mailbox', parameters: { Identity: 'string' } },
  { name: 'Connect-ExchangeOnline', parameters: { ShowBanner: 'switch', CommandName: 'string[]' } },
  { name: 'Disconnect-ExchangeOnline', parameters: { Confirm: 'switch' } },
  { name: 'Get-ConnectionInformation', parameters: {} },
  { name: 'Get-AcceptedDomain', parameters: {} },
  { name: 'New-DistributionGroup', parameters: { Name: 'string', Type: 'string' } },
  {
    name: 'Add-MailboxFolderPermission',
    parameters: { Identity: 'string', User: 'string', AccessRights: 'string[]' },
  },
  { name: 'Connect-MgGraph', parameters: { Scopes: 'string[]', TenantId: 'string' } },
  {
    name: 'Invoke-MgGraphRequest',
    parameters: { Method: 'string', Uri: 'uri', Headers: 'System.Collections.IDictionary', Body: 'object' },
  },
];
