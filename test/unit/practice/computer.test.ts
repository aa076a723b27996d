import { describe, expect, it } from 'vitest';
import type { Value } from '../../../shared/commands/value.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import { runComputerCmdlet } from '../../../electron/practice/computer.ts';
import { OverruledPolicy } from '../../../electron/practice/computer/policy.ts';
import {
  administratorsComputer,
  effectivePolicy,
  frameworkKey,
  rsatCapability,
  type Computer,
} from '../../../electron/practice/computer/state.ts';

const client = administratorsComputer;
const run = (computer: Computer, name: string, parameters: Readonly<Record<string, Value>> = {}) =>
  runComputerCmdlet(computer, name, parameters);

function refusal(act: () => unknown): ServiceError {
  try {
    act();
  } catch (failure) {
    if (failure instanceof ServiceError) return failure;
    throw failure;
  }
  throw new Error('It was not refused.');
}

describe('the computer of the practice site', () => {
  it('has an execution policy per scope; the first that says something is in force', () => {
    expect(run(client, 'Get-ExecutionPolicy').rows).toEqual(['Restricted']);
    const { computer } = run(client, 'Set-ExecutionPolicy', {
      ExecutionPolicy: 'RemoteSigned',
      Scope: 'CurrentUser',
      Force: true,
    });
    expect(effectivePolicy(computer)).toBe('RemoteSigned');
    expect(run(computer, 'Get-ExecutionPolicy', { List: true }).rows).toContainEqual({
      Scope: 'CurrentUser',
      ExecutionPolicy: 'RemoteSigned',
    });
  });

  it('group policy wins: the value is written, and the cmdlet says that it is overridden', () => {
    const managed: Computer = { ...client, policies: { ...client.policies, MachinePolicy: 'AllSigned' } };
    const failure = refusal(() =>
      run(managed, 'Set-ExecutionPolicy', { ExecutionPolicy: 'RemoteSigned', Scope: 'CurrentUser' }),
    );
    expect(failure.id).toMatch(/^ExecutionPolicyOverride,/u);
    expect(failure instanceof OverruledPolicy && failure.computer.policies.CurrentUser).toBe('RemoteSigned');
  });

  it('installs a module from the gallery and removes it again', () => {
    const { computer } = run(client, 'Install-Module', {
      Name: 'ExchangeOnlineManagement',
      Scope: 'CurrentUser',
      Force: true,
    });
    const list = { ListAvailable: true, Name: 'ExchangeOnlineManagement' };
    expect(run(computer, 'Get-Module', list).rows).toMatchObject([{ Version: '3.10.1' }]);
    const after = run(computer, 'Uninstall-Module', { Name: 'ExchangeOnlineManagement' }).computer;
    expect(after).toEqual(client);
    expect(refusal(() => run(client, 'Install-Module', { Name: 'Nothing' })).id).toMatch(/^NoMatchFound/u);
  });

  it('a registry key that is not there is not found; one that is, is read', () => {
    expect(run(client, 'Get-ItemProperty', { Path: frameworkKey, Name: 'Release' }).rows).toEqual([
      { Release: 533320 },
    ]);
    const failure = refusal(() =>
      run(client, 'Get-ItemProperty', {
        Path: 'HKLM:\\Software\\Policies\\Microsoft\\Windows\\PowerShell\\Transcription',
      }),
    );
    expect(failure.id).toBe('PathNotFound,Microsoft.PowerShell.Commands.GetItemPropertyCommand');
    expect(failure.exception).toBe('ItemNotFoundException');
  });

  it('has the directory module with RSAT and not without', () => {
    const list = { ListAvailable: true, Name: 'ActiveDirectory' };
    expect(run(client, 'Get-Module', list).rows).toHaveLength(1);
    const without = run(client, 'Remove-WindowsCapability', { Online: true, Name: rsatCapability }).computer;
    expect(run(without, 'Get-Module', list).rows).toEqual([]);
    expect(
      run(without, 'Get-WindowsCapability', { Online: true, Name: 'Rsat.ActiveDirectory*' }).rows,
    ).toEqual([{ Name: rsatCapability, State: 'NotPresent' }]);
    expect(refusal(() => run(client, 'Get-WindowsFeature')).id).toBe('CommandNotFoundException');
  });

  it('refuses unknown cmdlets, unknown parameters and missing ones', () => {
    expect(refusal(() => run(client, 'Get-Nothing')).id).toBe('CommandNotFoundException');
    expect(refusal(() => run(client, 'Get-Module', { Colour: 'red' })).message).toContain("'Colour'");
    expect(refusal(() => run(client, 'Install-Module')).message).toContain('mandatory parameters: Name');
  });

  it('says what it is', () => {
    expect(run(client, 'Get-CimInstance', { ClassName: 'Win32_OperatingSystem' }).rows).toMatchObject([
      { ProductType: 1, BuildNumber: '26100' },
    ]);
  });
});
