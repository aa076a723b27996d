import { answer, like, refusal, text, unknownCmdlet, type ComputerAnswer, type Given } from './answer.ts';
import type { Computer } from './state.ts';

export function getCimInstance(computer: Computer, given: Given): ComputerAnswer {
  const asked = text(given, 'ClassName') ?? '';
  if (asked.toLowerCase() !== 'win32_operatingsystem') {
    throw refusal(
      'Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand',
      'HRESULT 0x80041010',
      'CimException',
      'Invalid class ',
    );
  }
  return answer(computer, {
    Caption: computer.caption,
    Version: computer.version,
    BuildNumber: computer.version.split('.').at(-1) ?? '',
    ProductType: computer.productType,
    OSArchitecture: '64-bit',
  });
}

const reader = 'Microsoft.PowerShell.Commands.GetItemPropertyCommand';

export function getItemProperty(computer: Computer, given: Given): ComputerAnswer {
  const path = text(given, 'LiteralPath') ?? text(given, 'Path') ?? '';
  const plain = path.replace(/^Registry::HKEY_LOCAL_MACHINE\\/iu, 'HKLM:\\').toLowerCase();
  const key = Object.keys(computer.registry).find((known) => known.toLowerCase() === plain);
  const values = key === undefined ? undefined : computer.registry[key];
  if (values === undefined) {
    throw refusal(
      reader,
      'PathNotFound',
      'ItemNotFoundException',
      `Cannot find path '${path}' because it does not exist.`,
    );
  }
  const name = text(given, 'Name');
  if (name === undefined) return answer(computer, values);
  const known = Object.keys(values).find((value) => value.toLowerCase() === name.toLowerCase());
  if (known === undefined) {
    throw refusal(
      reader,
      'System.Management.Automation.PSArgumentException',
      'PSArgumentException',
      `Property ${name} does not exist at path ${path}.`,
    );
  }
  return answer(computer, { [known]: values[known] ?? '' });
}

const isClient = (computer: Computer): boolean => computer.productType === 1;

/** Client and server have each their own cmdlets for this; on the other kind the cmdlet is not there at all. */
function only(forClients: boolean, cmdlet: string, computer: Computer): void {
  if (isClient(computer) === forClients) return;
  throw unknownCmdlet(cmdlet);
}

function elevatedOnly(cmdlet: string, computer: Computer): void {
  if (computer.elevated) return;
  throw refusal(cmdlet, cmdlet, 'COMException', 'The requested operation requires elevation.');
}

export function getCapability(computer: Computer, given: Given): ComputerAnswer {
  only(true, 'Get-WindowsCapability', computer);
  elevatedOnly('Microsoft.Dism.Commands.GetWindowsCapabilityCommand', computer);
  const pattern = text(given, 'Name') ?? '*';
  const rows = Object.entries(computer.capabilities)
    .filter(([name]) => like(pattern, name))
    .map(([name, isInstalled]) => ({ Name: name, State: isInstalled ? 'Installed' : 'NotPresent' }));
  return answer(computer, ...rows);
}

export const setCapability = (isInstalled: boolean, verb: string) => (computer: Computer, given: Given) => {
  only(true, `${verb}-WindowsCapability`, computer);
  elevatedOnly(`Microsoft.Dism.Commands.${verb}WindowsCapabilityCommand`, computer);
  const name = text(given, 'Name') ?? '';
  if (computer.capabilities[name] === undefined) {
    throw refusal(
      `Microsoft.Dism.Commands.${verb}WindowsCapabilityCommand`,
      `Microsoft.Dism.Commands.${verb}WindowsCapabilityCommand`,
      'COMException',
      'A Windows capability name was not recognized. ',
    );
  }
  const capabilities = { ...computer.capabilities, [name]: isInstalled };
  return answer({ ...computer, capabilities }, { Path: '', Online: true, RestartNeeded: false });
};

export function getFeature(computer: Computer, given: Given): ComputerAnswer {
  only(false, 'Get-WindowsFeature', computer);
  const pattern = text(given, 'Name') ?? '*';
  const rows = Object.entries(computer.features)
    .filter(([name]) => like(pattern, name))
    .map(([name, isInstalled]) => ({
      Name: name,
      Installed: isInstalled,
      InstallState: isInstalled ? 'Installed' : 'Available',
    }));
  return answer(computer, ...rows);
}

export const setFeature = (isInstalled: boolean, verb: string) => (computer: Computer, given: Given) => {
  only(false, `${verb}-WindowsFeature`, computer);
  const name = text(given, 'Name') ?? '';
  const features = { ...computer.features, [name]: isInstalled };
  return answer({ ...computer, features }, { Success: true, RestartNeeded: 'No', ExitCode: 'Success' });
};
