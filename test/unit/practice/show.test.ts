import { describe, expect, it } from 'vitest';
import { doCommand, UnusableCommand } from '../../../electron/practice/do.ts';
import { showSite } from '../../../electron/practice/show.ts';
import { z } from 'zod';
import { stoppedClock, temporarySite } from './temporary-site.ts';

const shown = (file: string): string => [...showSite(file, { comparable: true })].join('');
const rowsOf = z.object({ rows: z.array(z.record(z.string(), z.json())) });

async function done(
  file: string,
  command: unknown,
): Promise<readonly Record<string, z.core.util.JSONType>[]> {
  return rowsOf.parse(await doCommand(file, command)).rows;
}

/** Waits for what appears later by looking for it, as a run does. */
async function untilDone(file: string, command: unknown): Promise<void> {
  const { later } = stoppedClock();
  for (let looks = 0; looks < 50; looks += 1) {
    const result = await doCommand(file, command);
    if (!('failed' in result)) return;
    later(20);
  }
  throw new Error(`It did not appear: ${JSON.stringify(command)}`);
}

describe('the comparable state', () => {
  it('is the same after changes in the cloud and their undo, and differs in between', async () => {
    const { file } = temporarySite({ preset: 'seed-cloud' });
    const before = shown(file);
    const [user] = await done(file, {
      target: 'graph',
      method: 'POST',
      path: '/users',
      body: {
        accountEnabled: true,
        displayName: 'Calendar push',
        mailNickname: 'sa',
        userPrincipalName: 'sa@eveoh.onmicrosoft.com',
        usageLocation: 'NL',
        passwordProfile: { password: { secret: 'sa.password' } },
      },
    });
    const { id } = z.object({ id: z.string() }).parse(user);
    const skuId = '6fd2c87f-b296-42f0-b197-1e91e994b900';
    const assign = { target: 'graph', method: 'POST', path: `/users/${id}/assignLicense` };
    await done(file, {
      ...assign,
      body: { addLicenses: [{ skuId, disabledPlans: [] }], removeLicenses: [] },
    });
    const group = { target: 'exchangeOnline', parameters: { Identity: 'push@eveoh.onmicrosoft.com' } };
    await done(file, {
      target: 'exchangeOnline',
      cmdlet: 'New-DistributionGroup',
      parameters: { Name: 'Push', Type: 'Security', PrimarySmtpAddress: 'push@eveoh.onmicrosoft.com' },
    });
    const calendar = 'p00000@eveoh.onmicrosoft.com:\\Mijn rooster';
    const entry = { Identity: calendar, User: 'push@eveoh.onmicrosoft.com' };
    await untilDone(file, {
      target: 'exchangeOnline',
      cmdlet: 'Add-MailboxFolderPermission',
      parameters: { ...entry, AccessRights: ['Editor'] },
    });
    expect(shown(file)).not.toBe(before);
    await done(file, {
      target: 'exchangeOnline',
      cmdlet: 'Remove-MailboxFolderPermission',
      parameters: { ...entry, Confirm: false },
    });
    await done(file, {
      ...group,
      cmdlet: 'Remove-DistributionGroup',
      parameters: { ...group.parameters, Confirm: false },
    });
    await done(file, { ...assign, body: { addLicenses: [], removeLicenses: [skuId] } });
    await done(file, { target: 'graph', method: 'DELETE', path: `/users/${id}` });
    expect(shown(file)).toBe(before);
  });

  it('is the same after an account was made in Active Directory, synchronised and taken away', async () => {
    const { file } = temporarySite({ preset: 'hybrid', mailboxes: 10 });
    const before = shown(file);
    await done(file, {
      target: 'activeDirectory',
      cmdlet: 'New-ADUser',
      parameters: {
        Name: 'sa-calpush-cloud-1',
        SamAccountName: 'sa-calpush-cloud-1',
        UserPrincipalName: 'sa-calpush-cloud-1@ganzenveer.example',
        Path: 'OU=Service accounts,DC=ad,DC=ganzenveer,DC=example',
        AccountPassword: { secret: 'sa.password' },
        Enabled: true,
      },
    });
    const during = shown(file);
    expect(during).toContain('"onPremisesUserPrincipalName":"sa-calpush-cloud-1@ganzenveer.example"');
    await done(file, {
      target: 'activeDirectory',
      cmdlet: 'Remove-ADUser',
      parameters: { Identity: 'sa-calpush-cloud-1', Confirm: false },
    });
    expect(shown(file)).toBe(before);
  });

  it('shows a calendar that was renamed, and does not change the site by showing it', async () => {
    const { file } = temporarySite({ preset: 'seed-on-premises' });
    const before = shown(file);
    expect(shown(file)).toBe(before);
    const rename = (name: string) => ({
      target: 'practice',
      action: 'rename-folder',
      mailbox: 'j.jansen@dev.eveoh.local',
      name,
    });
    await done(file, rename('Anders'));
    expect(shown(file)).toContain('"Anders"');
    expect(shown(file)).not.toBe(before);
  });
});

describe('the whole state', () => {
  it('is JSON with what is on its way, and without passwords', async () => {
    const { file } = temporarySite({ preset: 'hybrid', mailboxes: 4 });
    await done(file, {
      target: 'activeDirectory',
      cmdlet: 'New-ADUser',
      parameters: {
        Name: 'sa',
        UserPrincipalName: 'sa@ganzenveer.example',
        AccountPassword: { secret: 'x' },
        Enabled: true,
      },
    });
    const state: { onTheirWay: unknown[]; activeDirectory: Record<string, unknown>[] } = JSON.parse(
      [...showSite(file)].join(''),
    );
    expect(state.onTheirWay.length).toBeGreaterThan(0);
    expect(state.activeDirectory.find(({ sam }) => sam === 'sa')).toMatchObject({ hasPassword: true });
    expect(state.activeDirectory.some((object) => 'password' in object)).toBe(false);
  });
});

describe('a command of another administrator', () => {
  it('that is refused comes back with what the service said', async () => {
    const { file } = temporarySite({ preset: 'seed-on-premises', mailboxes: 2 });
    const result = await doCommand(file, {
      target: 'activeDirectory',
      cmdlet: 'Get-ADUser',
      parameters: { Identity: 'nobody' },
    });
    expect(result).toMatchObject({ failed: { exception: 'ADIdentityNotFoundException' } });
  });

  it.each([
    { target: 'nowhere' },
    { target: 'exchange', cmdlet: 'Get-Mailbox', parameters: { Identity: '' } },
    { target: 'exchange', cmdlet: 'Get-MailboxFolderPermission', parameters: { Identity: ':\\Calendar' } },
    { target: 'practice', action: 'fly' },
    'text',
  ])('that is none is bad input: %j', async (given) => {
    const { file } = temporarySite({ preset: 'seed-on-premises', mailboxes: 1 });
    await expect(doCommand(file, given)).rejects.toBeInstanceOf(UnusableCommand);
  });
});
