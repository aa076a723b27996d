import type { z } from 'zod';
import type { Command, Output, Probe, Target } from '../commands/command.ts';
import type { Json } from '../commands/value.ts';

/** Values of secrets by name; in memory only. */
export interface Secrets {
  /** The value; throws `MissingSecret` where there is none. Only transports call this. */
  value(name: string): string;
  has(name: string): boolean;
  /** Makes a password of 32 characters under this name if there is none, and remembers that nobody has seen it. */
  make(name: string): void;
  /** Names of the passwords that were made here: nobody has seen them unless they are shown at the end. */
  made(): readonly string[];
}

export interface SendOptions {
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  /** Property paths that are read of each object that a cmdlet puts out; nobody reads others. Left out: none is read. */
  readonly properties?: readonly string[];
}

/**
 * The way to one target. It throws `ServiceError` for whatever the service refuses, and does no retries of its own:
 * the scheduler must know of every refusal.
 */
export interface Transport {
  /** How many commands it bears at once. */
  readonly atOnce: number;
  send(command: Command, options: SendOptions): AsyncIterable<Output>;
}

/** The outside world of one run: a transport for each target, and probes. */
export interface World {
  transport(target: Target): Transport;
  probe(probe: Probe, options: SendOptions): Promise<Json>;
  /** What the world is, for the log and so that a run is not gone on with elsewhere. */
  readonly identity: WorldIdentity;
}

export interface WorldIdentity {
  readonly kind: 'real' | 'practice';
  /** Lasting id of this very site: the practice site's own id, or tenant and domain. */
  readonly id: string;
  readonly name: string;
}

/** Time, replaceable in tests. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds, or rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What a resource may do while it looks: read, probe, and remember. It can't write. */
export interface Looker {
  /** Sends a command that does not write and parses each row. Throws `ServiceError`, or `UnexpectedAnswer` where a row does not fit. */
  rows<T>(command: Command, row: z.ZodType<T>): AsyncIterable<T>;
  /** All rows at once: for answers that are known to be small. */
  read<T>(command: Command, row: z.ZodType<T>): Promise<T[]>;
  probe<T>(probe: Probe, answer: z.ZodType<T>): Promise<T>;
  /** Makes sure that a target is connected, so that the facts of its connection are known. */
  connected(target: Target): Promise<void>;
  /** A fact of another resource, if that resource is there. */
  known(from: string, property: string): Json | undefined;
  readonly memory: SiteMemory;
  readonly people: People;
  readonly signal: AbortSignal;
  now(): Date;
}

/** A calendar folder whose type was read, as remembered between runs. */
export interface RememberedFolder {
  readonly folderId: string;
  readonly folderName: string;
}

/** What is remembered of a site across runs. */
export interface SiteMemory {
  folder(side: Side, mailbox: string): RememberedFolder | undefined;
  rememberFolder(side: Side, mailbox: string, folder: RememberedFolder): void;
  forgetFolder(side: Side, mailbox: string): void;
  /** GUID or SID of what is ours, by resource id. */
  identity(resource: string): string | undefined;
  rememberIdentity(resource: string, identity: string): void;
  /** Entries that this program made on calendars and has not taken back. */
  madeEntry(side: Side, mailbox: string): boolean;
  rememberMadeEntry(side: Side, mailbox: string, made: boolean): void;
  /** All entries that this program made and has not taken back. */
  madeEntries(): Iterable<{ readonly side: Side; readonly mailbox: string }>;
}

/** Where a mailbox lives. */
export type Side = 'on-premises' | 'cloud';

/** A person of the audience, as the directory names it. */
export interface Person {
  /** Lasting id: Entra object id or AD objectGUID, lower case; for a row of a CSV file, its address. */
  readonly key: string;
  /** Second id by which Exchange Server knows the same person in a hybrid site (AD objectGUID), else empty. */
  readonly secondKey: string;
  readonly name: string;
  readonly address: string;
  /** Why the person is left out, as the directory sees it; empty where it is not. */
  readonly leftOut: string;
  /** An unusable row of a CSV file, or a person who could not be looked at: what is the matter. */
  readonly unusable: string;
}

/** What Exchange says of a person. */
export interface Mailbox {
  readonly side: Side;
  /** Exchange's own GUID of the recipient: what commands name it by. */
  readonly guid: string;
  readonly address: string;
  readonly name: string;
  readonly type: string;
}

export interface AudienceMember extends Person {
  readonly mailbox: Mailbox | undefined;
}

/** The audience of a run, kept in its file: people once each, joined with their mailboxes, page by page. */
export interface People {
  /** Was the audience read to its end in this run? Then it is not read again. */
  readonly complete: boolean;
  /** Adds people; one whose key is there already is passed over. */
  add(people: readonly Person[]): void;
  /** Marks keys as excepted: they are not part of the audience any more. */
  except(keys: readonly string[]): void;
  /** Joins mailboxes with the people whose key, second key or address they carry; others are passed over. A user's own mailbox wins over a mail user's row. */
  join(mailboxes: readonly (Mailbox & { readonly keys: readonly string[] })[]): void;
  finish(): void;
  count(): number;
  /** Is that mailbox one of the audience's? */
  hasMailbox(side: Side, mailbox: string): boolean;
  /** Everybody who is not excepted, in the order in which they were added. */
  all(): Iterable<AudienceMember>;
}
