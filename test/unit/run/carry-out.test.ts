import { describe, expect, it } from 'vitest';
import { writes } from '../../../shared/commands/command.ts';
import type { Resource } from '../../../shared/run/resource.ts';
import { carry } from '../../stand-ins/carried-out.ts';
import { MemoryJournal } from '../../stand-ins/memory-journal.ts';
import { failure, Shelf, thing } from '../../stand-ins/shelf.ts';

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

  it('of a write is told with what the look after it found', async () => {
    const shelf = new Shelf();
    const about = {
      severity: 'information',
      step: 'service-accounts',
      where: 'the shelf',
      why: '',
      do: '',
    } as const;
    const broken = thing('cup', 'red');
    const left: Resource = {
      ...broken,
      async look(looker) {
        const sight = await broken.look(looker);
        return { ...sight, findings: [{ ...about, id: 'left-so', what: `The cup is ${sight.state}` }] };
      },
    };
    shelf.before = (command) => {
      if (writes(command)) throw failure('lasting', 'ObjectConflict');
    };
    const { journal } = await carry(shelf, [left]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'failed' });
    expect(journal.of('finding').map(({ id }) => id)).toEqual(['left-so', 'name-taken']);
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
