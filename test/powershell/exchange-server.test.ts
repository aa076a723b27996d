import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CmdletTransport, type SessionUse } from '../../electron/powershell/cmdlet-transport.ts';
import { realUse } from '../../electron/powershell/real-site.ts';
import { Vault } from '../../electron/run/vault.ts';
import { cmdlet, type CmdletCommand, type Parameters } from '../../shared/commands/command.ts';
import { name } from '../../shared/commands/value.ts';
import { powershellProgram, whyNoEngine } from './powershell-host.ts';
import { failure, outputs as outputsWith } from './transports.ts';

const reason = whyNoEngine();
const endpoint = new URL('exchange-endpoint.ps1', import.meta.url);
const account = { name: 'EVEOH\\admin', password: 'administrator.password' };
const secrets = new Vault(new Map([['administrator.password', 'Hunter2!']]));

const asOpened = 'Microsoft.Exchange http://ex1.dev.eveoh.local/PowerShell/ Kerberos EVEOH\\admin';

/** The product's own way to an Exchange server; only what New-PSSession opens is a process on this computer. */
function openTransport(sessions = 1): CmdletTransport {
  const use = realUse('exchange', account);
  const where: SessionUse['where'] = (command) =>
    command.cmdlet === 'Close-Endpoint' ? 'here' : use.where(command);
  const limits = { sessions, commandMs: 60_000 };
  return new CmdletTransport({ ...use, where, script: endpoint }, powershellProgram(), limits);
}

const exchange = (cmdletName: string, parameters: Parameters = {}): CmdletCommand =>
  cmdlet('exchange', cmdletName, parameters);

const connecting = [
  exchange('New-PSSession', {
    ConfigurationName: 'Microsoft.Exchange',
    ConnectionUri: 'http://ex1.dev.eveoh.local/PowerShell/',
    Authentication: 'Kerberos',
  }),
  exchange('Set-ADServerSettings', { PreferredServer: 'dc1', ViewEntireForest: true }),
];

const outputs = (transport: CmdletTransport, command: CmdletCommand, properties: readonly string[] = []) =>
  outputsWith(transport, command, secrets, properties);

async function connect(transport: CmdletTransport): Promise<void> {
  for (const command of connecting) await outputs(transport, command);
}

describe.skipIf(reason !== undefined)(`commands to an Exchange server ${reason ?? ''}`, () => {
  let transport: CmdletTransport;
  const server = exchange('Get-ExchangeServer', { Identity: name('ex1') });
  beforeAll(async () => {
    transport = openTransport();
    await connect(transport);
  });
  afterAll(async () => {
    await transport[Symbol.asyncDispose]();
  });

  test('run in the session that was opened, as the account that was named', async () => {
    expect(await outputs(transport, server, ['Fqdn', 'Opened', 'EntireForest'])).toEqual([
      {
        row: {
          Fqdn: 'ex1',
          Opened: asOpened,
          EntireForest: true,
        },
      },
    ]);
  });

  test('put out the properties that were asked for, enumerations by their names', async () => {
    const asked = [
      'FolderName',
      'User',
      'User.UserType',
      'User.DisplayName',
      'User.ADRecipient.Guid',
      'AccessRights',
    ];
    const command = exchange('Get-MailboxFolderPermission', { Identity: name('Agenda'), Count: 1 });
    expect(await outputs(transport, command, [...asked, 'SharingPermissionFlags'])).toEqual([
      {
        row: {
          FolderName: 'Agenda',
          User: {
            UserType: 'Tuesday',
            DisplayName: "O'Brien",
            ADRecipient: { Guid: '6f9619ff-8b86-d011-b42d-00c04fc964ff' },
          },
          AccessRights: ['Editor'],
          SharingPermissionFlags: null,
        },
      },
    ]);
  });

  test('stream', async () => {
    const many = exchange('Get-MailboxFolderPermission', { Identity: name('Agenda'), Count: 2_000 });
    const rows = await outputs(transport, many, ['Number']);
    expect(rows).toEqual(Array.from({ length: 2_000 }, (_, Number) => ({ row: { Number } })));
  });

  test('refuse as the server does, in its own words, after its warnings', async () => {
    const refused = await failure(outputs(transport, exchange('Get-Wrong', { Identity: name('x') })));
    expect(refused).toMatchObject({ exception: 'ManagementObjectNotFoundException', kind: 'lasting' });
    expect(refused.id).toMatch(/^Ex6C3B2D/u);
    expect(refused.message).toContain("The operation couldn't be performed");
    const ended = await failure(outputs(transport, exchange('Get-Ended')));
    expect(ended).toMatchObject({ id: 'Over,Get-Ended', exception: 'ArgumentException', message: 'no more' });
  });

  test('of a cmdlet that the server does not offer are refused by it', async () => {
    const refused = await failure(outputs(transport, exchange('Get-Nothing')));
    expect(refused.id).toMatch(/^CommandNotFoundException/u);
  });

  test('carry secrets as secure strings', async () => {
    const command = exchange('Get-KindOf', { Value: { secret: 'administrator.password' } });
    expect(await outputs(transport, command, ['Kind'])).toEqual([
      { row: { Kind: 'System.Security.SecureString' } },
    ]);
  });

  test('are stopped without losing the session', async () => {
    const before = await outputs(transport, server, ['Process']);
    const cancel = new AbortController();
    const sent = transport.send(exchange('Get-Slow'), { secrets, signal: cancel.signal, properties: [] });
    await expect(
      (async () => {
        for await (const _ of sent) cancel.abort(new Error('enough'));
      })(),
    ).rejects.toThrow('enough');
    expect(await outputs(transport, server, ['Process'])).toEqual(before);
  });

  test('find a new session, connected as before, where the old one was closed', async () => {
    const before = await outputs(transport, server, ['Process']);
    await outputs(transport, exchange('Close-Endpoint'));
    const after = await outputs(transport, server, ['Process', 'Opened', 'EntireForest']);
    expect(after).not.toMatchObject(before);
    expect(after).toMatchObject([{ row: { Opened: asOpened, EntireForest: true } }]);
  });

  test('that were under way when PowerShell ended are told as lost, and the next find a new one', async () => {
    const { pid } = await transport.hello(new AbortController().signal);
    const sent = transport.send(exchange('Get-Slow'), { secrets, signal: new AbortController().signal });
    const lost = await failure(
      (async () => {
        for await (const _ of sent) process.kill(pid, 'SIGKILL');
      })(),
    );
    expect(lost.kind).toBe('lost');
    expect(await outputs(transport, server, ['Opened', 'EntireForest'])).toEqual([
      { row: { Opened: asOpened, EntireForest: true } },
    ]);
  });
});

test.skipIf(reason !== undefined)(`sessions at once are connected alike ${reason ?? ''}`, async () => {
  await using transport = openTransport(2);
  await connect(transport);
  const slow = new AbortController();
  const first = transport
    .send(exchange('Get-Slow'), { secrets, signal: slow.signal })
    [Symbol.asyncIterator]();
  await first.next();
  const rows = await outputs(transport, exchange('Get-ExchangeServer', { Identity: name('ex1') }), [
    'EntireForest',
  ]);
  expect(rows).toEqual([{ row: { EntireForest: true } }]);
  slow.abort(new Error('enough'));
  await expect(first.next()).rejects.toThrow('enough');
});
