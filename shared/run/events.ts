import type { Body, CmdletTarget, Method, Probe, Target } from '../commands/command.ts';
import type { Json, Value } from '../commands/value.ts';
import type { Finding } from './finding.ts';
import type { CalendarEntry, Change } from './resource.ts';
import type { StepId } from './step-id.ts';

/**
 * How a resource ended.
 * - `in-order`: nothing had to be changed. `changed`: changed, and read back. `left-out`: settled without a change.
 * - `drifted`: it would change (plan, verify). `moved`: someone else changed it since the plan, so it was left alone.
 * - `could-not-look`, `failed`, `waiting` (its limit ran out), `not-done` (its turn did not come).
 */
export const outcomes = [
  'in-order',
  'changed',
  'left-out',
  'drifted',
  'moved',
  'could-not-look',
  'failed',
  'waiting',
  'not-done',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What a run does. */
export type Verb = 'plan' | 'run' | 'verify' | 'undo' | 'password';

/** A command as it was sent: values resolved, secrets as references. */
export type SentCommand =
  | {
      readonly target: CmdletTarget;
      readonly cmdlet: string;
      readonly parameters: Readonly<Record<string, Value>>;
    }
  | {
      readonly target: 'graph';
      readonly method: Method;
      readonly path: string;
      readonly body?: Body;
      readonly eventual?: boolean;
    };

/** A password that this run will need; nobody has to give it, since the program can make one. */
export interface SecretNeeded {
  readonly type: 'secret-needed';
  readonly name: string;
  readonly step: StepId;
  readonly resource: string;
}

export type RunEvent =
  | {
      readonly type: 'started';
      readonly run: string;
      readonly verb: Verb;
      readonly version: string;
      readonly site: { readonly id: string; readonly name: string; readonly kind: string };
      readonly world: { readonly kind: 'real' | 'practice'; readonly id: string; readonly name: string };
      readonly steps: readonly StepId[];
      readonly plan: number;
      readonly by: string;
      readonly computer: string;
      readonly note: string;
      readonly resumed: boolean;
    }
  | {
      readonly type: 'step';
      readonly step: StepId;
      readonly state: 'begun' | 'ended';
      /** How many resources there will be, where that is known. */
      readonly total?: number;
      /** How long they will take, going by the commands answered so far. */
      readonly estimateMs?: number;
    }
  | SecretNeeded
  | (SentCommand & {
      readonly type: 'command';
      /** Counts the commands of a run; the answer carries the same number. */
      readonly number: number;
      readonly step: StepId;
      readonly resource: string;
      readonly writes: boolean;
      /** The change that it makes, where it writes for one. */
      readonly change?: string;
      /** Those of its secrets that the program made itself; all others were given. */
      readonly made?: readonly string[];
    })
  | {
      readonly type: 'answer';
      readonly number: number;
      readonly step: StepId;
      readonly resource: string;
      readonly ok: boolean;
      readonly rows: number;
      readonly durationMs: number;
      readonly warnings?: readonly string[];
      readonly failure?: {
        readonly kind: string;
        readonly id: string;
        readonly exception: string;
        readonly text: string;
      };
    }
  | ({
      readonly type: 'probe';
      readonly step: StepId;
      readonly resource: string;
      readonly answer: Json;
    } & Probe)
  | {
      readonly type: 'looked';
      readonly step: StepId;
      readonly resource: string;
      /** As in the resource's own event, which comes at its end: a plan is shown before that. */
      readonly name?: string;
      readonly kind?: string;
      readonly when: 'before' | 'after';
      readonly state: 'there' | 'absent' | 'waiting' | 'left-out';
      readonly properties: Readonly<Record<string, Json>>;
      readonly identity: string;
      readonly facts: Readonly<Record<string, Json>>;
      readonly entries: readonly CalendarEntry[];
      readonly changes: readonly Change[];
    }
  | {
      /** How far a command under way is, in the service's own words. */
      readonly type: 'progress';
      /** That of the command. */
      readonly number: number;
      readonly step: StepId;
      readonly resource: string;
      readonly text: string;
      readonly percent: number | null;
    }
  | {
      readonly type: 'waiting';
      readonly step: StepId;
      readonly resource: string;
      readonly reason: string;
      readonly look: number;
      readonly nextInMs: number;
    }
  | { readonly type: 'slowed'; readonly target: Target; readonly waitMs: number; readonly atOnce: number }
  | {
      /** A change ended: `done` by its own answer or judged by looking. It belongs to this run and can be taken back by it. */
      readonly type: 'change';
      readonly step: StepId;
      readonly resource: string;
      readonly change: Change;
      readonly done: boolean;
    }
  | ({ readonly type: 'finding' } & Finding)
  | {
      readonly type: 'resource';
      readonly step: StepId;
      readonly resource: string;
      readonly name: string;
      readonly kind: string;
      readonly where: string;
      /** Address of the person whose calendar it is. */
      readonly address?: string;
      readonly outcome: Outcome;
      readonly reason: string;
    }
  | {
      readonly type: 'finished';
      readonly run: string;
      readonly exitCode: number;
      readonly counts: Readonly<Partial<Record<Outcome, number>>>;
    };

export type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** An event as it was recorded: with its number in the run and its time (ISO 8601, UTC). */
export type RecordedEvent = RunEvent & { readonly seq: number; readonly at: string };
