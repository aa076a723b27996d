import type { Target } from '../../shared/commands/command.ts';
import { exceptionIn, numberIn } from '../../shared/run/error-ids.ts';
import { ServiceError, type FailureKind } from '../../shared/run/service-error.ts';
import { kindOf } from './failure-kind.ts';
import type { BridgeError } from './frames.ts';

/**
 * An error record of a cmdlet as the engine takes it. `known`: its kind, where the caller knows more than the record,
 * such as that the session ended with it.
 */
export function serviceFailure(target: Target, error: BridgeError, known?: FailureKind): ServiceError {
  const exception = exceptionOf(error);
  const number = numberOf(error, exception);
  const { id } = error;
  const kind = known ?? kindOf({ id, exception, number, text: error.text });
  const retryAfterMs = kind === 'throttled' ? askedWaitMs(error.text) : undefined;
  return new ServiceError({
    target,
    kind,
    id,
    exception,
    text: textOf(error),
    ...(number === undefined ? {} : { number }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** What the ExchangeOnlineManagement module writes: `id|type|text`, where the id may be missing. (facts-exchange 1.5) */
const onlineForm = /^\s*[\w-]*\|([A-Za-z][\w.+]*)\|/u;

/** A command that another server was to carry out: what that one said stands behind its own name. (facts-exchange 10.18; the form seen twice) */
const fromOtherServer = /Proxy method PSWS.*?\|([A-Za-z][\w.]*Exception)\|/su;

/** Names that say nothing of what happened. */
const sayNothing: readonly string[] = ['', 'Exception', 'RemoteException', 'WriteErrorException'];

/**
 * The short name of the exception where it was thrown. The module writes it into the text, Exchange Server into the id;
 * of a remote session's records the type is always the same, and only the category knows the real one.
 */
function exceptionOf({ text, id, reason, exception }: BridgeError): string {
  const fromText = fromOtherServer.exec(text)?.[1] ?? onlineForm.exec(text)?.[1] ?? '';
  const names = [fromText, exceptionIn(id), exception, reason].map(shortName);
  return names.find((name) => !sayNothing.includes(name)) ?? '';
}

const shortName = (type: string): string =>
  type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf('+')) + 1);

/** Numbers of Active Directory that say no more than that it did not work; the server's own says why. (facts-windows 13) */
const vague: readonly (number | undefined)[] = [undefined, 8224, 8239, 8245];

/** A directory server's text begins with its number: `0000052D: SvcErr: DSID-…`. (real-parts 1, 2: seen; Windows: documented) */
const serverNumber = /^([0-9A-F]{8}): /u;

function numberOf({ id, number, serverText }: BridgeError, exception: string): number | undefined {
  // Of other exceptions the number is none of Windows' own.
  const own = numberIn(id) ?? (/^(?:AD|PSRemoting)/u.test(exception) ? numbered(number) : undefined);
  const [, hex] = serverNumber.exec(serverText) ?? [];
  return vague.includes(own) && hex !== undefined ? (numbered(Number.parseInt(hex, 16)) ?? own) : own;
}

const numbered = (number: number | undefined): number | undefined => (number === 0 ? undefined : number);

/** The text, and what the directory server said where that is more. */
const textOf = ({ text, serverText }: BridgeError): string =>
  serverText.trim() === '' || text.includes(serverText.trim()) ? text : `${text}\n${serverText.trim()}`;

/** How long the service asks to wait, in whatever language it says so. (facts-exchange 6.3) */
function askedWaitMs(text: string): number | undefined {
  const found = /(\d{1,9})\s*mil{1,2}i/iu.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
