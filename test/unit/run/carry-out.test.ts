import { describe, expect, it } from 'vitest';
import { CarryOut, type Agreement, type CarryOutOptions } from '../../../shared/run/carry-out.ts';
import type { RunEvent, Verb } from '../../../shared/run/events.ts';
import type { Resource } from '../../../shared/run/resource.ts';
import { writes } from '../../../shared/commands/command.ts';
import { MemoryJournal, MemorySiteMemory } from '../../stand-ins/memory-journal.ts';
import { PatientClock } from '../../stand-ins/patient-clock.ts';
import { failure, Shelf, thing } from '../../stand-ins/shelf.ts';
import { PlainSecrets, SmallWorld } from '../../stand-ins/small-world.ts';

interface Asked {
  readonly verb?: Verb;
  readonly agreement?: Agreement;
  readonly stop?: AbortSignal;
  readonly earlier?: readonly RunEvent[];
  readonly waitMs?: number;
  readonly more?: Partial<CarryOutOptions>;
}

interface Carried {
  readonly journal: MemoryJournal;
  readonly world: SmallWorld;
  readonly clock: PatientClock;
  readonly written: () => string[];
}

async function carry(shelf: Shelf, resources: readonly Resource[], asked: Asked = {}): Promise<Carried> {
  const world = new SmallWorld(shelf.answer);
  const journal = new MemoryJournal(asked.earlier);
  const clock = new PatientClock();
  const never = new AbortController().signal;
  await new CarryOut({
    verb: asked.verb ?? 'run',
    agreement: asked.agreement ?? { kind: 'everything' },
    steps: [
      {
        step: 'service-accounts',
        title: 'Things',
        isSelected: true,
        isMany: false,
        isGate: false,
        async *resources() {
          yield* await Promise.resolve(resources);
        },
        total: () => resources.length,
      },
    ],
    connections: [],
    world,
    journal,
    memory: new MemorySiteMemory(),
    secrets: new PlainSecrets(),
    clock,
    stop: asked.stop ?? never,
    abort: never,
    atOnce: 8,
    waitMs: asked.waitMs,
    firstNumber: 1,
    again: new Set(),
    tellsSettled: false,
    ...asked.more,
  }).run();
  const written = (): string[] => world.sent.filter(writes).map((c) => ('cmdlet' in c ? c.cmdlet : c.path));
  return { journal, world, clock, written };
}

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

describe('a run', () => {
  it('does nothing where all is as it should be', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'red');
    const { journal, written } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'in-order' });
    expect(written()).toEqual([]);
  });

  it('makes what is missing, reads it back, and keeps what was there before and after', async () => {
    const shelf = new Shelf();
    const { journal, world } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect(world.sent.map((c) => ('cmdlet' in c ? c.cmdlet : ''))).toEqual([
      'Get-Mailbox',
      'Enable-Mailbox',
      'Get-Mailbox',
    ]);
    expect(journal.of('looked').map((look) => [look.when, look.state])).toEqual([
      ['before', 'absent'],
      ['after', 'there'],
    ]);
  });

  it('has a write on record before it is sent', async () => {
    const shelf = new Shelf();
    const seen: number[] = [];
    const journal = new MemoryJournal();
    shelf.before = (command) => {
      if (writes(command)) seen.push(journal.of('command').filter((c) => c.writes).length);
    };
    await carry(shelf, [thing('cup', 'red')], { more: { journal } });
    expect(seen).toEqual([1]);
  });

  it('writes nothing for a look that could not be had, and does not call the thing absent', async () => {
    const shelf = new Shelf();
    shelf.before = () => {
      throw failure('lasting', 'CmdletAccessDeniedException');
    };
    const { journal, written } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'could-not-look' });
    expect(written()).toEqual([]);
    expect(journal.of('finding')).toMatchObject([
      { id: 'no-right', original: 'CmdletAccessDeniedException happened' },
    ]);
  });

  it('says that a change was not kept where the read-back shows something else', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'blue');
    shelf.after = () => shelf.colours.set('cup', 'blue');
    const { journal } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'failed' });
    expect(journal.of('finding')).toMatchObject([{ id: 'not-as-written' }]);
  });
});

describe('a failure', () => {
  it('that passes is tried once more', async () => {
    const shelf = new Shelf();
    let looks = 0;
    shelf.before = (command) => {
      if (!writes(command) && ++looks === 1) throw failure('transient', 'CmdletProxyException');
    };
    const { journal } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
  });

  it('that comes twice is told as one that usually passes', async () => {
    const shelf = new Shelf();
    shelf.before = (command) => {
      if (!writes(command)) throw failure('transient', 'CmdletProxyException');
    };
    const { journal, world } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'could-not-look' });
    expect(journal.of('finding')).toMatchObject([{ id: 'failed-twice' }]);
    expect(world.sent).toHaveLength(2);
  });

  it('whose answer was lost after the effect is judged by looking and not repeated', async () => {
    const shelf = new Shelf();
    shelf.after = (command) => {
      if (writes(command)) throw failure('lost', 'TaskCanceledException');
    };
    const { journal, written } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect(written()).toEqual(['Enable-Mailbox']);
    expect(journal.of('change')).toHaveLength(1);
  });

  it('whose answer was lost before the effect is repeated once', async () => {
    const shelf = new Shelf();
    let sent = 0;
    shelf.before = (command) => {
      if (writes(command) && ++sent === 1) throw failure('lost', 'TaskCanceledException');
    };
    const { journal, written } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect(written()).toEqual(['Enable-Mailbox', 'Enable-Mailbox']);
  });

  it('by throttling is waited out, halves what goes at once, and is no failure', async () => {
    const shelf = new Shelf();
    let refusals = 0;
    shelf.before = () => {
      if (++refusals <= 3) throw failure('throttled', 'Throttled', 7_000);
    };
    const { journal, clock } = await carry(shelf, [thing('cup', 'red')]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect(journal.of('slowed')[0]).toMatchObject({ waitMs: 7_000, atOnce: 4 });
    expect(clock.slept.every((ms) => ms >= 7_000)).toBe(true);
  });

  it('that is the same 25 times in a row stops the step and reports the rest as not done', async () => {
    const shelf = new Shelf();
    shelf.before = () => {
      throw failure('lasting', 'CmdletAccessDeniedException');
    };
    const many = Array.from({ length: 100 }, (_, index) => thing(`cup ${index}`, 'red'));
    const { journal } = await carry(shelf, many);
    const counts = journal.history.counts();
    expect(journal.of('finding').filter((f) => f.id === 'same-failure-too-often')).toHaveLength(1);
    expect((counts['could-not-look'] ?? 0) + (counts['not-done'] ?? 0)).toBe(100);
    expect(counts['could-not-look']).toBeLessThan(60);
  });

  it('that is the same but not in a row stops nothing', async () => {
    const shelf = new Shelf();
    shelf.before = (command) => {
      if ('parameters' in command && /[02468]"$/u.test(JSON.stringify(command.parameters.Identity)))
        throw failure('lasting', 'CmdletAccessDeniedException');
    };
    const many = Array.from({ length: 100 }, (_, index) => thing(`cup ${index}`, 'red'));
    const { journal } = await carry(shelf, many);
    expect(journal.history.counts()).toEqual({ 'could-not-look': 50, changed: 50 });
  });
});

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

describe('what is on its way', () => {
  const patience = { limitMs: 60_000, hint: 'It comes by itself.' };

  it('is looked for with growing pauses, each said with its reason', async () => {
    const shelf = new Shelf();
    let looks = 0;
    shelf.before = (command) => {
      if (!writes(command) && ++looks === 5) shelf.colours.set('cup', 'red');
    };
    const late: Resource = {
      ...thing('cup', 'red', { patience }),
      look: async (looker) => ({ ...(await thing('cup', 'red').look(looker)), changes: [] }),
    };
    const { journal } = await carry(shelf, [late]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'in-order' });
    expect(journal.of('waiting').map((w) => w.look)).toEqual([1, 2, 3, 4]);
    const pauses = journal.of('waiting').map((w) => w.nextInMs);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(journal.of('waiting')[0]?.reason).toContain('It comes by itself.');
  });

  it('ends as waiting when its limit has run out', async () => {
    const late: Resource = {
      ...thing('cup', 'red', { patience }),
      look: async (looker) => ({ ...(await thing('cup', 'red').look(looker)), changes: [] }),
    };
    const { journal } = await carry(new Shelf(), [late], { waitMs: 20_000 });
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'waiting' });
    expect(journal.of('finding')).toMatchObject([{ id: 'waited-long-enough' }]);
  });
});

describe('order', () => {
  it('is kept: what needs something waits for it, and is not done where that is not in order', async () => {
    const shelf = new Shelf();
    shelf.before = (command) => {
      if ('parameters' in command && command.parameters.Identity === 'shelf')
        throw failure('lasting', 'Broken');
    };
    const { journal } = await carry(shelf, [
      thing('shelf', 'brown'),
      thing('cup', 'red', { needs: ['thing/shelf'] }),
      thing('jug', 'red'),
    ]);
    expect(journal.outcomes()).toEqual({
      'thing/shelf': 'could-not-look',
      'thing/cup': 'not-done',
      'thing/jug': 'changed',
    });
  });
});

describe('a stop', () => {
  it('comes between commands, and the rest is reported as not done', async () => {
    const shelf = new Shelf();
    const stop = new AbortController();
    let sent = 0;
    shelf.before = () => {
      if (++sent === 20) stop.abort();
    };
    const many = Array.from({ length: 100 }, (_, index) => thing(`cup ${index}`, 'red'));
    const { journal } = await carry(shelf, many, { stop: stop.signal });
    const counts = journal.history.counts();
    expect((counts.changed ?? 0) + (counts['not-done'] ?? 0)).toBe(100);
    expect(counts['not-done']).toBeGreaterThan(0);
    expect(journal.of('command')).toHaveLength(journal.of('answer').length);
  });
});

describe('going on', () => {
  it('does not look again at what was read back', async () => {
    const shelf = new Shelf();
    const first = await carry(shelf, [thing('cup', 'red')]);
    const second = await carry(shelf, [thing('cup', 'red'), thing('jug', 'red')], {
      earlier: first.journal.events,
    });
    expect(second.world.sent.map((c) => ('parameters' in c ? c.parameters.Identity : ''))).toEqual([
      'jug',
      'jug',
      'jug',
    ]);
  });

  it('judges what was in flight by looking, and counts it as its own', async () => {
    const shelf = new Shelf();
    const first = await carry(shelf, [thing('cup', 'red')]);
    const killed = first.journal.events.slice(
      0,
      first.journal.events.findIndex((event) => event.type === 'command' && event.writes) + 1,
    );
    const { journal, written } = await carry(shelf, [thing('cup', 'red')], { earlier: killed });
    expect(written()).toEqual([]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    expect([...journal.history.made()]).toMatchObject([{ resource: 'thing/cup', stateBefore: 'absent' }]);
  });

  describe('where changes take their time to show', () => {
    const cup = (): Resource =>
      thing('cup', 'red', { patience: { limitMs: 60_000, hint: 'It comes by itself.' } });

    async function killedAtFirstWrite(shelf: Shelf): Promise<readonly RunEvent[]> {
      const { events } = (await carry(shelf, [cup()])).journal;
      return events.slice(0, events.findIndex((event) => event.type === 'command' && event.writes) + 1);
    }

    it('waits for what was sent, and sends it anew only when it has not shown in time', async () => {
      const earlier = await killedAtFirstWrite(new Shelf());
      const { journal, written } = await carry(new Shelf(), [cup()], { earlier });
      expect(journal.of('waiting').length).toBeGreaterThan(2);
      expect(written()).toHaveLength(1);
      expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    });

    it('does not wait for what was never sent', async () => {
      const shelf = new Shelf();
      const earlier = await killedAtFirstWrite(shelf);
      shelf.colours.set('cup', 'blue');
      const { journal, written } = await carry(shelf, [cup()], { earlier });
      expect(journal.of('waiting')).toEqual([]);
      expect(written()).toHaveLength(1);
      expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
    });
  });
});
