import { describe, expect, it } from 'vitest';
import { receivedCommands } from '../../../../electron/practice/state/received-commands.ts';
import { openSession } from '../../../../electron/practice/cmdlets/session.ts';
import { MissingSecret } from '../../../../electron/practice/cmdlets/bound-parameters.ts';
import { putSetting, setting } from '../../../../electron/practice/state/settings.ts';
import { cloudPerson, connected, emptySite, refusal, run } from './small-site.ts';
import type { CmdletTarget } from '../../../../shared/commands/command.ts';
import type { Value } from '../../../../shared/commands/value.ts';

type Case = readonly [
  what: string,
  target: CmdletTarget,
  cmdlet: string,
  given: Readonly<Record<string, Value>>,
  id: string,
];

const refused: readonly Case[] = [
  ['no such cmdlet', 'activeDirectory', 'Get-ADPerson', {}, 'CommandNotFoundException'],
  ['a cmdlet of another target', 'activeDirectory', 'Get-Mailbox', {}, 'CommandNotFoundException'],
  [
    'a cmdlet of the other Exchange',
    'exchangeOnline',
    'Enable-RemoteMailbox',
    { Identity: 'x' },
    'CommandNotFoundException',
  ],
  [
    'an unknown parameter',
    'activeDirectory',
    'Get-ADUser',
    { Identity: 'x', Nonsense: true },
    'NamedParameterNotFound',
  ],
  [
    'a parameter of the other Exchange',
    'exchange',
    'Get-MailboxFolderPermission',
    { Identity: 'x', UseCustomRouting: true },
    'NamedParameterNotFound',
  ],
  [
    'DomainController online',
    'exchangeOnline',
    'Get-Mailbox',
    { Identity: 'x', DomainController: 'dc01' },
    'NamedParameterNotFound',
  ],
  [
    'a mandatory one missing',
    'exchangeOnline',
    'Add-MailboxFolderPermission',
    { Identity: 'x:\\Calendar', User: 'y' },
    'MissingMandatoryParameter',
  ],
  [
    'mixed sets',
    'activeDirectory',
    'Get-ADUser',
    { Identity: 'x', LDAPFilter: '(cn=*)' },
    'AmbiguousParameterSet',
  ],
  [
    'a value that is not allowed',
    'exchangeOnline',
    'Add-MailboxFolderPermission',
    { Identity: 'x:\\Calendar', User: 'y', AccessRights: 'FreeBusyTimeOnly' },
    'ParameterArgumentTransformationError',
  ],
  [
    'a text for a switch',
    'activeDirectory',
    'Set-ADAccountPassword',
    { Identity: 'x', Reset: 'yes' },
    'CannotConvertArgument',
  ],
  [
    'a number for a Boolean',
    'activeDirectory',
    'Set-ADUser',
    { Identity: 'x', Enabled: 1 },
    'CannotConvertArgument',
  ],
  [
    'a list for a single text',
    'activeDirectory',
    'New-ADUser',
    { Name: ['a', 'b'] },
    'CannotConvertArgument',
  ],
  [
    'a plain text for a password',
    'activeDirectory',
    'Set-ADAccountPassword',
    { Identity: 'x', NewPassword: 'clear' },
    'CannotConvertArgument',
  ],
  [
    'a secret for an ordinary text',
    'activeDirectory',
    'New-ADUser',
    { Name: { secret: 'x' } },
    'CannotConvertArgument',
  ],
  ['nonsense for a number', 'exchangeOnline', 'Get-Mailbox', { ResultSize: 'many' }, 'CannotConvertArgument'],
  [
    'an empty mandatory text',
    'activeDirectory',
    'New-ADUser',
    { Name: '' },
    'ParameterArgumentValidationErrorEmptyStringNotAllowed',
  ],
  [
    'a null mandatory text',
    'activeDirectory',
    'New-ADUser',
    { Name: null },
    'ParameterArgumentValidationErrorNullNotAllowed',
  ],
  [
    'a question that nobody can answer',
    'activeDirectory',
    'Remove-ADUser',
    { Identity: 'x' },
    'InvalidOperation',
  ],
];

describe('before a cmdlet runs', () => {
  it.each(refused)('%s is refused', (_, target, cmdlet, given, id) => {
    const session = connected(emptySite());
    expect(refusal(() => run(session, target, cmdlet, given)).id.split(',')[0]).toBe(id);
  });

  it('names compare without case, aliases count, and common parameters are taken', () => {
    const state = emptySite();
    cloudPerson(state, 'Anna', 'de-DE');
    const session = connected(state);
    const { rows } = run(session, 'exchangeOnline', 'GET-mailboxFOLDERpermission', {
      Identity: 'anna:\\Kalender',
      ERRORACTION: 'Stop',
      resultSIZE: 'unlimited',
    });
    expect(rows).toHaveLength(2);
  });

  it('-WhatIf of a writing cmdlet does nothing', () => {
    const state = emptySite();
    const session = connected(state);
    run(session, 'exchangeOnline', 'New-DistributionGroup', { Name: 'x', WhatIf: true });
    expect(run(session, 'exchangeOnline', 'Get-DistributionGroup').rows).toEqual([]);
  });

  it('an unknown value is refused with all that would be allowed', () => {
    const error = refusal(() =>
      run(connected(emptySite()), 'activeDirectory', 'New-ADGroup', { Name: 'x', GroupScope: 'Galactic' }),
    );
    expect(error.message).toContain(
      'Unable to match the identifier name Galactic to a valid enumerator name.',
    );
    expect(error.message).toContain('DomainLocal, Global, Universal');
  });

  it('a secret without a value is the caller’s fault, not the service’s', () => {
    const session = connected(emptySite());
    expect(() =>
      run(session, 'activeDirectory', 'New-ADUser', { Name: 'x', AccountPassword: { secret: 'unknown' } }),
    ).toThrow(MissingSecret);
  });
});

describe('a session', () => {
  it('has no cmdlets of a target before it is connected', () => {
    const session = openSession(emptySite(), 'test');
    const unknown = (target: CmdletTarget, cmdlet: string) =>
      expect(refusal(() => run(session, target, cmdlet, {}))).toMatchObject({
        exception: 'CommandNotFoundException',
        message: expect.stringContaining(`The term '${cmdlet}' is not recognized`),
      });
    unknown('activeDirectory', 'Get-ADForest');
    run(session, 'activeDirectory', 'Import-Module', { Name: 'ActiveDirectory' });
    expect(run(session, 'activeDirectory', 'Get-ADForest').rows).toHaveLength(1);
    unknown('exchange', 'Get-Mailbox');
    run(session, 'exchange', 'New-PSSession', {
      ConfigurationName: 'Microsoft.Exchange',
      ConnectionUri: 'http://ex01.uni.example/PowerShell/',
      Authentication: 'Kerberos',
    });
    run(session, 'exchange', 'Set-ADServerSettings', { ViewEntireForest: true });
    expect(
      run(session, 'exchange', 'Get-ExchangeServer', { Identity: 'ex01.uni.example' }).rows,
    ).toMatchObject([{ Fqdn: 'ex01.uni.example' }]);
    unknown('exchangeOnline', 'Get-Mailbox');
    expect(run(session, 'exchangeOnline', 'Get-ConnectionInformation').rows).toEqual([]);
    run(session, 'exchangeOnline', 'Import-Module', { Name: 'ExchangeOnlineManagement' });
    run(session, 'exchangeOnline', 'Connect-ExchangeOnline', {
      AccessToken: { secret: 'token' },
      UserPrincipalName: 'admin@uni.example',
      ShowBanner: false,
    });
    expect(run(session, 'exchangeOnline', 'Get-ConnectionInformation').rows).toMatchObject([
      { State: 'Connected', TenantID: '7f1c2a52-0000-4000-8000-000000000001' },
    ]);
    run(session, 'exchangeOnline', 'Disconnect-ExchangeOnline', { Confirm: false });
    unknown('exchangeOnline', 'Get-Mailbox');
  });

  it('is refused by an unknown server, an unknown module, and for somebody without roles', () => {
    const state = emptySite();
    const session = openSession(state, 'test');
    const connect = (host: string) =>
      run(session, 'exchange', 'New-PSSession', {
        ConfigurationName: 'Microsoft.Exchange',
        ConnectionUri: `http://${host}/PowerShell/`,
      });
    expect(refusal(() => connect('mail.uni.example'))).toMatchObject({
      id: 'ComputerNotFound,PSSessionOpenFailed',
      exception: 'PSRemotingTransportException',
    });
    expect(
      refusal(() => run(session, 'activeDirectory', 'Import-Module', { Name: 'Nonsense' })).exception,
    ).toBe('FileNotFoundException');
    putSetting(state, 'exchangeServer', { ...setting(state, 'exchangeServer'), roles: [] });
    expect(refusal(() => connect('ex01.uni.example'))).toMatchObject({
      exception: 'CmdletAccessDeniedException',
      message: expect.stringContaining("isn't assigned to any management roles."),
    });
  });

  it('lacks the cmdlets of a missing role', () => {
    const state = emptySite();
    putSetting(state, 'exchangeOnline', { ...setting(state, 'exchangeOnline'), roles: ['Mail Recipients'] });
    const session = connected(state);
    expect(
      refusal(() => run(session, 'exchangeOnline', 'New-DistributionGroup', { Name: 'x' })).exception,
    ).toBe('CommandNotFoundException');
    expect(
      run(session, 'exchangeOnline', 'Get-ManagementRoleAssignment', { RoleAssignee: 'admin' }).rows,
    ).toMatchObject([{ Role: 'Mail Recipients' }]);
    expect(
      run(session, 'exchangeOnline', 'Get-ManagementRole', { Cmdlet: 'New-DistributionGroup' }).rows.map(
        (row) => row['Name'],
      ),
    ).toContain('Distribution Groups');
  });

  it('refuses a domain controller that is not up', () => {
    const session = connected(emptySite());
    expect(
      refusal(() => run(session, 'exchange', 'Get-Recipient', { DomainController: 'down.uni.example' }))
        .exception,
    ).toBe('SuitabilityDirectoryException');
  });
});

describe('the list of commands received', () => {
  it('holds every command in order, refused ones too, with secrets as references only', () => {
    const state = emptySite();
    const session = connected(state);
    const given = { Name: 'x', Path: 'OU=Gone', AccountPassword: { secret: 'x.password' } };
    refusal(() =>
      run(session, 'activeDirectory', 'New-ADUser', given, { secrets: { 'x.password': 'Hidden-Hidden-1' } }),
    );
    run(session, 'activeDirectory', 'Get-ADForest');
    const all = [...receivedCommands(state)];
    expect(all).toMatchObject([
      {
        process: 'test',
        writes: true,
        command: { target: 'activeDirectory', cmdlet: 'New-ADUser', parameters: given },
        outcome: expect.stringContaining('refused: '),
      },
      { writes: false, command: { cmdlet: 'Get-ADForest' }, outcome: 'done' },
    ]);
    expect(JSON.stringify(all)).not.toContain('Hidden');
  });
});
