import type { z } from 'zod';
import type { Command, Probe, Target } from '../commands/command.ts';
import { commandName, writes } from '../commands/command.ts';
import { resolveCommand } from '../commands/resolve.ts';
import type { Json } from '../commands/value.ts';
import type { Facts } from './facts.ts';
import type { Clock, Looker, People, SiteMemory } from './ports.ts';
import { propertiesOf } from './properties.ts';
import type { Purpose, Sender } from './sender.ts';

/** A look needs a value of something that is not there yet. It can be had later; nothing is wrong. */
export class NotKnownYet extends Error {
  override readonly name = 'NotKnownYet';
  readonly from: string;
  constructor(from: string, property: string) {
    super(`${property} of ${from} is not known yet.`);
    this.from = from;
  }
}

/** A service answered with something that its documentation does not lead one to expect. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly target: Target;
  constructor(command: Command, why: string) {
    super(`The answer to ${commandName(command)} has another form than documented: ${why}`);
    this.target = command.target;
  }
}

export interface LookingOptions {
  readonly sender: Sender;
  readonly facts: Facts;
  readonly memory: SiteMemory;
  readonly people: People;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly purpose: Purpose;
  /** Makes sure that a target is connected before a command goes there. */
  readonly connect: (target: Target) => Promise<void>;
}

/** What a resource sees the world through: it reads, and can't write. */
export function looking(options: LookingOptions): Looker {
  const { sender, facts, memory, people, clock, signal, purpose } = options;
  const known = (from: string, property: string): Json | undefined => facts.get(from, property);

  /** A look at one thing is ended, so that it can be told; a step that still finds out what it has is left there. */
  const goesOn = (): void => {
    if (purpose.resource === '') signal.throwIfAborted();
  };

  async function* rows<T>(command: Command, row: z.ZodType<T>): AsyncGenerator<T> {
    goesOn();
    await options.connect(command.target);
    goesOn();
    const resolved = resolveCommand(command, known);
    if ('missing' in resolved) throw new NotKnownYet(resolved.missing.from, resolved.missing.property);
    if (writes(resolved.command)) throw new Error(`${commandName(command)} writes; a look only reads.`);
    const properties = command.target === 'graph' ? [] : propertiesOf(row);
    for await (const raw of sender.rows(resolved.command, purpose, properties)) {
      const parsed = row.safeParse(raw);
      if (!parsed.success) {
        throw new UnexpectedAnswer(
          command,
          parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
        );
      }
      yield parsed.data;
    }
  }

  return {
    memory,
    people,
    signal,
    known,
    rows,
    connected: options.connect,
    now: () => clock.now(),
    async read<T>(command: Command, row: z.ZodType<T>): Promise<T[]> {
      const all: T[] = [];
      for await (const one of rows(command, row)) all.push(one);
      return all;
    },
    async probe<T>(probe: Probe, answer: z.ZodType<T>): Promise<T> {
      return answer.parse(await sender.probe(probe, purpose));
    },
  };
}
