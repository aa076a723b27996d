import type { Value } from '../../shared/commands/value.ts';
import { refusal, unknownCmdlet, type ComputerAnswer, type Given } from './computer/answer.ts';
import { getModule, installModule, installPackageProvider, uninstallModule } from './computer/modules.ts';
import { getExecutionPolicy, setExecutionPolicy } from './computer/policy.ts';
import type { Computer } from './computer/state.ts';
import {
  getCapability,
  getCimInstance,
  getFeature,
  getItemProperty,
  setCapability,
  setFeature,
} from './computer/windows.ts';

interface ComputerCmdlet {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly mandatory?: readonly string[];
  readonly run: (computer: Computer, given: Given) => ComputerAnswer;
}

const cmdlets: readonly ComputerCmdlet[] = [
  { name: 'Get-ExecutionPolicy', parameters: ['Scope', 'List'], run: getExecutionPolicy },
  {
    name: 'Set-ExecutionPolicy',
    parameters: ['ExecutionPolicy', 'Scope', 'Force'],
    mandatory: ['ExecutionPolicy'],
    run: setExecutionPolicy,
  },
  {
    name: 'Get-Module',
    parameters: ['Name', 'ListAvailable', 'All', 'Refresh', 'PSEdition'],
    run: getModule,
  },
  {
    name: 'Install-Module',
    parameters: [
      'Name',
      'Scope',
      'Force',
      'AllowClobber',
      'Repository',
      'RequiredVersion',
      'MinimumVersion',
      'AcceptLicense',
      'SkipPublisherCheck',
    ],
    mandatory: ['Name'],
    run: installModule,
  },
  {
    name: 'Uninstall-Module',
    parameters: ['Name', 'RequiredVersion', 'AllVersions', 'Force'],
    mandatory: ['Name'],
    run: uninstallModule,
  },
  {
    name: 'Install-PackageProvider',
    parameters: ['Name', 'MinimumVersion', 'Scope', 'Force', 'ForceBootstrap'],
    mandatory: ['Name'],
    run: installPackageProvider,
  },
  {
    name: 'Get-CimInstance',
    parameters: ['ClassName', 'Property'],
    mandatory: ['ClassName'],
    run: getCimInstance,
  },
  { name: 'Get-ItemProperty', parameters: ['Path', 'LiteralPath', 'Name'], run: getItemProperty },
  { name: 'Get-WindowsCapability', parameters: ['Online', 'Name', 'LimitAccess'], run: getCapability },
  {
    name: 'Add-WindowsCapability',
    parameters: ['Online', 'Name', 'Source', 'LimitAccess'],
    mandatory: ['Name'],
    run: setCapability(true, 'Add'),
  },
  {
    name: 'Remove-WindowsCapability',
    parameters: ['Online', 'Name'],
    mandatory: ['Name'],
    run: setCapability(false, 'Remove'),
  },
  { name: 'Get-WindowsFeature', parameters: ['Name'], run: getFeature },
  {
    name: 'Install-WindowsFeature',
    parameters: ['Name', 'IncludeManagementTools'],
    mandatory: ['Name'],
    run: setFeature(true, 'Install'),
  },
  {
    name: 'Uninstall-WindowsFeature',
    parameters: ['Name'],
    mandatory: ['Name'],
    run: setFeature(false, 'Uninstall'),
  },
];

const common = new Set(['erroraction', 'warningaction', 'confirm', 'whatif', 'verbose']);

/** Runs one of the computer's own cmdlets on its state; throws what PowerShell would say. */
export function runComputerCmdlet(
  computer: Computer,
  name: string,
  parameters: Readonly<Record<string, Value>>,
): ComputerAnswer {
  const known = cmdlets.find((cmdlet) => cmdlet.name.toLowerCase() === name.toLowerCase());
  if (known === undefined) {
    throw unknownCmdlet(name);
  }
  const given = new Map(Object.entries(parameters).map(([key, value]) => [key.toLowerCase(), value]));
  const allowed = new Set(known.parameters.map((parameter) => parameter.toLowerCase()));
  const stranger = Object.keys(parameters).find(
    (key) => !allowed.has(key.toLowerCase()) && !common.has(key.toLowerCase()),
  );
  if (stranger !== undefined) {
    throw refusal(
      known.name,
      'NamedParameterNotFound',
      'ParameterBindingException',
      `A parameter cannot be found that matches parameter name '${stranger}'.`,
    );
  }
  const missing = known.mandatory?.find((parameter) => !given.has(parameter.toLowerCase()));
  if (missing !== undefined) {
    throw refusal(
      known.name,
      'MissingMandatoryParameter',
      'ParameterBindingException',
      `Cannot process command because of one or more missing mandatory parameters: ${missing}.`,
    );
  }
  return known.run(computer, given);
}
