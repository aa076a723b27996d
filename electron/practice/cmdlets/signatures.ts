import { readFileSync } from 'node:fs';
import { z } from 'zod';

const parameter = z.object({
  type: z.string(),
  applicable: z.number().optional(),
  aliases: z.array(z.string()).optional(),
  allowedValues: z.array(z.string()).optional(),
});

const file = z.object({
  environments: z.array(z.array(z.string())),
  common: z.array(
    z.object({
      name: z.string(),
      aliases: z.array(z.string()).optional(),
      onlyIfShouldProcess: z.boolean().optional(),
    }),
  ),
  cmdlets: z.record(
    z.string(),
    z.object({
      module: z.string(),
      applicable: z.number(),
      shouldProcess: z.boolean(),
      sets: z.array(
        z.object({
          name: z.string(),
          isDefault: z.boolean(),
          parameters: z.array(z.string()),
          mandatory: z.array(z.string()),
        }),
      ),
      parameters: z.record(z.string(), parameter),
    }),
  ),
});

/** A parameter as the reference has it. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  /** Environments that have it; undefined: all that have the cmdlet. */
  readonly environments: readonly string[] | undefined;
  readonly allowedValues: readonly string[];
}

export interface ParameterSet {
  readonly name: string;
  readonly isDefault: boolean;
  readonly parameters: readonly string[];
  readonly mandatory: readonly string[];
}

/** A cmdlet's signature as the reference has it. */
export interface Signature {
  readonly cmdlet: string;
  readonly module: string;
  readonly environments: readonly string[];
  readonly shouldProcess: boolean;
  readonly sets: readonly ParameterSet[];
  /** By name in lower case; aliases too. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}

interface Signatures {
  readonly byName: ReadonlyMap<string, Signature>;
  /** Parameters that every cmdlet has, by lower-case name and alias. True: only with `shouldProcess`. */
  readonly common: ReadonlyMap<string, { readonly name: string; readonly onlyIfShouldProcess: boolean }>;
}

let read: Signatures | undefined;

/**
 * The signatures of all cmdlets of the contract. `signatures.json` is `../shared/contracts/cmdlets.json`, shortened by a
 * script: per cmdlet its module, environments (numbered into one list), parameter sets (names, mandatory ones, default)
 * and parameters (type, environments, aliases, allowed values unless they come from examples only); positions, pipeline
 * facts and notes are left out. It is data of Microsoft's reference; repositories, commits and licences are in its
 * `source`.
 */
export function signatures(): Signatures {
  read ??= load();
  return read;
}

/** The signature of a cmdlet, by name without case. */
export const signature = (cmdlet: string): Signature | undefined =>
  signatures().byName.get(cmdlet.toLowerCase());

/** The text of the data file as it stands. */
function load(): Signatures {
  const { environments, common, cmdlets } = file.parse(
    JSON.parse(readFileSync(new URL('signatures.json', import.meta.url), 'utf8')),
  );
  const byName = new Map<string, Signature>();
  for (const [cmdlet, given] of [...Object.entries(cmdlets), ...builtIn]) {
    const parameters = new Map<string, Parameter>();
    for (const [name, found] of Object.entries(given.parameters)) {
      const environment = found.applicable;
      const entry: Parameter = {
        name,
        type: found.type,
        environments: environment === undefined || environment < 0 ? undefined : environments[environment],
        allowedValues: found.allowedValues ?? [],
      };
      for (const key of [name, ...(found.aliases ?? [])]) parameters.set(key.toLowerCase(), entry);
    }
    byName.set(cmdlet.toLowerCase(), {
      cmdlet,
      module: given.module,
      environments: environments[given.applicable] ?? [],
      shouldProcess: given.shouldProcess,
      sets: given.sets,
      parameters,
    });
  }
  return {
    byName,
    common: new Map(
      common.flatMap(({ name, aliases, onlyIfShouldProcess }) =>
        [name, ...(aliases ?? [])].map((key) => [
          key.toLowerCase(),
          { name, onlyIfShouldProcess: onlyIfShouldProcess === true },
        ]),
      ),
    ),
  };
}

type Given = z.infer<typeof file>['cmdlets'][string];

const simple = (parameters: Readonly<Record<string, string>>, mandatory: readonly string[] = []): Given => ({
  module: 'PowerShell',
  applicable: -1,
  shouldProcess: false,
  sets: [{ name: '(All)', isDefault: true, parameters: Object.keys(parameters), mandatory: [...mandatory] }],
  parameters: Object.fromEntries(Object.entries(parameters).map(([name, type]) => [name, { type }])),
});

/** PowerShell's own cmdlets that open a connection; the reference file has none of them. (about_Modules, New-PSSession) */
const builtIn: readonly (readonly [string, Given])[] = [
  [
    'New-PSSession',
    simple({
      ConfigurationName: 'String',
      ConnectionUri: 'Uri',
      Authentication: 'String',
      AllowRedirection: 'SwitchParameter',
      Credential: 'PSCredential',
      Name: 'String',
      SessionOption: 'String',
    }),
  ],
  ['Remove-PSSession', simple({ Name: 'String', Id: 'String', ComputerName: 'String' })],
  [
    'Import-Module',
    simple(
      {
        Name: 'String[]',
        Force: 'SwitchParameter',
        DisableNameChecking: 'SwitchParameter',
        MinimumVersion: 'String',
        RequiredVersion: 'String',
        SkipEditionCheck: 'SwitchParameter',
        Global: 'SwitchParameter',
        PassThru: 'SwitchParameter',
        Function: 'String[]',
        Cmdlet: 'String[]',
      },
      ['Name'],
    ),
  ],
];
