import type { EventOf, Outcome, RecordedEvent, RunEvent } from '../../shared/run/events.ts';
import type { History, Journal, MadeChange } from '../../shared/run/journal.ts';
import type { AudienceMember, Mailbox, People, Person, Side, SiteMemory } from '../../shared/run/ports.ts';

/** The record of a run in memory: what the engine says, in order, and what it says of itself afterwards. */
export class MemoryJournal implements Journal {
  readonly events: RunEvent[] = [];
  readonly history: History;
  readonly people = new MemoryPeople();
  /** How many events were on record at the last flush. */
  flushed = 0;

  constructor(earlier: readonly RunEvent[] = []) {
    this.events.push(...earlier);
    this.history = new MemoryHistory(this.events);
  }

  record(event: RunEvent): void {
    this.events.push(event);
  }

  intend(event: RunEvent): Promise<void> {
    this.events.push(event);
    return Promise.resolve();
  }

  flush(): Promise<void> {
    this.flushed = this.events.length;
    return Promise.resolve();
  }

  onEvent(_listener: (event: RecordedEvent) => void): void {
    // The engine never listens to itself.
  }

  /** The events of one type, in order. */
  of<Type extends RunEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** How each resource ended. */
  outcomes(): Record<string, Outcome> {
    return Object.fromEntries(this.of('resource').map((event) => [event.resource, event.outcome]));
  }
}

class MemoryHistory implements History {
  readonly #events: readonly RunEvent[];

  constructor(events: readonly RunEvent[]) {
    this.#events = events;
  }

  outcome(resource: string): Outcome | undefined {
    return this.#last('resource', resource)?.outcome;
  }

  agreed(resource: string): EventOf<'looked'>['changes'] | undefined {
    return this.#events.findLast(
      (event): event is EventOf<'looked'> =>
        event.type === 'looked' && event.resource === resource && event.when === 'before',
    )?.changes;
  }

  facts(resource: string): EventOf<'looked'>['facts'] | undefined {
    return this.#last('looked', resource)?.facts;
  }

  written(resource: string): boolean {
    return this.#events.some(
      (event) => event.type === 'command' && event.resource === resource && event.change !== undefined,
    );
  }

  sent(resource: string): ReadonlySet<string> {
    return new Set(
      this.#events.flatMap((event) =>
        event.type === 'command' && event.resource === resource && event.change !== undefined
          ? [event.change]
          : [],
      ),
    );
  }

  *made(): Generator<MadeChange> {
    for (const event of this.#events.toReversed()) {
      if (event.type !== 'change' || !event.done) continue;
      const before = this.#look(event.resource, 'before');
      const after = this.#look(event.resource, 'after');
      yield {
        step: event.step,
        resource: event.resource,
        name: this.#last('resource', event.resource)?.name ?? event.resource,
        change: event.change,
        stateBefore: before?.state ?? 'there',
        propertiesBefore: before?.properties ?? {},
        propertiesAfter: after?.properties ?? {},
        identityAfter: after?.identity ?? '',
      };
    }
  }

  counts(): Partial<Record<Outcome, number>> {
    const counts: Partial<Record<Outcome, number>> = {};
    for (const event of this.#events)
      if (event.type === 'resource') counts[event.outcome] = (counts[event.outcome] ?? 0) + 1;
    return counts;
  }

  #look(resource: string, when: 'before' | 'after'): EventOf<'looked'> | undefined {
    return this.#events.findLast(
      (event): event is EventOf<'looked'> =>
        event.type === 'looked' && event.resource === resource && event.when === when,
    );
  }

  #last<Type extends 'resource' | 'looked'>(type: Type, resource: string): EventOf<Type> | undefined {
    return this.#events.findLast(
      (event): event is EventOf<Type> =>
        event.type === type && 'resource' in event && event.resource === resource,
    );
  }
}

class MemoryPeople implements People {
  complete = false;
  readonly #people = new Map<string, Person>();
  readonly #mailboxes = new Map<string, Mailbox>();

  add(people: readonly Person[]): void {
    for (const person of people) if (!this.#people.has(person.key)) this.#people.set(person.key, person);
  }

  except(keys: readonly string[]): void {
    for (const key of keys) this.#people.delete(key);
  }

  join(mailboxes: readonly (Mailbox & { readonly keys: readonly string[] })[]): void {
    for (const { keys, ...mailbox } of mailboxes) {
      for (const person of this.#people.values()) {
        const names = [person.key, person.secondKey, person.address.toLowerCase()];
        if (!keys.some((key) => names.includes(key))) continue;
        const known = this.#mailboxes.get(person.key);
        if (known === undefined || mailbox.type.endsWith('Mailbox')) this.#mailboxes.set(person.key, mailbox);
      }
    }
  }

  finish(): void {
    this.complete = true;
  }

  count(): number {
    return this.#people.size;
  }

  hasMailbox(side: Side, mailbox: string): boolean {
    return [...this.#mailboxes.values()].some((one) => one.side === side && one.guid === mailbox);
  }

  *all(): Generator<AudienceMember> {
    for (const person of this.#people.values()) yield { ...person, mailbox: this.#mailboxes.get(person.key) };
  }
}

/** What is remembered of a site, in memory. */
export class MemorySiteMemory implements SiteMemory {
  readonly folders = new Map<string, { folderId: string; folderName: string }>();
  readonly identities = new Map<string, string>();
  readonly made = new Set<string>();

  folder(side: Side, mailbox: string): { folderId: string; folderName: string } | undefined {
    return this.folders.get(`${side}/${mailbox}`);
  }

  rememberFolder(side: Side, mailbox: string, folder: { folderId: string; folderName: string }): void {
    this.folders.set(`${side}/${mailbox}`, folder);
  }

  forgetFolder(side: Side, mailbox: string): void {
    this.folders.delete(`${side}/${mailbox}`);
  }

  identity(resource: string): string | undefined {
    return this.identities.get(resource);
  }

  rememberIdentity(resource: string, identity: string): void {
    this.identities.set(resource, identity);
  }

  madeEntry(side: Side, mailbox: string): boolean {
    return this.made.has(`${side}/${mailbox}`);
  }

  rememberMadeEntry(side: Side, mailbox: string, made: boolean): void {
    if (made) this.made.add(`${side}/${mailbox}`);
    else this.made.delete(`${side}/${mailbox}`);
  }

  *madeEntries(): Generator<{ side: Side; mailbox: string }> {
    for (const key of this.made) {
      const [side, mailbox = ''] = key.split('/');
      if (side === 'on-premises' || side === 'cloud') yield { side, mailbox };
    }
  }
}
