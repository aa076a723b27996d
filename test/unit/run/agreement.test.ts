import { describe, expect, it } from 'vitest';
import { writes } from '../../../shared/commands/command.ts';
import type { Resource } from '../../../shared/run/resource.ts';
import { carry, type Carried } from '../../stand-ins/carried-out.ts';
import { MemoryJournal } from '../../stand-ins/memory-journal.ts';
import { Shelf, thing } from '../../stand-ins/shelf.ts';

/** A thing that says what it needs only once another one is there. */
const afterThe = (first: string, then: Resource, shelf: Shelf): Resource => ({
  ...then,
  needs: [`thing/${first}`],
  look: async (looker) => {
    const sight = await then.look(looker);
    return shelf.colours.has(first)
      ? sight
      : { ...sight, state: 'waiting', changes: [], reason: 'Known later.' };
  },
});

/** Plans, lets somebody else act, then carries exactly that plan out. */
async function planThenApply(
  shelf: Shelf,
  resources: readonly Resource[],
  meanwhile: () => void,
): Promise<Carried> {
  const plan = await carry(shelf, resources, { verb: 'plan' });
  meanwhile();
  return await carry(shelf, resources, { agreement: { kind: 'plan' }, earlier: plan.journal.events });
}

describe('a plan', () => {
  it('writes nothing, and says what would change as drifted', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'blue');
    const { journal, written } = await carry(shelf, [thing('cup', 'red'), thing('jug', 'red')], {
      verb: 'plan',
    });
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'drifted', 'thing/jug': 'drifted' });
    expect(written()).toEqual([]);
  });

  it('that was agreed to sends a guarded change without another look', async () => {
    const shelf = new Shelf();
    const { world, journal } = await planThenApply(shelf, [thing('cup', 'red')], () => undefined);
    expect(world.sent.map((c) => ('cmdlet' in c ? c.cmdlet : ''))).toEqual(['Enable-Mailbox', 'Get-Mailbox']);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
  });

  it('leaves what moved since, does the rest, and says so', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'blue');
    const things = [thing('cup', 'red'), thing('jug', 'red'), thing('pot', 'red')];
    const { journal, written } = await planThenApply(shelf, things, () => {
      shelf.colours.set('cup', 'green');
      shelf.colours.set('jug', 'yellow');
    });
    expect(journal.outcomes()).toEqual({
      'thing/cup': 'moved',
      'thing/jug': 'moved',
      'thing/pot': 'changed',
    });
    expect(written()).toEqual(['Enable-Mailbox', 'Enable-Mailbox']);
    expect(shelf.colours.get('cup')).toBe('green');
    expect(shelf.colours.get('jug')).toBe('yellow');
  });

  it('that is asked for step by step changes nothing when it is not agreed to', async () => {
    const shelf = new Shelf();
    const { journal, written } = await carry(shelf, [thing('cup', 'red')], {
      agreement: { kind: 'ask', agree: () => Promise.resolve(false) },
    });
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'not-done' });
    expect(written()).toEqual([]);
  });

  it('that is asked for step by step is on record before the question, and only then carried out', async () => {
    const shelf = new Shelf();
    const journal = new MemoryJournal();
    const asked: [number, number][] = [];
    const { written } = await carry(shelf, [thing('cup', 'red')], {
      more: { journal },
      agreement: {
        kind: 'ask',
        agree: () => {
          asked.push([journal.flushed, journal.events.length]);
          return Promise.resolve(true);
        },
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]?.[0]).toBe(asked[0]?.[1]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect(written()).toEqual(['Enable-Mailbox']);
  });

  it('asks nothing where nothing would change', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'red');
    const { journal } = await carry(shelf, [thing('cup', 'red')], {
      agreement: { kind: 'ask', agree: () => Promise.reject(new Error('nothing to ask')) },
    });
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'in-order' });
  });

  it('asks again for what can only be known after the first changes, and never makes it unasked', async () => {
    const shelf = new Shelf();
    let asked = 0;
    const written: number[] = [];
    shelf.before = (command) => {
      if (writes(command)) written.push(asked);
    };
    const things = [thing('cup', 'red'), afterThe('cup', thing('saucer', 'red'), shelf)];
    const { journal } = await carry(shelf, things, {
      agreement: { kind: 'ask', agree: () => Promise.resolve(++asked > 0) },
    });
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed', 'thing/saucer': 'changed' });
    expect(written).toEqual([1, 2]);
  });

  it('by its id never makes a change that it did not show', async () => {
    const shelf = new Shelf();
    const things = [thing('cup', 'red'), afterThe('cup', thing('saucer', 'red'), shelf)];
    const { journal, written } = await planThenApply(shelf, things, () => undefined);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed', 'thing/saucer': 'moved' });
    expect(written()).toEqual(['Enable-Mailbox']);
  });
});
