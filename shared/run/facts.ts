import type { Json } from '../commands/value.ts';

/** What is known of resources that are there, by resource and property: what `{from, property}` stands for. */
export class Facts {
  readonly #facts = new Map<string, Readonly<Record<string, Json>>>();

  set(resource: string, facts: Readonly<Record<string, Json>>): void {
    if (Object.keys(facts).length > 0) this.#facts.set(resource, facts);
  }

  get(from: string, property: string): Json | undefined {
    return this.#facts.get(from)?.[property];
  }

  /** The resource is not there (any more). */
  forget(resource: string): void {
    this.#facts.delete(resource);
  }
}
