import type { Target } from '../commands/command.ts';
import type { Json } from '../commands/value.ts';
import type { Facts } from './facts.ts';
import type { Looker } from './ports.ts';
import type { StepId } from './step-id.ts';

/** How a target is reached before the first command goes there. It changes the session, never the site. */
export interface Connection {
  readonly target: Target;
  /** The resource that stands for it, and whose facts `establish` returns. */
  readonly resource: string;
  readonly step: StepId;
  /** Connects and says what other commands need to know of it. Throws what the service said when it can't be had. */
  establish(looker: Looker): Promise<Readonly<Record<string, Json>>>;
}

/**
 * Connections of one process, each made when the first command needs it and once only: a connection that could not be
 * made is not tried again by each of ten thousand calendars.
 */
export class Connections {
  readonly #connections: ReadonlyMap<Target, Connection>;
  readonly #made = new Map<Target, Promise<void>>();
  readonly #facts: Facts;
  readonly #lookerFor: (connection: Connection) => Looker;

  constructor(list: readonly Connection[], facts: Facts, lookerFor: (connection: Connection) => Looker) {
    this.#connections = new Map(list.map((connection) => [connection.target, connection]));
    this.#facts = facts;
    this.#lookerFor = lookerFor;
  }

  /** Resolves when the target is connected; rejects with the reason why it is not. */
  async ensure(target: Target): Promise<void> {
    const connection = this.#connections.get(target);
    if (connection === undefined) return;
    let made = this.#made.get(target);
    if (made === undefined) {
      made = connection.establish(this.#lookerFor(connection)).then((facts) => {
        this.#facts.set(connection.resource, facts);
      });
      this.#made.set(target, made);
    }
    await made;
  }
}
