import type { Target } from '../commands/command.ts';
import type { Outcome } from './events.ts';
import type { Facts } from './facts.ts';
import type { Journal } from './journal.ts';
import type { Needs } from './needs.ts';
import type { Clock, Looker, Secrets, SiteMemory } from './ports.ts';
import type { Resource, Sight } from './resource.ts';
import type { Sender } from './sender.ts';

/** Everything a flow uses. */
export interface FlowWorld {
  readonly sender: Sender;
  readonly journal: Journal;
  readonly facts: Facts;
  readonly needs: Needs;
  readonly secrets: Secrets;
  readonly memory: SiteMemory;
  readonly clock: Clock;
  /** Stops between commands. */
  readonly stop: AbortSignal;
  /** How long to go on looking for something that is on its way; undefined: as each resource says. */
  readonly waitMs: number | undefined;
  readonly lookerFor: (resource: Resource) => Looker;
  /** Makes sure that a target is connected before a command goes there. */
  readonly connect: (target: Target) => Promise<void>;
}

/** How a flow ended: its outcome, why, and what makes its failure equal to another one's. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly failure: string;
}

/** What a look saw, or the ending that it came to where it could not be had. */
export type Seen = Sight | { readonly ending: Ending };
