import { describe, expect, test } from 'vitest';
import { cmdlet, graph } from '../../../shared/commands/command.ts';
import type { ScriptSite } from '../../../shared/commands/script-connect.ts';
import { scriptFiles, type ScriptCommand } from '../../../shared/commands/scripts.ts';
import { later, name, secret } from '../../../shared/commands/value.ts';

const site: ScriptSite = {
  name: 'Université',
  madeAt: '2026-11-24T10:00:00Z',
  practice: false,
  domain: 'example.org',
  domainController: 'dc1.example.org',
  exchangeServer: 'ex01.example.org',
  tenant: 'example.onmicrosoft.com',
  tenantId: undefined,
  environment: 'china',
  graphScopes: ['User.ReadWrite.All', 'Organization.Read.All'],
};

const group = later('group/cloud', 'PrimarySmtpAddress');
const permission = (mailbox: string): ScriptCommand => ({
  what: mailbox,
  command: cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
    Identity: name(`${mailbox}:\\Agenda`),
    User: group,
    AccessRights: ['Editor'],
  }),
});
const makeGroup: ScriptCommand = {
  what: 'the group',
  command: cmdlet('exchangeOnline', 'New-DistributionGroup', { Name: 'G' }),
  creates: 'group/cloud',
};
const account: ScriptCommand = {
  what: 'sa-1',
  command: cmdlet('activeDirectory', 'New-ADUser', {
    Name: 'sa-1',
    AccountPassword: secret('sa-1.password'),
  }),
};
const reset: ScriptCommand = {
  what: 'password of sa-1',
  command: cmdlet('activeDirectory', 'Set-ADAccountPassword', {
    Identity: name('sa-1'),
    NewPassword: secret('sa-1.password'),
    Reset: true,
  }),
};

function written(commands: readonly ScriptCommand[], of: Partial<ScriptSite> = {}): Map<string, string> {
  const files = scriptFiles({ ...site, ...of }, () => commands);
  return new Map(files.map((file) => [file.name, [...file.chunks].join('')]));
}

describe('exported scripts', () => {
  test('are one file for each connection that has commands', () => {
    expect([...written([makeGroup, account]).keys()]).toEqual([
      '1-active-directory.ps1',
      '3-exchange-online.ps1',
    ]);
    expect(written([]).size).toBe(0);
  });

  test('are ASCII with CRLF, whatever the names hold', () => {
    for (const text of written([makeGroup, permission('zoë\n\u202E'), account]).values())
      expect(text).toMatch(/^(?:[\u0020-\u007E]*\r\n)+$/u);
  });

  test('ask once for a secret that several commands need, and hold none', () => {
    const text = written([account, reset]).get('1-active-directory.ps1') ?? '';
    expect(text.match(/Read-Host/gu)).toHaveLength(1);
    expect(text).toContain('-NewPassword $secret_sa_1_password');
  });

  test('name what was made by what the service answered', () => {
    const text = written([makeGroup, permission('anna')]).get('3-exchange-online.ps1') ?? '';
    expect(text).toContain(`$made = New-DistributionGroup -Name 'G' -ErrorAction 'Stop'`);
    expect(text).toContain('$group_cloud_PrimarySmtpAddress = [string]$made.PrimarySmtpAddress');
    expect(text).not.toContain('Read-Host');
  });

  test('ask for what nothing in the file makes', () => {
    const text = written([permission('anna')]).get('3-exchange-online.ps1') ?? '';
    expect(text).toContain(`Read-Host -Prompt 'PrimarySmtpAddress of group/cloud')`);
    expect(text.indexOf('Read-Host')).toBeLessThan(text.indexOf('Add-MailboxFolderPermission -'));
  });

  test('ask for a value that is only made further down', () => {
    const text = written([permission('anna'), makeGroup]).get('3-exchange-online.ps1') ?? '';
    expect(text).toContain('Read-Host');
    expect(text).not.toContain('$made');
  });

  test('a value that another file makes is shown there and asked for here', () => {
    const files = written([
      makeGroup,
      { what: 'x', command: graph('PATCH', '/groups/x', { body: { mail: group } }) },
    ]);
    expect(files.get('3-exchange-online.ps1')).toContain(
      `Write-Host -Object ('PrimarySmtpAddress of group/cloud: ' + $group_cloud_PrimarySmtpAddress)`,
    );
    expect(files.get('4-graph.ps1')).toContain(
      `Read-Host -Prompt 'PrimarySmtpAddress of group/cloud (shown by 3-exchange-online.ps1)'`,
    );
  });

  test('hold what is known already, and ask for the rest only', () => {
    const host = later('connection/active-directory', 'HostName');
    const commands: ScriptCommand[] = [
      {
        ...account,
        command: cmdlet('activeDirectory', 'Get-ADUser', { Identity: name('sa-1'), Server: host }),
      },
      permission('anna'),
    ];
    const files = scriptFiles(
      { ...site, domainController: host },
      () => commands,
      (from) => (from === host.from ? 'dc2.example.org' : undefined),
    ).map((file) => [...file.chunks].join(''));
    expect(files[0]).toContain(`Get-ADUser -Identity 'sa-1' -Server 'dc2.example.org'`);
    expect(files[0]).toContain(`Get-ADDomain -Server 'dc2.example.org'`);
    expect(files[0]).not.toContain('-Discover');
    expect(files[1]).toContain('-User $group_cloud_PrimarySmtpAddress');
  });

  test('have no data in comments', () => {
    for (const text of written([makeGroup, account, permission('# SIG #')], { name: 'Uni # <# #>' }).values())
      for (const line of text.split('\r\n').filter((some) => some.startsWith('#')))
        expect(line).not.toMatch(/Uni|anna|SIG|2026/u);
  });

  test('connect to the place that the site names', () => {
    const files = written([account, makeGroup, { what: 'x', command: graph('DELETE', '/users/x') }]);
    expect(files.get('1-active-directory.ps1')).toContain(`Get-ADDomain -Server 'dc1.example.org'`);
    expect(files.get('3-exchange-online.ps1')).toContain(`-ExchangeEnvironmentName 'O365China'`);
    expect(files.get('3-exchange-online.ps1')).toContain(`-notcontains 'example.onmicrosoft.com'`);
    expect(files.get('4-graph.ps1')).toContain(
      `Connect-MgGraph -Scopes @('User.ReadWrite.All', 'Organization.Read.All') -Environment 'China' -TenantId 'example.onmicrosoft.com'`,
    );
    const server = written([
      { what: 'x', command: cmdlet('exchange', 'Enable-Mailbox', { Identity: name('sa-1') }) },
    ]);
    expect(server.get('2-exchange-server.ps1')).toContain(
      `-ConnectionUri 'http://ex01.example.org/PowerShell/' -Authentication 'Kerberos'`,
    );
  });

  test('say that they were made on a practice site', () => {
    const sentence = 'made on a practice site';
    expect(written([account], { practice: true }).get('1-active-directory.ps1')).toContain(sentence);
    expect(written([account]).get('1-active-directory.ps1')).not.toContain(sentence);
  });

  test('hold nothing: of 100,000 commands only one is read at a time', () => {
    let made = 0;
    const [file] = scriptFiles({ ...site, tenantId: 'x' }, function* () {
      for (let index = 0; index < 100_000; index += 1) {
        made += 1;
        yield permission(`m${String(index)}`);
      }
    });
    made = 0;
    const chunks = (file?.chunks ?? [])[Symbol.iterator]();
    for (let chunk = 0; chunk < 10; chunk += 1) chunks.next();
    expect(made).toBeLessThan(10);
  });
});
