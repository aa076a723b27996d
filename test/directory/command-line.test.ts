import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { ids } from '../../shared/steps/ids.ts';
import { commandLine, type CommandLineResult } from '../stand-ins/command-line.ts';
import { temporaryFolder } from '../stand-ins/temporary-folder.ts';
import { directoryPowerShell } from './directory-powershell.ts';
import { writeSiteFile } from './directory-runs.ts';
import { directorySession, whyNoDirectoryTests } from './directory-session.ts';
import { domain, serviceAccounts } from './provisioning.ts';

const reason = whyNoDirectoryTests();
const password = 'Correct-Horse-7-Battery';

describe.skipIf(reason !== undefined)(`the command line at a real directory ${reason ?? ''}`, () => {
  const directory = directorySession();

  /** A run of the step as another account; whoever is signed in has no ticket. */
  async function runAs(name: string, secret: string, account: string): Promise<CommandLineResult> {
    vi.stubEnv('KRB5CCNAME', 'FILE:/nowhere/ticket');
    const folder = temporaryFolder();
    const site = join(folder, 'site.json');
    writeSiteFile(site, { account });
    const words = [
      'run',
      '--site',
      site,
      '--runs',
      join(folder, 'runs'),
      '--only',
      'service-accounts',
      '--yes',
    ];
    const way = ['--powershell', directoryPowerShell(), '--as', name, '--secrets', '-', '--json'];
    return await commandLine([...words, ...way], JSON.stringify({ 'administrator.password': secret }));
  }
  const outcome = (run: CommandLineResult, account: string) =>
    run.of('resource').find(({ resource }) => resource === ids.account('on-premises', account))?.outcome;

  test('makes an account as somebody who may', async () => {
    const run = await runAs(`${domain.netBios}\\${domain.administrator}`, domain.password, 'sa-by-name');
    expect(outcome(run, 'sa-by-name')).toBe('changed');
    expect(run.stdout + run.stderr).not.toContain(domain.password);
    expect(await directory().row('Get-ADUser', { Identity: 'sa-by-name' }, ['Enabled'])).toEqual({
      Enabled: true,
    });
  });

  test('tells somebody who may not, and makes nothing', async () => {
    await directory().rows('New-ADUser', {
      Name: 'ordinary',
      UserPrincipalName: `ordinary@${domain.dns}`,
      Path: serviceAccounts,
      AccountPassword: { type: 'secret', text: password },
      Enabled: true,
      Confirm: false,
    });
    const run = await runAs(`ordinary@${domain.dns}`, password, 'sa-denied');
    expect(outcome(run, 'sa-denied')).toBe('failed');
    expect(run.of('finding').map(({ id }) => id)).toContain('no-right');
    const anybody = { LDAPFilter: '(sAMAccountName=sa-denied)' };
    expect(await directory().rows('Get-ADUser', anybody)).toEqual([]);
  });
});
