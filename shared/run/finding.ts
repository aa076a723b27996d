import type { StepId } from './step-id.ts';

/** `stops`: the step can't go on. `to-know`: a person should look. `information`: for the record. */
export type Severity = 'stops' | 'to-know' | 'information';

/** What a person is told: what, where, why, what to do next, and the service's own words. */
export interface Finding {
  /** Stable, kebab-case: it is in files and in the documentation. */
  readonly id: string;
  readonly severity: Severity;
  readonly step: StepId;
  /** The id of the resource, where it is about one. */
  readonly resource?: string;
  /** One sentence, the object's problem; no code. */
  readonly what: string;
  /** The object by name, and the system. */
  readonly where: string;
  /** The cause that was found; several only if they can't be told apart. */
  readonly why: string;
  /** What to do, result before action, by whom if not by the reader. */
  readonly do: string;
  /** What the service said, byte for byte. */
  readonly original?: string;
}
