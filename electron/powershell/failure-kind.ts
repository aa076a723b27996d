import { isBeforeSession, isOfSession, whatOf } from '../../shared/run/error-ids.ts';
import type { FailureKind } from '../../shared/run/service-error.ts';

/** By what the kind of a failure is told. */
export interface FailureMarks {
  readonly id: string;
  /** Its short name. */
  readonly exception: string;
  readonly number: number | undefined;
  readonly text: string;
}

/**
 * Quotas of WinRM: shells, operations, requests, memory. Nothing was done. (numbers: wsmerror.h; facts-exchange 6.3 has
 * their texts)
 */
const quotas: readonly number[] = [
  -2144108481, -2144108123, -2144108122, -2144108121, -2144108120, -2144108117, -2144108060, -2144108059,
  -2144108058, -2144108057, -2144108056, -2144108055,
];

/** OverBudget and ResourceUnhealthy: from memory. */
const throttling = /^(?:OverBudgetException|ResourceUnhealthyException)$/u;

/** More sessions than the policy allows come as a refusal without a number of its own. (facts-exchange 6.3) */
const tooManySessions = /\[FailureCategory=AuthZ-AuthorizationException\].*maximum number of connections/su;

/** Services that are busy, moving or down: the same command may work the next time. (facts-windows 13; facts-exchange 1.4; the last five: from memory) */
const passing =
  /^(?:ADServerDownException|CmdletProxyException|ADTransientException|TransientException|MailboxInTransitException|StorageTransientException|MapiExceptionNetworkError|DataSourceTransientException|TimeoutException|SuitabilityDirectoryException)$/u;

/** The directory is busy, not available, or its server is down (documented numbers, not seen); no domain controller found. */
const passingNumbers: readonly number[] = [1355, 8206, 8207, 8250];

/** No session came about for a reason that may pass: memory, network, time, a web server that restarts. (facts-windows 15) */
const passingForSession: readonly number[] = [
  14, 53, 995, 1115, 1311, 1722, -2144108526, -2144108250, -2144108269, -2144108270, -2144108176,
];

/** On a session that is broken already nothing is sent. (facts-windows 15: it stays in that state) */
const brokenBefore = /^InvalidRunspace(?:Pool)?StateException$/u;

const ofTransport = /^PSRemoting(?:Transport|TransportRedirect|DataStructure)Exception$/u;

/** How the engine takes a failure. Passwords that were refused are never sent again: they would lock the account. */
export function kindOf({ id, exception, number, text }: FailureMarks): FailureKind {
  const what = whatOf(id);
  if (what === 'ConnectionLost') return 'lost';
  if (what === 'TooManyRequests' || throttling.test(exception) || tooManySessions.test(text))
    return 'throttled';
  if (isOfSession(id) || ofTransport.test(exception)) return kindOfSession(id, number);
  if (passing.test(exception) || brokenBefore.test(exception)) return 'transient';
  return number !== undefined && passingNumbers.includes(number) ? 'transient' : 'lasting';
}

/** Before there is a session nothing was sent; when one breaks, what its command did is unknown. */
function kindOfSession(id: string, number: number | undefined): FailureKind {
  if (number !== undefined && quotas.includes(number)) return 'throttled';
  if (!isBeforeSession(id)) return 'lost';
  return number !== undefined && passingForSession.includes(number) ? 'transient' : 'lasting';
}
