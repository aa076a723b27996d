import type { Change } from './resource.ts';
import type { Outcome, RecordedEvent, RunEvent, Verb } from './events.ts';
import type { Json } from '../commands/value.ts';
import type { People } from './ports.ts';
import type { StepId } from './step-id.ts';

/** The run's file can't be written. The run stops: what can't be recorded is not done. */
export class RecordLost extends Error {
  override readonly name = 'RecordLost';
}

/**
 * The record of one run while it goes on. Nothing is reported before it is on disk: listeners get an event only after
 * the commit that holds it.
 */
export interface Journal {
  /** On disk within 100 ms, then reported. Throws `RecordLost` once the file can't be written. */
  record(event: RunEvent): void;
  /** Resolves when the event, and all before it, are on disk with a synced commit; those that wait share one. Rejects with `RecordLost`. */
  intend(event: RunEvent): Promise<void>;
  /** Writes what is still waiting. */
  flush(): Promise<void>;
  onEvent(listener: (event: RecordedEvent) => void): void;
  readonly history: History;
  readonly people: People;
}

/** What this run's file already says: from an earlier process of the same run, or from its plan. */
export interface History {
  /** The outcome that was recorded last, if any. */
  outcome(resource: string): Outcome | undefined;
  /** The changes that the plan asked for, by resource: what the last look before any write said. */
  agreed(resource: string): readonly Change[] | undefined;
  facts(resource: string): Readonly<Record<string, Json>> | undefined;
  /** Was a write sent for a change of this resource, with or without an answer? */
  written(resource: string): boolean;
  /** Ids of the changes for which a write was sent, with or without an answer. */
  sent(resource: string): ReadonlySet<string>;
  /** Changes of this run that took effect, newest first, page by page. */
  made(): Iterable<MadeChange>;
  counts(): Partial<Record<Outcome, number>>;
}

/** A change that took effect, with what was there before and after, as undo needs it. */
export interface MadeChange {
  readonly step: StepId;
  readonly resource: string;
  readonly name: string;
  readonly change: Change;
  /** Was it there before this run? */
  readonly stateBefore: 'there' | 'absent' | 'waiting' | 'left-out';
  readonly propertiesBefore: Readonly<Record<string, Json>>;
  readonly propertiesAfter: Readonly<Record<string, Json>>;
  readonly identityAfter: string;
}

/** The head of a run's file: what it was started for. */
export interface RunHead {
  readonly run: string;
  readonly verb: Verb;
  readonly version: string;
  readonly startedAt: string;
  /** The site file as it was, as JSON text, and its fingerprint (SHA-256). */
  readonly site: Json;
  readonly siteFile: string;
  readonly siteFingerprint: string;
  readonly world: { readonly kind: 'real' | 'practice'; readonly id: string; readonly name: string };
  readonly plan: number;
  readonly by: string;
  readonly computer: string;
  readonly note: string;
  readonly steps: readonly StepId[];
  readonly people: string;
  readonly limit: number;
  /** For an undo: the run that it takes back. */
  readonly of: string;
}
