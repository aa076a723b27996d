import { z } from 'zod';
import type { Command } from '../commands/command.ts';
import { resolveCommand } from '../commands/resolve.ts';
import type { Json } from '../commands/value.ts';
import type { Outcome } from './events.ts';
import { findingForFailure } from './failure-findings.ts';
import type { FlowWorld } from './flow-world.ts';
import type { MadeChange } from './journal.ts';
import type { Resource, Sight } from './resource.ts';
import { ServiceError } from './service-error.ts';

/** How the taking back of one resource ended. */
export interface UndoEnding {
  readonly outcome: Outcome;
  readonly reason: string;
}

const ended = (outcome: Outcome, reason = ''): UndoEnding => ({ outcome, reason });

/** Looks at something that should be gone, at most so often, so far apart. */
const looksForGone = 20;
const pauseMs = 5_000;

/**
 * Takes back what a run changed on one resource, newest first. It looks before it takes away: what someone else changed
 * since is left; what is back already needs nothing. It sends the command that each change knows for it, and reads back.
 */
export class Undoing {
  readonly #world: FlowWorld;
  readonly #resource: Resource;

  constructor(world: FlowWorld, resource: Resource) {
    this.#world = world;
    this.#resource = resource;
  }

  /** @param neededBy the name of something that was left as others made it and stands on this resource */
  async run(made: readonly MadeChange[], neededBy?: string): Promise<UndoEnding> {
    if (neededBy !== undefined) return this.#stillNeeded(neededBy);
    let outcome = ended('in-order', 'It was taken back before.');
    for (const one of made) {
      if (this.#world.stop.aborted) return ended('not-done', 'The run was stopped before its turn.');
      const ending = await this.#one(one);
      if (!['in-order', 'changed', 'left-out'].includes(ending.outcome)) return ending;
      if (ending.outcome !== 'in-order') outcome = ending;
    }
    return outcome;
  }

  #stillNeeded(by: string): UndoEnding {
    this.#tell(
      'still-needed',
      `${this.#resource.name} was not taken back`,
      `${by} was changed by someone else since the run and was left, and it stands on this.`,
      'Nothing, or take that away by hand, then undo the run again.',
    );
    return ended('moved', `${by} stands on it and was left.`);
  }

  async #one(made: MadeChange): Promise<UndoEnding> {
    const { undo } = made.change;
    if ('cannot' in undo) {
      this.#tell(
        'can-not-be-taken-back',
        `A change of ${made.name} can't be taken back`,
        undo.cannot,
        'Nothing: it stays as it is. Change it by hand where that is wanted.',
      );
      return ended('left-out', undo.cannot);
    }
    const sight = await this.#look('before');
    if ('failure' in sight) return this.#unseen(sight.failure);
    const ground = groundOf(made, sight);
    if (ground === 'back-already') return ended('in-order', 'It is as it was before the run.');
    if (ground === 'changed-since') {
      this.#tell(
        'left-as-others-made-it',
        `${made.name} was changed by someone else since the run`,
        'What is there now is not what the run left, so it was not taken back.',
        'Look at it, and change it by hand if it is to go.',
      );
      return ended('moved', 'Changed by someone else since the run.');
    }
    if (undo.onlyIfEmpty !== undefined) {
      const others = await this.#others(undo.onlyIfEmpty);
      if ('failure' in others) return this.#unseen(others.failure);
      if (others.count > 0) return this.#leftForOthers(made, others.count);
    }
    return await this.#takeBack(made, undo.command);
  }

  /** How many things of others would go with it. */
  async #others(read: Command): Promise<{ readonly count: number } | { readonly failure: unknown }> {
    try {
      const rows = await this.#world.lookerFor(this.#resource).read(read, z.unknown());
      return { count: rows.length };
    } catch (failure) {
      return { failure };
    }
  }

  #leftForOthers(made: MadeChange, count: number): UndoEnding {
    this.#tell(
      'left-for-others',
      `${made.name} was left, since others use it now`,
      `It was made by the run, but it holds ${count === 1 ? 'a member' : `${String(count)} members`} that the run did not put there.`,
      'Take it away by hand once nobody needs it.',
    );
    return ended('moved', 'Others use it now.');
  }

  async #takeBack(made: MadeChange, command: Command): Promise<UndoEnding> {
    const { facts, sender, journal, memory } = this.#world;
    const resolved = resolveCommand(command, (from, property) => facts.get(from, property));
    if ('missing' in resolved)
      return ended(
        'not-done',
        `It needs ${this.#world.needs.called(resolved.missing.from)}, which is not there.`,
      );
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sender.write(resolved.command, {
          step: made.step,
          resource: made.resource,
          change: made.change.id,
        });
        break;
      } catch (failure) {
        if (!(failure instanceof ServiceError)) throw failure;
        const sight = await this.#look('after');
        if ('failure' in sight) return this.#unseen(sight.failure);
        if (groundOf(made, sight) === 'back-already') break;
        if (failure.kind === 'lasting' || attempt > 1) {
          journal.record({ type: 'finding', ...findingForFailure(failure, this.#resource, 'change') });
          return ended('failed', failure.message);
        }
        await sender.pauseBeforeRetry();
      }
    }
    journal.record({
      type: 'change',
      step: made.step,
      resource: made.resource,
      change: made.change,
      done: true,
    });
    this.#resource.remember?.(memory, made.change, false);
    return await this.#readBack(made);
  }

  async #readBack(made: MadeChange): Promise<UndoEnding> {
    const { clock, stop, journal } = this.#world;
    for (let look = 1; ; look += 1) {
      const sight = await this.#look('after');
      if ('failure' in sight) return this.#unseen(sight.failure);
      if (groundOf(made, sight) === 'back-already') return ended('changed', 'Taken back.');
      if (look >= (this.#resource.patience === undefined ? 1 : looksForGone)) {
        this.#tell(
          'not-as-written',
          `${made.name} is not as it was before the run`,
          'It was taken back, and read back differently.',
          'Look at it in the system that holds it.',
        );
        return ended('failed', 'Read back, it is not as it was before the run.');
      }
      journal.record({
        type: 'waiting',
        step: made.step,
        resource: made.resource,
        reason: `${made.name} is still there.`,
        look,
        nextInMs: pauseMs,
      });
      try {
        await clock.sleep(pauseMs, stop);
      } catch {
        return ended('not-done', 'The run was stopped while it waited.');
      }
    }
  }

  async #look(when: 'before' | 'after'): Promise<Sight | { readonly failure: unknown }> {
    const { facts, journal } = this.#world;
    try {
      const sight = await this.#resource.look(this.#world.lookerFor(this.#resource));
      if (sight.state === 'there') facts.set(this.#resource.id, sight.facts);
      const { state, properties, identity, entries } = sight;
      const { step, id: resource } = this.#resource;
      journal.record({
        type: 'looked',
        step,
        resource,
        when,
        state,
        properties,
        identity,
        facts: sight.facts,
        entries,
        changes: [],
      });
      return sight;
    } catch (failure) {
      return { failure };
    }
  }

  #unseen(failure: unknown): UndoEnding {
    const finding = findingForFailure(failure, this.#resource, 'look');
    this.#world.journal.record({ type: 'finding', ...finding });
    return ended('could-not-look', finding.original ?? finding.why);
  }

  #tell(id: string, what: string, why: string, next: string): void {
    const { step, id: resource, where } = this.#resource;
    this.#world.journal.record({
      type: 'finding',
      id,
      severity: 'to-know',
      step,
      resource,
      what,
      where,
      why,
      do: next,
    });
  }
}

/** Is the ground as the run left it, as it was before the run, or something else? */
function groundOf(made: MadeChange, now: Sight): 'as-left' | 'back-already' | 'changed-since' {
  if (made.stateBefore === 'absent') {
    if (now.state === 'absent') return 'back-already';
    return made.identityAfter === '' || now.identity === made.identityAfter ? 'as-left' : 'changed-since';
  }
  if (now.state === 'absent') return 'back-already';
  const value = (of: Readonly<Record<string, Json>>, property: string): string =>
    JSON.stringify(of[property] ?? null);
  const all = (of: Readonly<Record<string, Json>>): boolean =>
    made.change.differences.every((d) => value(now.properties, d.property) === value(of, d.property));
  if (all(made.propertiesBefore)) return 'back-already';
  return all(made.propertiesAfter) ? 'as-left' : 'changed-since';
}
