import type { Target } from '../../commands/command.ts';
import type { Signs } from '../signs.ts';

/** What a service's refusal means here, and what a person does about it. */
export interface Refusal {
  /** Of the finding: stable, kebab-case. */
  readonly id: string;
  readonly signs: Signs;
  /** Only of these systems; left out: of all. */
  readonly of?: readonly Target[];
  readonly why: string;
  readonly do: string;
}
