import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import type { Finding } from '../../run/finding.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import { exchangeOnlineModuleId } from './resource-ids.ts';

const directoryModuleId = 'prerequisite/active-directory-module';

/** The newest version of a module on this computer, empty where there is none. */
async function newestVersion(looker: Looker, module: string): Promise<string> {
  const rows = await looker.read(
    cmdlet('computer', 'Get-Module', { Name: module, ListAvailable: true }),
    z.object({ Version: z.string() }),
  );
  return (
    rows
      .map((row) => row.Version)
      .sort(compareVersions)
      .at(-1) ?? ''
  );
}

/** Compares versions part by part, as numbers. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const isOlder = (version: string, than: string): boolean => compareVersions(version, than) < 0;

/** The ActiveDirectory module (RSAT). Installing it needs administrator rights, so it is never done from here. */
export function activeDirectoryModule(): Resource {
  return resource<string>({
    id: directoryModuleId,
    step: 'prerequisites',
    name: 'ActiveDirectory module',
    kind: 'module on this computer',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    inspect: (looker) => newestVersion(looker, 'ActiveDirectory'),
    judge: (version) =>
      version === ''
        ? { state: 'absent', properties: { Version: null }, findings: [noDirectoryModule] }
        : { properties: { Version: version } },
  });
}

const noDirectoryModule: Finding = {
  id: 'active-directory-module-missing',
  severity: 'stops',
  step: 'prerequisites',
  resource: directoryModuleId,
  what: 'The ActiveDirectory module is not installed',
  where: 'This computer',
  why: 'It is part of the Remote Server Administration Tools (RSAT), which Windows does not bring by itself.',
  do: 'In Windows PowerShell started as administrator, run on Windows 10 or 11: Add-WindowsCapability -Online -Name Rsat.ActiveDirectory.DS-LDS.Tools~~~~0.0.1.0 ; on Windows Server: Install-WindowsFeature RSAT-AD-PowerShell. Then look again: the first says nothing when it could not fetch it.',
};

/** First version that takes an access token, which is how this program connects. (facts-exchange 4.1) */
const oldestUsable = '3.1.0';
/** PowerShellGet of a bare Windows; with it comes no NuGet provider, and the gallery can't be used. (facts-windows 15) */
const galleryReady = '2.0';

interface Found {
  readonly version: string;
  readonly powershellGet: string;
}

/** The ExchangeOnlineManagement module for the current user. */
export function exchangeOnlineModule(): Resource {
  return resource<Found>({
    id: exchangeOnlineModuleId,
    step: 'prerequisites',
    name: 'ExchangeOnlineManagement module',
    kind: 'module on this computer',
    where: 'this computer',
    lane: 'computer',
    needs: [],
    async inspect(looker) {
      const version = await newestVersion(looker, 'ExchangeOnlineManagement');
      const isUsable = version !== '' && !isOlder(version, oldestUsable);
      return { version, powershellGet: isUsable ? '' : await newestVersion(looker, 'PowerShellGet') };
    },
    judge({ version, powershellGet }) {
      if (version !== '' && !isOlder(version, oldestUsable)) return { properties: { Version: version } };
      const before = version === '' ? null : version;
      const provider = isOlder(powershellGet, galleryReady) ? [installProvider] : [];
      return {
        state: version === '' ? 'absent' : 'there',
        properties: { Version: before },
        changes: [...provider, installModule(before)],
      };
    },
  });
}

const installProvider: Change = {
  id: 'install-nuget-provider',
  command: cmdlet('computer', 'Install-PackageProvider', {
    Name: 'NuGet',
    MinimumVersion: '2.8.5.201',
    Scope: 'CurrentUser',
    Force: true,
  }),
  differences: [
    {
      property: 'NuGet provider',
      before: null,
      after: '2.8.5.201 or newer',
      reason: 'Modules can only be fetched from the PowerShell Gallery through it.',
    },
  ],
  undo: { cannot: 'Windows PowerShell has no command that takes a package provider away.' },
  byHand:
    'In Windows PowerShell, run Install-PackageProvider NuGet -MinimumVersion 2.8.5.201 -Scope CurrentUser and answer Y.',
};

const installModule = (before: string | null): Change => ({
  id: 'install',
  command: cmdlet('computer', 'Install-Module', {
    Name: 'ExchangeOnlineManagement',
    Scope: 'CurrentUser',
    Force: true,
  }),
  differences: [
    {
      property: 'Version',
      before,
      after: `${oldestUsable} or newer`,
      reason: 'Exchange Online is reached through this module.',
    },
  ],
  undo:
    before === null
      ? {
          command: cmdlet('computer', 'Uninstall-Module', {
            Name: 'ExchangeOnlineManagement',
            AllVersions: true,
            Force: true,
          }),
        }
      : { cannot: 'The newer version stands beside the older one, and other programs may use it by now.' },
  byHand:
    'In Windows PowerShell, run Install-Module ExchangeOnlineManagement -Scope CurrentUser and answer Y. Without internet: on another computer run Save-Module ExchangeOnlineManagement -Path C:\\Modules, copy its folder to Documents\\WindowsPowerShell\\Modules here, and unblock its files.',
});
