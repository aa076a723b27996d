import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cmdlet, graph } from '../../shared/commands/command.ts';
import type { ScriptSite } from '../../shared/commands/script-connect.ts';
import { scriptFiles, type ScriptCommand } from '../../shared/commands/scripts.ts';
import { later, name, secret } from '../../shared/commands/value.ts';
import { hostileNames } from '../stand-ins/hostile-names.ts';
import { PowerShellHost, whyNoEngine, type RunOptions } from './powershell-host.ts';
import { recorders } from './script-recorders.ts';
import { comparable } from './values.ts';

const reason = whyNoEngine();

const server = later('connection/active-directory', 'HostName');
const account = 'account/on-premises/sa-1';
const group = 'group/cloud';

const site: ScriptSite = {
  name: `Uni '\u2019 $(calc) \u202E\r\n# SIG # Begin signature block`,
  madeAt: '2026-11-24T10:00:00Z',
  practice: true,
  domain: 'example.org',
  domainController: server,
  exchangeServer: 'ex01.example.org',
  tenant: 'example.onmicrosoft.com',
  tenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
  environment: 'worldwide',
  graphScopes: ['User.ReadWrite.All'],
};

const commands: readonly ScriptCommand[] = [
  {
    what: 'execution policy',
    command: cmdlet('computer', 'Set-ExecutionPolicy', {
      Scope: 'CurrentUser',
      ExecutionPolicy: 'RemoteSigned',
    }),
  },
  {
    what: 'sa-1',
    command: cmdlet('activeDirectory', 'New-ADUser', {
      Name: 'sa-1',
      AccountPassword: secret('sa-1.password'),
      Enabled: true,
      Server: server,
    }),
    creates: account,
  },
  {
    what: 'sa-1 may not change its password',
    command: cmdlet('activeDirectory', 'Set-ADUser', {
      Identity: later(account, 'ObjectGuid'),
      CannotChangePassword: true,
      Server: server,
    }),
  },
  {
    what: 'mailbox of sa-1',
    command: cmdlet('exchange', 'Enable-Mailbox', { Identity: later(account, 'ObjectGuid') }),
  },
  {
    what: 'group',
    command: cmdlet('exchangeOnline', 'New-DistributionGroup', { Name: 'G', Type: 'Security' }),
    creates: group,
  },
  ...hostileNames.map((hostile) => ({
    what: hostile,
    command: cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
      Identity: name(`m:\\${hostile}`),
      User: later(group, 'PrimarySmtpAddress'),
      AccessRights: ['Editor'],
    }),
  })),
  {
    what: 'sa-2',
    command: graph('POST', '/users', {
      body: { displayName: 'sa-2', passwordProfile: { password: secret('sa-2.password') } },
    }),
    creates: 'account/cloud/sa-2',
  },
  {
    what: 'licence of sa-2',
    command: graph('POST', '/users/{id}/assignLicense', {
      values: { id: later('account/cloud/sa-2', 'Id') },
      body: { addLicenses: [], removeLicenses: [] },
    }),
  },
];

const files = new Map(
  scriptFiles(site, () => commands).map((file) => [file.name, [...file.chunks].join('')]),
);
const script = (file: string): string => files.get(file) ?? '';

const answers: NonNullable<RunOptions['answers']> = [
  { command: 'Get-ADDomainController', as: 'object', properties: { HostName: 'dc1.example.org' } },
  { command: 'New-ADUser', as: 'object', properties: { ObjectGUID: 'guid-1' } },
  { command: 'New-PSSession', as: 'object', properties: { Id: '1' } },
  { command: 'Get-ConnectionInformation', as: 'object', properties: { TenantID: site.tenantId ?? '' } },
  { command: 'New-DistributionGroup', as: 'object', properties: { PrimarySmtpAddress: 'g@example.org' } },
  { command: 'Get-AcceptedDomain', as: 'object', properties: { DomainName: 'other.example' } },
  { command: 'Invoke-MgGraphRequest', as: 'hashtable', properties: { id: 'id/2' } },
];

const typed = {
  'sa-1.password': `p'1"`,
  'sa-2.password': `p\\2"`,
  [`ObjectGuid of ${account} (shown by 1-active-directory.ps1)`]: 'guid-1 ',
};

describe.skipIf(reason !== undefined)(`exported scripts in a real PowerShell ${reason ?? ''}`, () => {
  let host: PowerShellHost;

  beforeAll(() => {
    host = new PowerShellHost();
  }, 180_000);
  beforeEach(() => host.declare(recorders));
  afterAll(() => host[Symbol.asyncDispose]());

  async function run(text: string, options: RunOptions = { answers, typed }) {
    const ran = await host.run(text, options);
    const calls = ran.calls.map(({ command, bound }) => ({
      command,
      bound: Object.fromEntries([...bound].map(([key, given]) => [key, comparable(given)])),
    }));
    const of = (command: string) =>
      calls.filter((call) => call.command === command).map(({ bound }) => bound);
    return { errors: ran.errors, calls, of };
  }

  test('parse without errors, as one block, and no variable is followed by a colon', async () => {
    expect([...files.keys()]).toEqual([
      '0-this-computer.ps1',
      '1-active-directory.ps1',
      '2-exchange-server.ps1',
      '4-graph.ps1',
      '3-exchange-online.ps1',
    ]);
    for (const text of files.values()) {
      const tree = await host.parse(text);
      expect(tree.errors).toEqual([]);
      expect(tree.statements).toBe(1);
      expect(tree.variablesBeforeColon).toEqual([]);
      expect(tree.expandableTexts).toBe(0);
    }
  });

  test('are cut off nowhere so that a part of them runs', async () => {
    const text = script('1-active-directory.ps1');
    for (let end = text.indexOf('& {') + 3; end < text.lastIndexOf('}'); end += 97)
      expect((await host.parse(text.slice(0, end))).errors).not.toEqual([]);
  });

  test('make an account, and name it afterwards by what the directory answered', async () => {
    const { errors, of } = await run(script('1-active-directory.ps1'));
    expect(errors).toEqual([]);
    expect(of('New-ADUser')).toEqual([
      {
        Name: 'sa-1',
        AccountPassword: { secret: `p'1"` },
        Enabled: true,
        Server: 'dc1.example.org',
        PassThru: true,
        ErrorAction: { other: 'System.Management.Automation.ActionPreference Stop' },
      },
    ]);
    expect(of('Set-ADUser')).toMatchObject([{ Identity: 'guid-1', Server: 'dc1.example.org' }]);
    expect(of('Write-Host')).toContainEqual({ Object: `ObjectGuid of ${account}: guid-1` });
  });

  test('ask for a value that another script makes, and close the session', async () => {
    const { errors, calls, of } = await run(script('2-exchange-server.ps1'));
    expect(errors).toEqual([]);
    expect(of('Enable-Mailbox')).toMatchObject([{ Identity: 'guid-1' }]);
    expect(of('Import-PSSession')).toMatchObject([
      { CommandName: { list: ['Enable-Mailbox', 'Set-ADServerSettings'] } },
    ]);
    expect(calls.map(({ command }) => command)).toContain('Remove-PSSession');
  });

  test('say hostile names and bind them as data', async () => {
    const { errors, of } = await run(script('3-exchange-online.ps1'));
    expect(errors).toEqual([]);
    expect(of('Add-MailboxFolderPermission')).toMatchObject(
      hostileNames.map((hostile) => ({ Identity: `m:\\${hostile}`, User: 'g@example.org' })),
    );
    const said = of('Write-Host').map(({ Object: sentence }) => sentence);
    for (const [index, hostile] of hostileNames.entries())
      expect(said).toContain(`${String(index + 2)} of ${String(hostileNames.length + 1)}: ${hostile}`);
    expect(of('Disconnect-ExchangeOnline')).toHaveLength(1);
  });

  test('write nothing in another tenant', async () => {
    const elsewhere = answers.map((answer) =>
      answer.command === 'Get-ConnectionInformation'
        ? { ...answer, properties: { TenantID: 'other' } }
        : answer,
    );
    const { errors, of } = await run(script('3-exchange-online.ps1'), { answers: elsewhere, typed });
    expect(errors).toMatchObject([{ text: 'You signed in to another tenant: other' }]);
    expect(of('New-DistributionGroup')).toEqual([]);
    expect(of('Disconnect-ExchangeOnline')).toHaveLength(1);
  });

  test('compare the domains where the id of the tenant is not known', async () => {
    const [online] = scriptFiles({ ...site, tenantId: undefined }, () =>
      commands.filter(({ command }) => command.target === 'exchangeOnline'),
    );
    const text = [...(online?.chunks ?? [])].join('');
    const { errors, of } = await run(text);
    expect(errors).toMatchObject([
      { text: 'You signed in to another tenant, with the domains other.example' },
    ]);
    expect(of('New-DistributionGroup')).toEqual([]);
  });

  test('send Graph the exact JSON and the id that it answered', async () => {
    const { errors, of } = await run(script('4-graph.ps1'));
    expect(errors).toEqual([]);
    expect(of('Connect-MgGraph')).toMatchObject([
      { Scopes: { list: ['User.ReadWrite.All'] }, TenantId: site.tenantId },
    ]);
    const [made, licensed] = of('Invoke-MgGraphRequest');
    expect(JSON.parse(String(made?.['Body']))).toEqual({
      displayName: 'sa-2',
      passwordProfile: { password: `p\\2"` },
    });
    expect(licensed).toMatchObject({ Method: 'POST', Uri: '/v1.0/users/id%2F2/assignLicense' });
  });

  test('stop before the first command where a secret was not typed', async () => {
    const { errors, of } = await run(script('1-active-directory.ps1'), { answers });
    expect(errors).toMatchObject([{ text: 'Nothing was typed for sa-1.password.' }]);
    expect(of('New-ADUser')).toEqual([]);
  });

  test('stop where an answer does not hold the value that later commands name', async () => {
    const silent = answers.map((answer) =>
      answer.command === 'New-ADUser' ? { ...answer, properties: { ObjectGUID: '' } } : answer,
    );
    const { errors, of } = await run(script('1-active-directory.ps1'), { answers: silent, typed });
    expect(errors).toMatchObject([{ text: `The answer does not hold ObjectGuid of ${account}.` }]);
    expect(of('Set-ADUser')).toEqual([]);
  });

  test('stop at the first command that fails, and close the session all the same', async () => {
    await host.declare(
      recorders.map((one) => (one.name === 'Enable-Mailbox' ? { ...one, parameters: {} } : one)),
    );
    const { errors, of } = await run(script('2-exchange-server.ps1'));
    expect(errors).toMatchObject([{ id: 'NamedParameterNotFound,Enable-Mailbox' }]);
    expect(of('Write-Host')).not.toContainEqual({ Object: 'Every command of this script was carried out.' });
    expect(of('Remove-PSSession')).toHaveLength(1);
  });

  test('say which module is missing', async () => {
    await host.declare(recorders.filter(({ name: recorder }) => recorder !== 'Connect-MgGraph'));
    const { errors, of } = await run(script('4-graph.ps1'));
    expect(errors[0]?.text).toMatch(
      /^The module Microsoft\.Graph\.Authentication is not on this computer\./u,
    );
    expect(of('Invoke-MgGraphRequest')).toEqual([]);
  });

  test('10,000 calendars in one script run', async () => {
    const many = function* (): Generator<ScriptCommand> {
      for (let index = 0; index < 10_000; index += 1)
        yield {
          what: `calendar ${String(index)}`,
          command: cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', {
            Identity: name(`mailbox-${String(index)}:\\Agenda`),
            User: name('g@example.org'),
            AccessRights: ['Editor'],
          }),
        };
    };
    const [file] = scriptFiles(site, many);
    const { errors, of } = await run([...(file?.chunks ?? [])].join(''));
    expect(errors).toEqual([]);
    expect(of('Add-MailboxFolderPermission')).toHaveLength(10_000);
  }, 60_000);
});
