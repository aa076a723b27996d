import type { CalendarEntry } from '../run/resource.ts';
import type { EventOf, Outcome, RecordedEvent } from '../run/events.ts';
import type { Finding } from '../run/finding.ts';
import type { RunHead } from '../run/journal.ts';
import type { Json } from '../commands/value.ts';
import type { Side } from '../run/ports.ts';
import type { StepId } from '../run/step-id.ts';

/** A command of the run with its answer, in the order in which they were sent. */
export interface CommandRecord {
  readonly at: string;
  readonly command: EventOf<'command'>;
  /** Absent where the run ended before an answer came. */
  readonly answer: EventOf<'answer'> | undefined;
}

/** A resource as it ended, with what was found before and after. */
export interface ResourceRecord {
  readonly step: StepId;
  readonly resource: string;
  readonly name: string;
  readonly kind: string;
  readonly where: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly before: Readonly<Record<string, Json>> | undefined;
  readonly after: Readonly<Record<string, Json>> | undefined;
  readonly entriesBefore: readonly CalendarEntry[];
  readonly entriesAfter: readonly CalendarEntry[];
}

/** One person of the audience with the calendar's outcome: a row of the calendars' table. */
export interface CalendarRecord extends ResourceRecord {
  readonly address: string;
  readonly side: Side | undefined;
  readonly folder: string;
}

/** A finished or interrupted run, read from its file. Everything that can be long is a stream. */
export interface RunRecord {
  readonly head: RunHead;
  readonly finishedAt: string | undefined;
  readonly exitCode: number | undefined;
  readonly durationMs: number;
  /** What the run itself expected its long steps to take, when they began; undefined where it had none. */
  readonly estimatedMs: number | undefined;
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly commandCounts: { readonly read: number; readonly wrote: number };
  commands(): Iterable<CommandRecord>;
  resources(step: StepId): Iterable<ResourceRecord>;
  calendars(): Iterable<CalendarRecord>;
  findings(): Iterable<Finding & { readonly at: string }>;
  events(): Iterable<RecordedEvent>;
  /** A fact of a resource, such as the group's real address. */
  fact(resource: string, property: string): Json | undefined;
}
