import { z } from 'zod';

/** Scopes of the execution policy in order of effect. (facts-windows 15) */
export const policyScopes = [
  'MachinePolicy',
  'UserPolicy',
  'Process',
  'CurrentUser',
  'LocalMachine',
] as const;

export type PolicyScope = (typeof policyScopes)[number];

export const computerSchema = z.strictObject({
  caption: z.string(),
  version: z.string(),
  /** As Win32_OperatingSystem numbers it: 1 a client, 2 a domain controller, 3 a server. */
  productType: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** Does the program run with administrator rights of the computer? */
  elevated: z.boolean(),
  powershell: z.strictObject({
    version: z.string(),
    edition: z.string(),
    languageMode: z.string(),
    is64Bit: z.boolean(),
  }),
  policies: z.record(z.enum(policyScopes), z.string()),
  modules: z.array(z.strictObject({ name: z.string(), version: z.string(), base: z.string() })),
  packageProviders: z.array(z.string()),
  /** What the gallery offers, by module. */
  gallery: z.record(z.string(), z.string()),
  /** Keys of the registry in the spelling of a PowerShell path, each with its values. */
  registry: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number()]))),
  capabilities: z.record(z.string(), z.boolean()),
  features: z.record(z.string(), z.boolean()),
  /** Hosts that can't be reached, each with the reason and, where a certificate is the matter, its issuer. */
  unreachable: z.record(z.string(), z.strictObject({ reason: z.string(), certificateOf: z.string() })),
  /** How far this computer's clock is ahead, in milliseconds. */
  skewMs: z.number(),
});

/** The computer that a practice run believes to be on. */
export type Computer = z.infer<typeof computerSchema>;

const engineKey = 'HKLM:\\SOFTWARE\\Microsoft\\PowerShell\\3\\PowerShellEngine';
export const frameworkKey = 'HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';
export const rsatCapability = 'Rsat.ActiveDirectory.DS-LDS.Tools~~~~0.0.1.0';
export const rsatFeature = 'RSAT-AD-PowerShell';

/**
 * An administrator's computer: Windows 11, Windows PowerShell 5.1, .NET Framework 4.8.1 (release 533320), RSAT
 * installed, no logging policy, nothing of Exchange Online yet, execution policy not set (which means Restricted).
 */
export const administratorsComputer: Computer = {
  caption: 'Microsoft Windows 11 Enterprise',
  version: '10.0.26100',
  productType: 1,
  elevated: true,
  powershell: {
    version: '5.1.26100.6584',
    edition: 'Desktop',
    languageMode: 'FullLanguage',
    is64Bit: true,
  },
  policies: {
    MachinePolicy: 'Undefined',
    UserPolicy: 'Undefined',
    Process: 'Undefined',
    CurrentUser: 'Undefined',
    LocalMachine: 'Undefined',
  },
  modules: [
    { name: 'PackageManagement', version: '1.4.8.1', base: 'C:\\Program Files\\WindowsPowerShell\\Modules' },
    { name: 'PowerShellGet', version: '2.2.5', base: 'C:\\Program Files\\WindowsPowerShell\\Modules' },
  ],
  packageProviders: ['NuGet'],
  gallery: { ExchangeOnlineManagement: '3.10.1', 'Microsoft.Graph.Authentication': '2.34.0' },
  registry: {
    [engineKey]: { PowerShellVersion: '5.1.26100.6584', RuntimeVersion: 'v4.0.30319' },
    [frameworkKey]: { Release: 533320, Version: '4.8.09037', Install: 1 },
  },
  capabilities: { [rsatCapability]: true },
  features: {},
  unreachable: {},
  skewMs: 400,
};

/** The policy that is in force: the first scope that says something; else what Windows does by itself. (facts-windows 15) */
export function effectivePolicy(computer: Computer): string {
  const set = policyScopes.map((scope) => computer.policies[scope]).find((policy) => policy !== 'Undefined');
  return set ?? (computer.productType === 1 ? 'Restricted' : 'RemoteSigned');
}
