import type { Target } from '../../shared/commands/command.ts';
import { ServiceError, type FailureKind } from '../../shared/run/service-error.ts';
import type { BridgeError } from './frames.ts';

/** Exceptions of services that are busy, moving or down: the same command may work the next time. (facts-windows 13, facts-exchange 1.4) */
const passing =
  /^(?:ADServerDownException|CmdletProxyException|ADTransientException|TransientException|MailboxInTransitException|StorageTransientException|MapiExceptionNetworkError|DataSourceTransientException|TimeoutException)$/u;

/** The service asks for time. (facts-exchange 4.3) */
const throttling = /^TooManyRequests\b|^2150859174\b/u;
const afterMs = /at least (\d{1,9}) milliseconds/u;

/** The connection went before an answer came, so the command's effect is unknown. */
const lost = /^ConnectionLost\b/u;

/** What the Exchange Online module writes: `id|type|text`. */
const onlineForm = /^\|?[\w-]+\|([\w.+]+)\|/u;

/** An error record of a cmdlet as the engine takes it. */
export function serviceFailure(target: Target, error: BridgeError): ServiceError {
  const exception = exceptionOf(error);
  const retryAfter = afterMs.exec(error.text)?.[1];
  const kind = kindOf(error, exception);
  return new ServiceError({
    target,
    kind,
    id: error.id,
    exception,
    text: error.text,
    ...(kind === 'throttled' && retryAfter !== undefined ? { retryAfterMs: Number(retryAfter) } : {}),
  });
}

function exceptionOf({ text, exception }: BridgeError): string {
  const full = onlineForm.exec(text)?.[1] ?? exception;
  const short = full.slice(Math.max(full.lastIndexOf('.'), full.lastIndexOf('+')) + 1);
  return short === 'Exception' ? '' : short;
}

function kindOf({ id }: BridgeError, exception: string): FailureKind {
  if (throttling.test(id)) return 'throttled';
  if (lost.test(id)) return 'lost';
  return passing.test(exception) ? 'transient' : 'lasting';
}
