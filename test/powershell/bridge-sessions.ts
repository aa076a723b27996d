import { BridgeSession, type BridgeCall } from '../../electron/powershell/bridge-session.ts';
import type { BridgeError, BridgeEvent } from '../../electron/powershell/frames.ts';
import { isTypedList, keyText, type Typed } from '../../electron/tokens/tokens.ts';
import { powershellProgram } from './powershell-host.ts';

/** Functions of the test in the session's worker. */
export const testFunctions = new URL('bridge-functions.ps1', import.meta.url);

/** A session with the bridge and the test's functions. */
export const openTestSession = (program: string = powershellProgram()): Promise<BridgeSession> =>
  BridgeSession.start(program, testFunctions);

export const callOf = (
  name: string,
  parameters: Readonly<Record<string, Typed>> = {},
  more: Partial<BridgeCall> = {},
): BridgeCall => ({
  name,
  columns: null,
  parameters: Object.entries(parameters),
  timeLimitMs: 60_000,
  ...more,
});

export const never = new AbortController().signal;

/** All that a call puts out. */
export async function outOf(session: BridgeSession, call: BridgeCall): Promise<readonly BridgeEvent[]> {
  const events: BridgeEvent[] = [];
  for await (const event of session.call(call, never)) events.push(event);
  return events;
}

export const rowsOf = (events: readonly BridgeEvent[]): readonly (readonly Typed[])[] =>
  events.flatMap((event) => (event.kind === 'row' ? [event.values] : []));

export const errorsOf = (events: readonly BridgeEvent[]): readonly BridgeError[] =>
  events.flatMap((event) => (event.kind === 'error' ? [event.error] : []));

/** A value with its tables by key: they are in no order of their own. */
export function inOrder(value: Typed): Typed {
  if (typeof value !== 'object' || value === null) return value;
  if (isTypedList(value)) return value.map(inOrder);
  if (value.type !== 'table') return value;
  const entries = value.entries.map(([key, entry]) => [key, inOrder(entry)] as const);
  return { type: 'table', entries: entries.toSorted(([a], [b]) => (keyText(a) < keyText(b) ? -1 : 1)) };
}
