import { hostname, userInfo } from 'node:os';
import { CarryOut, type Agreement, type StepWork } from '../../shared/run/carry-out.ts';
import { takeBack } from '../../shared/run/take-back.ts';
import type { RecordedEvent, RunEvent, Verb } from '../../shared/run/events.ts';
import { RecordLost, type MadeChange, type RunHead } from '../../shared/run/journal.ts';
import type { Clock, World } from '../../shared/run/ports.ts';
import type { StepId } from '../../shared/run/step-id.ts';
import type { Site } from '../../shared/site/site.ts';
import { calendarOf } from '../../shared/steps/calendar-permissions.ts';
import { connectionsOf } from '../../shared/steps/connect/connections.ts';
import type { RunFile } from '../store/run-file.ts';
import type { SiteMemoryFile } from '../store/site-memory.ts';
import { acceptIdentities } from './accepted-identities.ts';
import { exitCodeOf, runExitCodes } from './ending.ts';
import { recordLostFinding, unseenPasswords } from './run-findings.ts';
import type { Vault } from './vault.ts';

/** Two presses of Ctrl+C: the first stops between commands, the second gives up waiting for answers. */
export interface Interruption {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}

export interface SessionOptions {
  readonly verb: Verb;
  readonly site: Site;
  readonly file: RunFile;
  readonly memory: SiteMemoryFile;
  readonly world: World;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly interruption: Interruption;
  readonly steps: readonly StepWork[];
  readonly agreement: Agreement;
  readonly atOnce: number;
  readonly waitMs: number | undefined;
  /** Accounts that are gone through again though they are settled: their password is lost. */
  readonly again: ReadonlySet<string>;
  readonly isResumed: boolean;
  /** A text for the log, such as a change number. */
  readonly note: string;
  /** Passwords that were made are shown at the end. */
  readonly willReveal: boolean;
  readonly version: string;
  readonly onEvent: (event: RecordedEvent) => void;
  /** For an undo: what the run changed, newest first. */
  readonly made?: Iterable<MadeChange>;
}

/** Who starts a run, for its head. */
export const startedBy = (): string => userInfo().username;
export const thisComputer = (): string => hostname();

/** Carries out one run on its file, from the `started` event to the `finished` one; gives its exit code. */
export async function carryOutSession(options: SessionOptions): Promise<number> {
  const { file, memory, onEvent } = options;
  file.onEvent(onEvent);
  const { exitCode: endedBefore, head } = file.report;
  try {
    file.record(startedEvent(options));
    if (options.isResumed && endedBefore !== undefined && endedBefore !== runExitCodes.interrupted) {
      return finish(options, endedBefore);
    }
    await work(options);
    for (const finding of unseenPasswords(options.site, options.vault, options.willReveal)) {
      file.record({ type: 'finding', ...finding });
    }
    return finish(options);
  } catch (failure) {
    if (failure instanceof RecordLost) return lost(options, head.run, failure);
    // Cut short, so there is more to do, whatever the outcomes so far say.
    if (options.interruption.abort.aborted) return finish(options, runExitCodes.interrupted);
    // What was recorded until now is on disk before anybody is told.
    file.close();
    throw failure;
  } finally {
    memory.close();
  }
}

async function work(options: SessionOptions): Promise<void> {
  const {
    verb,
    agreement,
    steps,
    world,
    file,
    memory,
    vault,
    clock,
    interruption,
    atOnce,
    waitMs,
    again,
    site,
  } = options;
  const engine = new CarryOut({
    verb,
    agreement,
    steps,
    connections: connectionsOf(site),
    world,
    journal: file,
    memory,
    secrets: vault,
    clock,
    stop: interruption.stop,
    abort: interruption.abort,
    atOnce,
    waitMs,
    firstNumber: file.lastCommandNumber + 1,
    again,
    tellsSettled: agreement.kind === 'plan' && !options.isResumed,
  });
  if (options.made === undefined) await engine.run();
  else {
    await takeBack(engine, {
      steps,
      made: options.made,
      leaf: (made) => calendarOf(site, made.resource, made.name),
      journal: file,
    });
  }
}

function startedEvent(options: SessionOptions): RunEvent {
  const head: RunHead = options.file.report.head;
  return {
    type: 'started',
    run: head.run,
    verb: options.verb,
    version: options.version,
    site: { id: options.site.id, name: options.site.name, kind: options.site.kind },
    world: options.world.identity,
    steps: options.steps.filter((step) => step.isSelected).map((step): StepId => step.step),
    plan: head.plan,
    by: startedBy(),
    computer: thisComputer(),
    note: options.note,
    resumed: options.isResumed,
  };
}

function finish(options: SessionOptions, known?: number): number {
  const { file, verb, interruption, site, memory } = options;
  const counts = file.history.counts();
  const exitCode = known ?? exitCodeOf(verb, counts, interruption.stop.aborted);
  if (verb === 'run' && exitCode === runExitCodes.right) acceptIdentities(site, file.report, memory);
  memory.close();
  file.record({ type: 'finished', run: file.report.head.run, exitCode, counts });
  file.close();
  return exitCode;
}

/** The record can't be written: the run is over at once, and what is told now is told without being on disk. */
function lost(options: SessionOptions, run: string, failure: RecordLost): number {
  const { file, onEvent, steps, memory } = options;
  closeAnyhow(memory);
  const at = new Date().toISOString();
  const step = steps.find((one) => one.isSelected)?.step ?? 'prerequisites';
  onEvent({ type: 'finding', ...recordLostFinding(step, file.file, failure), seq: 0, at });
  onEvent({
    type: 'finished',
    run,
    exitCode: runExitCodes.notRight,
    counts: {},
    seq: 0,
    at,
  });
  return runExitCodes.notRight;
}

/** The memory is on the same disk as the run's file; one loss is told once. */
function closeAnyhow(memory: SiteMemoryFile): void {
  try {
    memory.close();
  } catch (failure) {
    if (!(failure instanceof RecordLost)) throw failure;
  }
}
