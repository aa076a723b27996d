import { BridgeSession, type BridgeCall } from '../../electron/powershell/bridge-session.ts';
import type { BridgeError, BridgeEvent } from '../../electron/powershell/frames.ts';
import type { Typed } from '../../electron/tokens/tokens.ts';
import { powershellProgram } from './powershell-host.ts';

/** Functions of the test in the session's worker. */
const testFunctions = new URL('bridge-functions.ps1', import.meta.url);

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
