import type { Json, KnownLater, Name, SecretReference, Value } from './value.ts';

/** Where a command goes. `computer` is the machine that the program runs on. */
export type Target = 'activeDirectory' | 'exchange' | 'exchangeOnline' | 'graph' | 'computer';
export type CmdletTarget = Exclude<Target, 'graph'>;

export const targets: readonly Target[] = [
  'computer',
  'activeDirectory',
  'exchange',
  'exchangeOnline',
  'graph',
];

type Named = Name | KnownLater;

/** Parameters by name. The ones that say whose object it is can't be built empty: see {@link Name}. */
export type Parameters = Readonly<Record<string, Value>> & {
  readonly Identity?: Named;
  readonly Mailbox?: Named;
  readonly Member?: Named;
  readonly User?: Named;
  readonly Members?: readonly [Named, ...Named[]];
};

/** One cmdlet with its parameters. Switches are booleans. */
export interface CmdletCommand {
  readonly target: CmdletTarget;
  readonly cmdlet: string;
  readonly parameters: Parameters;
}

/** A JSON body in which secrets and values known later stand as references. */
export type Body =
  | null
  | boolean
  | number
  | string
  | SecretReference
  | KnownLater
  | readonly Body[]
  | { readonly [key: string]: Body };

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * One Microsoft Graph request. `path` begins with a slash, has no `/v1.0`, and is already encoded, but for
 * `{key}` parts, which stand for `values[key]` and are encoded when they are put in.
 */
export interface GraphRequest {
  readonly target: 'graph';
  readonly method: Method;
  readonly path: string;
  readonly values?: Readonly<Record<string, string | KnownLater>>;
  readonly body?: Body;
  /** Sends `ConsistencyLevel: eventual`, which `$count`, `$search` and casts need, on every page. */
  readonly eventual?: boolean;
}

export type Command = CmdletCommand | GraphRequest;

/** A question that is no cmdlet: can a host be reached, is a clock right, does a sign-in work, what is PowerShell like here. */
export type Probe =
  | { readonly probe: 'powershell' }
  | { readonly probe: 'reach'; readonly host: string; readonly port: number; readonly what: string }
  | { readonly probe: 'clock'; readonly host: string; readonly what: string }
  | {
      readonly probe: 'sign-in';
      readonly cloud: string;
      readonly tenant: string;
      readonly scopes: readonly string[];
    }
  | { readonly probe: 'account-sign-in'; readonly account: string; readonly password: SecretReference };

export function cmdlet(target: CmdletTarget, name: string, parameters: Parameters = {}): CmdletCommand {
  return { target, cmdlet: name, parameters };
}

export function graph(
  method: Method,
  path: string,
  more: Pick<GraphRequest, 'values' | 'body' | 'eventual'> = {},
): GraphRequest {
  return { target: 'graph', method, path, ...more };
}

/** Verbs that look. `Connect`, `Import`, `New-PSSession` and `Set-ADServerSettings` change the session, not the site. */
const looks =
  /^(Get|Test|Connect|Disconnect|Import|Resolve)-|^(New|Remove)-PSSession$|^Set-ADServerSettings$/iu;

/** Does this command change the site's state? */
export function writes(command: Command): boolean {
  return command.target === 'graph' ? command.method !== 'GET' : !looks.test(command.cmdlet);
}

/**
 * Writes that the service itself refuses when the ground has moved since the look: it exists already, or is gone.
 * All others are looked at again right before they are sent. (facts-exchange 1.3, 3.3; facts-windows 13; facts-microsoft365 2.3)
 */
const guardedCmdlets = new Set(
  [
    'New-ADUser',
    'New-ADGroup',
    'New-DistributionGroup',
    'Add-DistributionGroupMember',
    'Add-MailboxFolderPermission',
    'Enable-Mailbox',
    'Enable-RemoteMailbox',
    'Enable-DistributionGroup',
  ].map((known) => known.toLowerCase()),
);

export function isGuarded(command: Command): boolean {
  if (command.target === 'graph') return command.method === 'POST' && command.path === '/users';
  return guardedCmdlets.has(command.cmdlet.toLowerCase());
}

/** How a command is named in a sentence: `New-ADUser`, `POST /users`. */
export const commandName = (command: Command): string =>
  command.target === 'graph' ? `${command.method} ${command.path}` : command.cmdlet;

/** What a service answered to one command, piece by piece. */
export type Output =
  | { readonly row: Json }
  | { readonly warning: string }
  | {
      /** How far it is, in the service's own words; percent is null where it does not say. */
      readonly progress: { readonly text: string; readonly percent: number | null };
    };
