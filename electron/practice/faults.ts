import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Target } from '../../shared/commands/command.ts';
import { writes, type Command } from '../../shared/commands/command.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * What goes wrong with one command.
 * - `throttled`: the service asks for time.
 * - `failing`: it fails in passing. Every command of a mailbox that is chosen for it fails, always.
 * - `slow`: it takes `ms` longer.
 * - `gone`: the mailbox was removed by somebody else a moment before.
 */
export interface Fault {
  readonly what: 'throttled' | 'failing' | 'slow' | 'gone';
  /** Did the command take effect, and only its answer is lost? */
  readonly lost: boolean;
  /** What the service asks to wait, or how much longer it takes. */
  readonly ms: number;
}

/** Shares of commands, and of mailboxes. */
const shares = { throttled: 0.004, failing: 0.01, slow: 0.005, lost: 0.25 };
const mailboxShares = { always: 0.004, gone: 0.002 };

/** Without these a run can't even start, or the computer is meant: nothing goes wrong with them. */
const spared =
  /^(?:Connect|Disconnect|Import)-|^(?:New|Remove)-PSSession$|^Set-ADServerSettings$|^Get-AD(?:Domain|Forest|RootDSE|DomainController|DefaultDomainPasswordPolicy)$|^Get-(?:ConnectionInformation|OrganizationConfig|ManagementRoleAssignment|AcceptedDomain)$/iu;
const sparedPaths = /^\/(?:me|organization|domains|subscribedSkus|policies|identity)\b/u;

/** Cmdlets whose identity is a mailbox, perhaps with a folder after a colon. */
const ofMailbox = /-MailboxFolder(?:Permission|Statistics)$/iu;

const isSpared = (command: Command): boolean =>
  command.target === 'computer' ||
  (command.target === 'graph' ? sparedPaths.test(command.path) : spared.test(command.cmdlet));

/** Says a command's text without what is generated anew for each site: see {@link drawFault}. */
export type Naming = (text: string) => string;

const asItIs: Naming = (text) => text;

/**
 * Draws what goes wrong, from the seed, the command and the number of this attempt (0 for the first) alone: so it is
 * the same in whatever order commands arrive, and, where `naming` puts names in the place of generated ids, on every
 * site of the same preset. Undefined where nothing goes wrong.
 */
export function drawFault(
  seed: number,
  command: Command,
  attempt: number,
  naming: Naming = asItIs,
): Fault | undefined {
  if (isSpared(command)) return undefined;
  const text = naming(canonicalCommand(command));
  const draw = (what: string, about: string): number => fraction(`${seed}\n${what}\n${about}`);
  const mailbox = mailboxOf(command);
  if (mailbox !== undefined) {
    const fate = draw('mailbox', naming(mailbox));
    if (fate < mailboxShares.always) return { what: 'failing', lost: false, ms: 0 };
    if (fate < mailboxShares.always + mailboxShares.gone && writes(command))
      return { what: 'gone', lost: false, ms: 0 };
  }
  const drawn = kindAt(draw, text, attempt);
  // Active Directory has no throttling.
  const what = drawn === 'throttled' && command.target === 'activeDirectory' ? 'failing' : drawn;
  if (what === undefined) return undefined;
  if (what === 'failing' && attempt > 0 && kindAt(draw, text, attempt - 1) === 'failing') return undefined;
  return {
    what,
    lost: draw('lost', `${text}\n${attempt}`) < shares.lost,
    ms: Math.round(200 + 800 * draw('ms', `${text}\n${attempt}`)),
  };
}

function kindAt(
  draw: (what: string, about: string) => number,
  text: string,
  attempt: number,
): 'throttled' | 'failing' | 'slow' | undefined {
  const value = draw('command', `${text}\n${attempt}`);
  if (value < shares.throttled) return 'throttled';
  if (value < shares.throttled + shares.failing) return 'failing';
  if (value < shares.throttled + shares.failing + shares.slow) return 'slow';
  return undefined;
}

/** A number from 0 to 1 that depends on the text alone. */
function fraction(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

const canonicalCommand = (command: Command): string =>
  canonicalJson(
    z
      .json()
      .parse(
        command.target === 'graph'
          ? [command.method, command.path, command.body ?? null]
          : [command.target, command.cmdlet, command.parameters],
      ),
  );

/** A service that bears no more now. */
export const throttledFault = (ms: number): Fault => ({ what: 'throttled', lost: false, ms });

/** A short name of a command under which its attempts are counted. */
export const attemptKey = (command: Command, naming: Naming = asItIs): string =>
  createHash('sha256')
    .update(naming(canonicalCommand(command)))
    .digest('base64url')
    .slice(0, 22);

/** The mailbox that a folder command is about, lower case; undefined for other commands. */
export function mailboxOf(command: Command): string | undefined {
  if (command.target === 'graph' || !ofMailbox.test(command.cmdlet)) return undefined;
  const identity = command.parameters.Identity;
  return typeof identity === 'string' ? identity.split(':')[0]?.toLowerCase() : undefined;
}

/** No answer came: the effect of the command is unknown. */
const lostAnswer = (target: Target): ServiceError =>
  new ServiceError({
    target,
    kind: 'lost',
    id: 'ConnectionLost',
    exception: 'IOException',
    text: 'The connection was closed by the remote host before an answer came.',
  });

/** What the service says instead of a result. Sources: facts-exchange 1.4 (CmdletProxyException), 4.3, 6.3; facts-microsoft365 12.19. */
export function faultError(fault: Fault, command: Command): ServiceError {
  const { target } = command;
  if (fault.lost) return lostAnswer(target);
  if (fault.what === 'throttled') return throttled(target, fault.ms);
  if (target === 'graph') {
    return new ServiceError({
      target,
      kind: 'transient',
      id: 'ServiceUnavailable',
      text: 'The service is temporarily unavailable. Please retry the request.',
      status: 503,
    });
  }
  if (target === 'activeDirectory') {
    return new ServiceError({
      target,
      kind: 'transient',
      id: `ActiveDirectoryServer:0,Microsoft.ActiveDirectory.Management.Commands.${command.cmdlet.replace('-', '')}`,
      exception: 'ADServerDownException',
      text: 'Unable to contact the server. This may be because this server does not exist, it is currently down, or it does not have the Active Directory Web Services running.',
    });
  }
  return new ServiceError({
    target,
    kind: 'transient',
    id: '[Server=DU2P123A09DC005,RequestId=00000000-0000-4000-8000-000000000000,TimeStamp=Tue, 24 Nov 2026 10:00:00 GMT],Write-ErrorMessage',
    exception: 'CmdletProxyException',
    text: `Error on proxy command '${command.cmdlet}' to server ${target === 'exchange' ? 'EX02' : 'DU2P123MB0420.GBRP123.PROD.OUTLOOK.COM'}: Server version ${target === 'exchange' ? '15.02.2562.017' : '15.20.8000.0000'}, Proxy method PSWS: the request timed out.`,
  });
}

function throttled(target: Target, retryAfterMs: number): ServiceError {
  if (target === 'exchange') {
    return new ServiceError({
      target,
      kind: 'throttled',
      // ERROR_WSMAN_QUOTA_USER, as PowerShell writes it: with its sign.
      id: '-2144108121,PSSessionOpenFailed',
      exception: 'PSRemotingTransportException',
      text: `The WS-Management service cannot process the request. The user load quota of 1000 requests per 2 seconds has been exceeded. Send future requests at a slower rate or raise the quota for this user. The next request from this user will not be approved for at least ${retryAfterMs} milliseconds.`,
      retryAfterMs,
    });
  }
  return new ServiceError({
    target,
    kind: 'throttled',
    id: 'TooManyRequests',
    text: 'Please retry again later.',
    status: 429,
    retryAfterMs,
  });
}
