import type { Command, Output, Probe } from '../../shared/commands/command.ts';
import type { Json } from '../../shared/commands/value.ts';
import type { Secrets, SendOptions, Transport, World } from '../../shared/run/ports.ts';

/** A world of one function: what it answers to a command, or throws. It keeps what it was sent. */
export class SmallWorld implements World {
  readonly identity = { kind: 'practice', id: 'small-world', name: 'Small world' } as const;
  readonly sent: Command[] = [];
  underWay = 0;
  mostUnderWay = 0;
  readonly #answer: (command: Command) => Promise<readonly Json[]> | readonly Json[];
  readonly #atOnce: number;

  constructor(answer: (command: Command) => Promise<readonly Json[]> | readonly Json[], atOnce = 8) {
    this.#answer = answer;
    this.#atOnce = atOnce;
  }

  transport(): Transport {
    return { atOnce: this.#atOnce, send: (command) => this.#send(command) };
  }

  probe(_probe: Probe, _options: SendOptions): Promise<Json> {
    return Promise.resolve(null);
  }

  async *#send(command: Command): AsyncGenerator<Output> {
    this.sent.push(command);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    try {
      for (const row of await this.#answer(command)) yield { row };
    } finally {
      this.underWay -= 1;
    }
  }
}

/** Secrets that are all named after their value. */
export class PlainSecrets implements Secrets {
  readonly #made: string[] = [];

  value(name: string): string {
    return `value of ${name}`;
  }

  has(name: string): boolean {
    return this.#made.includes(name);
  }

  make(name: string): void {
    this.#made.push(name);
  }

  made(): readonly string[] {
    return this.#made;
  }
}
