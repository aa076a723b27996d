import { answer, like, refusal, text, type ComputerAnswer, type Given } from './answer.ts';
import { rsatCapability, rsatFeature, type Computer } from './state.ts';

export function getModule(computer: Computer, given: Given): ComputerAnswer {
  const pattern = text(given, 'Name') ?? '*';
  const hasDirectory =
    computer.capabilities[rsatCapability] === true || computer.features[rsatFeature] === true;
  const system = hasDirectory
    ? [
        {
          name: 'ActiveDirectory',
          version: '1.0.1.0',
          base: 'C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules',
        },
      ]
    : [];
  const rows = [...system, ...computer.modules]
    .filter((module) => like(pattern, module.name))
    .map((module) => ({
      Name: module.name,
      Version: module.version,
      ModuleBase: `${module.base}\\${module.name}`,
    }));
  return answer(computer, ...rows);
}

export function installModule(computer: Computer, given: Given): ComputerAnswer {
  const asked = text(given, 'Name') ?? '';
  const name = Object.keys(computer.gallery).find((known) => known.toLowerCase() === asked.toLowerCase());
  if (name === undefined) {
    throw refusal(
      'Microsoft.PowerShell.PackageManagement.Cmdlets.InstallPackage',
      'NoMatchFoundForCriteria',
      'Exception',
      `No match was found for the specified search criteria and module name '${asked}'. Try Get-PSRepository to see all available registered module repositories.`,
    );
  }
  if (!computer.packageProviders.includes('NuGet')) {
    throw refusal(
      'Install-NuGetClientBinaries',
      'CouldNotInstallNuGetProvider',
      'InvalidOperationException',
      "NuGet provider is required to interact with NuGet-based repositories. Please ensure that '2.8.5.201' or newer version of NuGet provider is installed.",
    );
  }
  const version = text(given, 'RequiredVersion') ?? computer.gallery[name] ?? '';
  const base =
    text(given, 'Scope')?.toLowerCase() === 'allusers'
      ? 'C:\\Program Files\\WindowsPowerShell\\Modules'
      : 'C:\\Users\\administrator\\Documents\\WindowsPowerShell\\Modules';
  const others = computer.modules.filter((module) => module.name !== name || module.version !== version);
  return answer({ ...computer, modules: [...others, { name, version, base }] });
}

export function uninstallModule(computer: Computer, given: Given): ComputerAnswer {
  const asked = text(given, 'Name') ?? '';
  const version = text(given, 'RequiredVersion');
  const left = computer.modules.filter(
    (module) =>
      module.name.toLowerCase() !== asked.toLowerCase() ||
      (version !== undefined && version !== module.version),
  );
  if (left.length === computer.modules.length) {
    throw refusal(
      'Microsoft.PowerShell.PackageManagement.Cmdlets.UninstallPackage',
      'NoMatchFound',
      'Exception',
      `No match was found for the specified search criteria and module names '${asked}'.`,
    );
  }
  return answer({ ...computer, modules: left });
}

export function installPackageProvider(computer: Computer, given: Given): ComputerAnswer {
  const name = text(given, 'Name') ?? '';
  const providers = computer.packageProviders.includes(name)
    ? computer.packageProviders
    : [...computer.packageProviders, name];
  return answer({ ...computer, packageProviders: providers }, { Name: name, Version: '2.8.5.208' });
}
