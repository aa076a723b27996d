import { isGuarded, type Command, type Target } from '../commands/command.ts';
import type { Json } from '../commands/value.ts';
import type { Finding } from './finding.ts';
import type { Looker, SiteMemory } from './ports.ts';
import type { StepId } from './step-id.ts';

/** One property that is not as the site asks. "In order" is derived from there being none. */
export interface Difference {
  readonly property: string;
  readonly before: Json;
  readonly after: Json;
  /** A whole reason that a person understands. */
  readonly reason: string;
}

/** How a change is taken back, or why it can't be. */
export type Undo =
  | {
      readonly command: Command;
      /** Taken back only if this read finds nothing: what others put there since would be lost. */
      readonly onlyIfEmpty?: Command;
    }
  | { readonly cannot: string };

/** The smallest write that removes differences: one entry added, one attribute set. */
export interface Change {
  /** Unique within its resource and stable between looks, such as `create` or `set-password-never-expires`. */
  readonly id: string;
  readonly command: Command;
  readonly differences: readonly Difference[];
  readonly undo: Undo;
  /** The same change done by hand: one instruction with the page, the button and the value. */
  readonly byHand: string;
  /** Nothing is wrong without it: plan and run offer it, verify counts the resource as in order. */
  readonly isOffer?: boolean;
}

/** One entry of a calendar's list, as it was found. */
export interface CalendarEntry {
  readonly user: string;
  readonly rights: readonly string[];
  readonly flags: readonly string[];
  /** Is it our group's? */
  readonly ours: boolean;
}

/**
 * What one look saw. `there` and `absent` are facts; `waiting` means that it is on its way (the reason is shown);
 * `left-out` that this resource is settled without anything to do. That a look could not be had is none of these:
 * then the look throws.
 */
export interface Sight {
  readonly state: 'there' | 'absent' | 'waiting' | 'left-out';
  /** For `waiting` and `left-out`: why, in words. */
  readonly reason: string;
  /** What was found, by property: the evidence, and what an undo compares with. */
  readonly properties: Readonly<Record<string, Json>>;
  /** The service's own lasting id of the object (GUID, SID, folder id); tells a thing from its namesake. */
  readonly identity: string;
  /** What must change; empty means as it should be. */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** Values that others refer to by `{from, property}`. */
  readonly facts: Readonly<Record<string, Json>>;
  readonly entries: readonly CalendarEntry[];
}

/** A thing at the site that can be looked at and says what must change. */
export interface Resource {
  /** Unique in a run and the same in every run, such as `account/cloud/sa-calpush-1`. */
  readonly id: string;
  readonly step: StepId;
  /** What people call it. */
  readonly name: string;
  /** What it is, such as `user in Active Directory`. */
  readonly kind: string;
  /** The system that holds it, as in a finding's "where". */
  readonly where: string;
  /** The transport that most of its commands go to: the scheduler keeps each busy by itself. */
  readonly lane: Target;
  /** Address of the person whose calendar it is; absent for other things. */
  readonly address?: string;
  /** Nobody needs it, and there may be thousands: it is not kept in memory. */
  readonly isLeaf?: boolean;
  /** Ids of resources that must be settled before this one can be changed. */
  readonly needs: readonly string[];
  /**
   * For things that appear after a while (a mailbox, a synchronised account): how long to go on looking, and what
   * may speed it up. Absent: a read-back that does not show the change is a failure at once.
   */
  readonly patience?: { readonly limitMs: number; readonly hint: string };
  look(looker: Looker): Promise<Sight>;
  /** Called when a change was made (or taken back: `isMade` false), so that it is remembered across runs. */
  remember?(memory: SiteMemory, change: Change, isMade: boolean): void;
}

/** A resource as a step writes it: what is there (`inspect`), and pure functions of that. */
export interface ResourceSpec<Found> extends Omit<Resource, 'look'> {
  readonly inspect: (looker: Looker) => Promise<Found>;
  /** Pure: what of the sight follows from what was found. */
  readonly judge: (found: Found) => Partial<Sight>;
}

const nothing: Sight = {
  state: 'there',
  reason: '',
  properties: {},
  identity: '',
  changes: [],
  findings: [],
  facts: {},
  entries: [],
};

/** Makes a resource of its specification. */
export function resource<Found>(spec: ResourceSpec<Found>): Resource {
  const { inspect, judge, ...rest } = spec;
  return { ...rest, look: async (looker) => ({ ...nothing, ...judge(await inspect(looker)) }) };
}

/** Is every change of this sight refused by the service itself if the ground has moved? */
export const allGuarded = (changes: readonly Change[]): boolean => changes.every((c) => isGuarded(c.command));
