import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import type { Command, Output, Probe, Target } from '../../shared/commands/command.ts';
import { writes } from '../../shared/commands/command.ts';
import type { Json } from '../../shared/commands/value.ts';
import type { SendOptions, Transport, World, WorldIdentity } from '../../shared/run/ports.ts';
import { sentForm } from '../../shared/run/sender.ts';
import type { ServiceError } from '../../shared/run/service-error.ts';
import { answer, type ValueOf } from './answering.ts';
import { openSession, type Session } from './cmdlets/session.ts';
import { attemptKey, drawFault, faultError, mailboxOf, throttledFault } from './faults.ts';
import type { Fault, Naming } from './faults.ts';
import { answerProbe } from './probes.ts';
import { withoutIds } from './show/natural-keys.ts';
import { setAside } from './state/mailboxes.ts';
import { openPractice, type PracticeState } from './state/practice-file.ts';
import { noteOutcome, noteReceived } from './state/received-commands.ts';
import { recipient, recipientsByAddress } from './state/recipients.ts';
import { nextNumber, setting, type Settings } from './state/settings.ts';

/** How long a command takes, where a bench wants more than the one latency that the site file of `practice new` knows. */
export type LatencyOf = (command: Command) => number;

/** The practice site as the world of a run. Close it when the run is over. */
export interface PracticeWorld extends World {
  close(): void;
}

/**
 * Opens a practice site as a run's world: transports for all targets, with the site's latency and faults, and probes.
 * Throws `MissingPracticeFile`, `DamagedPracticeFile` or `NewerPracticeFile`.
 */
export function practiceWorld(file: string, options: { readonly latencyOf?: LatencyOf } = {}): PracticeWorld {
  const state = openPractice(file);
  const { id, name, atOnce } = setting(state, 'site');
  const identity: WorldIdentity = { kind: 'practice', id, name };
  const session = openSession(state, String(process.pid));
  const send = (command: Command, sending: SendOptions): AsyncIterable<Output> =>
    carried(session, command, sending, options.latencyOf);
  return {
    identity,
    transport: (_: Target): Transport => ({ atOnce, send }),
    probe: async (probe: Probe, sending: SendOptions): Promise<Json> => {
      await until(performance.now() + setting(state, 'site').latencyMs, sending.signal);
      return answerProbe(state, probe, valuesFor(sending), new Date());
    },
    close: () => {
      state.close();
    },
  };
}

/** The access token of a practice site: nothing checks it, but a run has to name one. */
const practiceToken = 'practice-site';

/** Tokens come from the sign-in, which a practice site does not need; everything else must have been given or made. */
export const valueOfSecret = ({ secrets }: SendOptions, secretName: string): string =>
  !secrets.has(secretName) && secretName.endsWith('.access-token')
    ? practiceToken
    : secrets.value(secretName);

const valuesFor =
  (sending: SendOptions): ValueOf =>
  (secretName) =>
    valueOfSecret(sending, secretName);

/**
 * One command: half of its time passes before it takes effect, half after, so that a process that is killed leaves
 * commands behind that took effect without an answer.
 */
async function* carried(
  session: Session,
  command: Command,
  sending: SendOptions,
  latencyOf: LatencyOf | undefined,
): AsyncGenerator<Output> {
  const { signal } = sending;
  signal.throwIfAborted();
  const { state } = session;
  const site = setting(state, 'site');
  const fault = faultOf(state, site, command);
  const latency = latencyOf?.(command) ?? site.latencyMs;
  const end = performance.now() + latency + (fault?.what === 'slow' ? fault.ms : 0);
  await until(end - latency / 2, signal);
  if (fault !== undefined && !fault.lost && fault.what !== 'slow' && fault.what !== 'gone') {
    const refusal = faultError(fault, command);
    refuse(session, command, refusal);
    await until(end, signal);
    throw refusal;
  }
  if (fault?.what === 'gone') removeMailbox(state, command);
  const begun = begin(answer(session, command, valuesFor(sending), new Date()));
  await untilOrAborted(end, signal);
  if (fault?.lost === true) throw faultError(fault, command);
  yield* begun();
}

/** Reads the first output, so that the command takes effect now; what it answered or refused is had by calling the result. */
function begin(outputs: Iterable<Output>): () => Iterable<Output> {
  const rest = outputs[Symbol.iterator]();
  try {
    const first = rest.next();
    return function* () {
      for (let next = first; next.done !== true; next = rest.next()) yield next.value;
    };
  } catch (thrown) {
    return () => {
      throw thrown;
    };
  }
}

function faultOf(state: PracticeState, site: Settings['site'], command: Command): Fault | undefined {
  const throttled = throttledByBudget(state, site, command);
  if (throttled !== undefined || site.faults === null) return throttled;
  const naming: Naming = (text) => withoutIds(state, text);
  const attempt = nextNumber(state, `attempt/${attemptKey(command, naming)}`) - 1;
  return drawFault(site.faults, command, attempt, naming);
}

/** A service that gets more commands in one second than it bears asks for the rest of that second. */
function throttledByBudget(
  state: PracticeState,
  { budget }: Settings['site'],
  command: Command,
): Fault | undefined {
  if (budget === null || command.target === 'computer') return undefined;
  const now = Date.now();
  const used = nextNumber(state, `budget/${command.target}/${Math.floor(now / 1_000)}`);
  return used > budget ? throttledFault(1_000 - (now % 1_000)) : undefined;
}

function refuse({ state, process: sender }: Session, command: Command, refusal: ServiceError): void {
  state.transaction(() => {
    const seq = noteReceived(state, {
      at: new Date(),
      process: sender,
      command: sentForm(command),
      writes: writes(command),
    });
    noteOutcome(state, seq, `refused: ${refusal.id}`);
  });
}

/** Somebody else takes the mailbox away a moment before the command comes. */
function removeMailbox(state: PracticeState, command: Command): void {
  const side = command.target === 'exchange' ? 'on-premises' : 'cloud';
  const named = mailboxOf(command) ?? '';
  const found = recipient(state, side, named) ?? recipientsByAddress(state, side, named)[0];
  if (found !== undefined) state.transaction(() => setAside(state, side, found.guid, new Date()));
}

/** Resolves at a point of `performance.now()`, or rejects with the signal's reason. */
async function until(point: number, signal: AbortSignal): Promise<void> {
  await untilOrAborted(point, signal);
  signal.throwIfAborted();
}

/** Resolves at that point, or at once where the signal stops the wait: what has taken effect is still answered. */
async function untilOrAborted(point: number, signal: AbortSignal): Promise<void> {
  const ms = point - performance.now();
  if (ms <= 0 || signal.aborted) await turnIfDue();
  else await wait(ms, undefined, { signal }).catch(() => undefined);
}

/** A site without latency answers at once, command after command; so often the event loop gets its turn all the same. */
const turnEveryMs = 20;
let lastTurn = 0;

/** Lets timers and signals such as Ctrl+C have their turn, where they have not had one for a while. */
async function turnIfDue(): Promise<void> {
  if (performance.now() - lastTurn < turnEveryMs) return;
  await turn();
  lastTurn = performance.now();
}
