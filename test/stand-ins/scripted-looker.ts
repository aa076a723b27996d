import type { z } from 'zod';
import { commandName, writes, type Command, type Probe } from '../../shared/commands/command.ts';
import { resolveCommand } from '../../shared/commands/resolve.ts';
import type { Json } from '../../shared/commands/value.ts';
import type { Looker, People, SiteMemory } from '../../shared/run/ports.ts';
import { ServiceError } from '../../shared/run/service-error.ts';

/** What the world answers to a command: to the first one that fits, each time that it is asked. */
export interface ScriptedAnswer {
  /** Name of the cmdlet, or method and path (encoded, values put in) up to where it may go on, such as `GET /users/a%40b`. */
  readonly to: string;
  /** Parameters that the command must have, as JSON. */
  readonly with?: Readonly<Record<string, Json>>;
  readonly rows?: readonly Json[];
  readonly failure?: ServiceError;
}

export interface Script {
  readonly answers?: readonly ScriptedAnswer[];
  /** Facts by resource. */
  readonly known?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Answers to probes by their kind, with the host behind a blank where there is one. */
  readonly probes?: Readonly<Record<string, Json>>;
  readonly now?: string;
  /** Identities that are remembered, by resource. */
  readonly remembered?: Readonly<Record<string, string>>;
}

export interface ScriptedLooker extends Looker {
  /** The commands that were asked, resolved, in order. */
  readonly sent: readonly Command[];
  readonly identities: ReadonlyMap<string, string>;
}

/** Microsoft Graph answers with one row that holds the whole list. */
const isList = (command: Command): boolean =>
  command.target === 'graph' &&
  /^\/(?:subscribedSkus|organization|identity\/conditionalAccess\/policies|directory\/deletedItems|(?:users|groups)\?)|\/licenseDetails$/u.test(
    command.path,
  );

const unused = (): never => {
  throw new Error('These resources do not ask that.');
};

const nobody: People = {
  complete: false,
  add: unused,
  except: unused,
  join: unused,
  finish: unused,
  count: unused,
  hasMailbox: unused,
  all: unused,
};

/** A world that answers as scripted and refuses whatever it was not prepared for. */
export function scriptedLooker(script: Script = {}): ScriptedLooker {
  const sent: Command[] = [];
  const identities = new Map(Object.entries(script.remembered ?? {}));
  const known = (from: string, property: string): Json | undefined => script.known?.[from]?.[property];

  async function* rows<T>(command: Command, row: z.ZodType<T>): AsyncGenerator<T> {
    if (writes(command)) throw new Error(`${commandName(command)} writes; a look only reads.`);
    const resolved = resolveCommand(command, known);
    if ('missing' in resolved)
      throw new Error(`Not known: ${resolved.missing.from} ${resolved.missing.property}`);
    sent.push(resolved.command);
    const answer = script.answers?.find((one) => fits(one, resolved.command));
    if (answer === undefined) throw new Error(`Unexpected: ${JSON.stringify(resolved.command)}`);
    if (answer.failure !== undefined) throw answer.failure;
    if (isList(resolved.command)) yield row.parse({ value: answer.rows ?? [] });
    else for (const one of answer.rows ?? []) yield row.parse(one);
  }

  const memory: SiteMemory = {
    folder: unused,
    rememberFolder: unused,
    forgetFolder: unused,
    identity: (resource) => identities.get(resource),
    rememberIdentity: (resource, identity) => identities.set(resource, identity),
    madeEntry: unused,
    rememberMadeEntry: unused,
    madeEntries: unused,
  };

  return {
    sent,
    identities,
    rows,
    known,
    memory,
    people: nobody,
    signal: new AbortController().signal,
    now: () => new Date(script.now ?? '2026-11-24T10:00:00Z'),
    connected: () => Promise.resolve(),
    async read<T>(command: Command, row: z.ZodType<T>): Promise<T[]> {
      const all: T[] = [];
      for await (const one of rows(command, row)) all.push(one);
      return all;
    },
    async probe<T>(probe: Probe, answer: z.ZodType<T>): Promise<T> {
      const key = 'host' in probe ? `${probe.probe} ${probe.host}` : probe.probe;
      const scripted = script.probes?.[key];
      if (scripted === undefined) throw new Error(`Unexpected probe: ${JSON.stringify(probe)}`);
      return answer.parse(scripted);
    },
  };
}

function fits(answer: ScriptedAnswer, command: Command): boolean {
  if (command.target === 'graph') return `${command.method} ${command.path}`.startsWith(answer.to);
  if (command.cmdlet !== answer.to) return false;
  return Object.entries(answer.with ?? {}).every(
    ([key, value]) => JSON.stringify(command.parameters[key]) === JSON.stringify(value),
  );
}

/** How each system says that an object is not there. (facts-windows 13; facts-exchange 1.5; facts-microsoft365 2.3) */
export const notThere = {
  activeDirectory: new ServiceError({
    target: 'activeDirectory',
    kind: 'lasting',
    id: 'ActiveDirectoryCmdlet:Microsoft.ActiveDirectory.Management.ADIdentityNotFoundException,Microsoft.ActiveDirectory.Management.Commands.GetADUser',
    exception: 'ADIdentityNotFoundException',
    text: "Cannot find an object with identity: 'x' under: 'DC=dev'.",
  }),
  exchange: new ServiceError({
    target: 'exchange',
    kind: 'lasting',
    id: '23B091B0,Microsoft.Exchange.Management.RecipientTasks.GetMailbox',
    exception: 'ManagementObjectNotFoundException',
    text: "The operation couldn't be performed because object 'x' couldn't be found on 'dc'.",
  }),
  exchangeOnline: new ServiceError({
    target: 'exchangeOnline',
    kind: 'lasting',
    id: 'Ex6F9304',
    exception: 'ManagementObjectNotFoundException',
    text: "The operation couldn't be performed because object 'x' couldn't be found on 'DC'.",
    status: 404,
  }),
  graph: new ServiceError({
    target: 'graph',
    kind: 'lasting',
    id: 'Request_ResourceNotFound',
    text: "Resource 'x' does not exist or one of its queried reference-property objects are not present.",
    status: 404,
  }),
  computer: new ServiceError({
    target: 'computer',
    kind: 'lasting',
    id: 'PathNotFound,Microsoft.PowerShell.Commands.GetItemPropertyCommand',
    exception: 'ItemNotFoundException',
    text: 'Cannot find path because it does not exist.',
  }),
} as const;

/** How each system says that the one who is signed in may not do this. */
export const denied = {
  activeDirectory: new ServiceError({
    target: 'activeDirectory',
    kind: 'lasting',
    id: 'ActiveDirectoryServer:8344,Microsoft.ActiveDirectory.Management.Commands.GetADObject',
    exception: 'ADException',
    text: 'Insufficient access rights to perform the operation',
  }),
  graph: new ServiceError({
    target: 'graph',
    kind: 'lasting',
    id: 'Authorization_RequestDenied',
    text: 'Insufficient privileges to complete the operation.',
    status: 403,
  }),
} as const;
