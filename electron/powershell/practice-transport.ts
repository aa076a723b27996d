import type { CmdletCommand, CmdletTarget, Target } from '../../shared/commands/command.ts';
import type { SendOptions, World } from '../../shared/run/ports.ts';
import type { Typed } from '../tokens/tokens.ts';
import { CmdletTransport, type ReadyingCall, type SessionUse } from './cmdlet-transport.ts';

/** A function of the module that plays the site, with its parameters. */
interface DoorCall {
  readonly name: string;
  readonly parameters: readonly (readonly [string, Typed])[];
}

/** How a PowerShell session reaches a site that is played on this computer. */
export interface Door {
  /** A script that is run in each session first. */
  readonly script: URL;
  readonly connect: (target: CmdletTarget) => DoorCall;
  /** Gives a session one cmdlet; undefined where there is none of that name. */
  readonly declare: (command: CmdletCommand) => DoorCall | undefined;
  /** A command is on its way; dispose of it when it is over. */
  readonly sending: (command: CmdletCommand, options: SendOptions) => Disposable;
  readonly valueOf: (secretName: string, options: SendOptions) => string;
}

/** A world whose cmdlets go through PowerShell. */
export interface PowerShellWorld extends World, AsyncDisposable {}

/** Targets whose commands are cmdlets of modules; PowerShell has sessions of its own for each. */
const throughPowerShell: readonly CmdletTarget[] = ['activeDirectory', 'exchange', 'exchangeOnline'];

const commandMs = 600_000;

/**
 * A played site, its cmdlets through a real PowerShell: engine, transport, session, bridge, module, and back. Microsoft
 * Graph, this computer and probes are answered by `world` itself.
 */
export function practiceThroughPowerShell(
  world: World,
  door: Door,
  executable: string,
  mostSessions: number,
): PowerShellWorld {
  const transports = new Map<Target, CmdletTransport>();
  return {
    identity: world.identity,
    probe: (probe, options) => world.probe(probe, options),
    transport(target) {
      const cmdletTarget = throughPowerShell.find((one) => one === target);
      if (cmdletTarget === undefined) return world.transport(target);
      const known = transports.get(target);
      if (known !== undefined) return known;
      const sessions = Math.min(mostSessions, world.transport(target).atOnce);
      const made = new CmdletTransport(useOf(cmdletTarget, door), executable, { sessions, commandMs });
      transports.set(target, made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...transports.values()].map((transport) => transport[Symbol.asyncDispose]()));
    },
  };
}

/** Sessions that are connected with the played site, and given each cmdlet before it is called for the first time. */
function useOf(target: CmdletTarget, door: Door): SessionUse {
  const connecting: ReadyingCall = { key: 'connected', call: () => door.connect(target) };
  return {
    target,
    script: door.script,
    before: (command) => [
      connecting,
      { key: command.cmdlet.toLowerCase(), call: () => door.declare(command) },
    ],
    where: () => 'here',
    valueOf: door.valueOf,
    sending: door.sending,
    carriedOut: () => undefined,
  };
}
