import type { History } from './journal.ts';
import type { Resource } from './resource.ts';
import type { Outcome } from './events.ts';

const settled: ReadonlySet<Outcome> = new Set<Outcome>(['in-order', 'changed', 'left-out']);

/** Is this an outcome after which others may build on the resource? */
export const isSettled = (outcome: Outcome | undefined): boolean =>
  outcome !== undefined && settled.has(outcome);

/**
 * Who waits for whom. A resource of a selected step settles when its flow ends; one of a step that was not selected is
 * only looked at, and only if somebody needs it.
 */
export class Needs {
  readonly #history: History;
  readonly #ends = new Map<string, Promise<boolean>>();
  readonly #unselected = new Map<string, Resource>();
  readonly #names = new Map<string, string>();
  readonly #lookOnly: (resource: Resource) => Promise<boolean>;

  constructor(history: History, lookOnly: (resource: Resource) => Promise<boolean>) {
    this.#history = history;
    this.#lookOnly = lookOnly;
  }

  /** The end of a resource that others may need: true once it is settled. */
  expect({ id, name, kind }: Resource, end: Promise<boolean>): void {
    // Where a run can't go on, its flow says so itself: that nobody waits here must not end the process.
    end.catch(() => undefined);
    this.#ends.set(id, end);
    this.#names.set(id, `${name} (${kind})`);
  }

  /** A resource of a step that was not selected: looked at if needed, never changed. */
  offer(resource: Resource): void {
    this.#unselected.set(resource.id, resource);
    this.#names.set(resource.id, `${resource.name} (${resource.kind})`);
  }

  /** What people call a resource, for a sentence about what is missing. */
  called(resource: string): string {
    return this.#names.get(resource) ?? resource;
  }

  /** The first of these needs that is not settled, or undefined. Waits for those under way. */
  async firstUnmet(needs: readonly string[]): Promise<string | undefined> {
    for (const need of needs) if (!(await this.#isMet(need))) return need;
    return undefined;
  }

  /** Has the facts of these needs at hand, whether they are settled or not: for looks, which change nothing. */
  async haveLooked(needs: readonly string[]): Promise<void> {
    for (const need of needs) await this.#isMet(need);
  }

  async #isMet(need: string): Promise<boolean> {
    let end = this.#ends.get(need);
    if (end === undefined) {
      const resource = this.#unselected.get(need);
      if (resource === undefined) return isSettled(this.#history.outcome(need));
      end = this.haveLooked(resource.needs).then(() => this.#lookOnly(resource));
      this.#ends.set(need, end);
    }
    return await end;
  }
}
