import { describe, expect, test } from 'vitest';
import { CmdletTransport } from '../../electron/powershell/cmdlet-transport.ts';
import { realUse } from '../../electron/powershell/real-site.ts';
import { Vault } from '../../electron/run/vault.ts';
import { cmdlet, type CmdletCommand } from '../../shared/commands/command.ts';
import { powershellProgram, whyNoEngine } from './powershell-host.ts';
import { failure, outputs } from './transports.ts';

const reason = whyNoEngine();
const module = new URL('exchange-online-module.ps1', import.meta.url);
const token = 'exchange-online.access-token';
const asked = ['TenantID', 'UserPrincipalName'];

const online = (name: string): CmdletCommand => cmdlet('exchangeOnline', name);
const connecting = cmdlet('exchangeOnline', 'Connect-ExchangeOnline', {
  AccessToken: { secret: token },
  UserPrincipalName: 'admin@uni.example',
  ExchangeEnvironmentName: 'O365Default',
  ShowBanner: false,
  CommandName: ['Get-Mailbox', 'Get-Recipient'],
});

/** The product's own way to Exchange Online, with a module of the test. */
const openTransport = (): CmdletTransport =>
  new CmdletTransport({ ...realUse('exchangeOnline', undefined), script: module }, powershellProgram(), {
    sessions: 2,
    commandMs: 60_000,
  });

async function connect(transport: CmdletTransport, secrets: Vault): Promise<void> {
  await outputs(
    transport,
    cmdlet('exchangeOnline', 'Import-Module', { Name: 'ExchangeOnlineManagement' }),
    secrets,
  );
  await outputs(transport, connecting, secrets);
  expect(await outputs(transport, online('Get-ConnectionInformation'), secrets, asked)).toMatchObject([
    { row: { UserPrincipalName: 'admin@uni.example' } },
  ]);
}

const connected = ['Token', 'User', 'Environment', 'Banner', 'Names', 'Times'];

/** Keeps one session busy, so that the next command needs another. */
async function busy(transport: CmdletTransport, secrets: Vault): Promise<AsyncDisposable> {
  const enough = new AbortController();
  const sent = transport.send(online('Get-Slow'), { secrets, signal: enough.signal });
  const rows = sent[Symbol.asyncIterator]();
  await rows.next();
  return {
    async [Symbol.asyncDispose]() {
      enough.abort(new Error('enough'));
      await expect(rows.next()).rejects.toThrow('enough');
    },
  };
}

describe.skipIf(reason !== undefined)(`sessions with Exchange Online ${reason ?? ''}`, () => {
  test('are connected with the token, for the named cmdlets only, without a banner', async () => {
    const secrets = new Vault(new Map([[token, 'tenant-1.first']]));
    await using transport = openTransport();
    await connect(transport, secrets);
    expect(await outputs(transport, online('Get-Connected'), secrets, connected)).toEqual([
      {
        row: {
          Token: 'tenant-1.first',
          User: 'admin@uni.example',
          Environment: 'O365Default',
          Banner: false,
          Names: ['Get-Mailbox', 'Get-Recipient'],
          Times: 1,
        },
      },
    ]);
  });

  test('are connected anew, each once, when the token is another one', async () => {
    const secrets = new Vault(new Map([[token, 'tenant-1.first']]));
    await using transport = openTransport();
    await connect(transport, secrets);
    secrets.keep(token, 'tenant-1.second');
    for (const times of [2, 2])
      expect(await outputs(transport, online('Get-Connected'), secrets, ['Token', 'Times'])).toEqual([
        { row: { Token: 'tenant-1.second', Times: times } },
      ]);
  });

  test('are connected alike, and refused where one finds itself in another tenant', async () => {
    const secrets = new Vault(new Map([[token, 'tenant-1.first']]));
    await using transport = openTransport();
    await connect(transport, secrets);
    {
      await using _ = await busy(transport, secrets);
      const rows = await outputs(transport, online('Get-Connected'), secrets, ['Token', 'Times']);
      expect(rows).toEqual([{ row: { Token: 'tenant-1.first', Times: 1 } }]);
    }
    secrets.keep(token, 'tenant-2.first');
    const refused = await failure(outputs(transport, online('Get-Connected'), secrets));
    expect(refused).toMatchObject({ kind: 'lasting', id: 'ConnectedElsewhere' });
  });
});
