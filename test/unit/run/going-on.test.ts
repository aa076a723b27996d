import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../shared/run/events.ts';
import type { Resource } from '../../../shared/run/resource.ts';
import { carry } from '../../stand-ins/carried-out.ts';
import { Shelf, thing } from '../../stand-ins/shelf.ts';

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
