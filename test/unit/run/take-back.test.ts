import { describe, expect, it } from 'vitest';
import { cmdlet, writes } from '../../../shared/commands/command.ts';
import { name } from '../../../shared/commands/value.ts';
import { CarryOut, type CarryOutOptions, type StepWork } from '../../../shared/run/carry-out.ts';
import type { Resource } from '../../../shared/run/resource.ts';
import { takeBack } from '../../../shared/run/take-back.ts';
import { MemoryJournal, MemorySiteMemory } from '../../stand-ins/memory-journal.ts';
import { PatientClock } from '../../stand-ins/patient-clock.ts';
import { failure, Shelf, thing } from '../../stand-ins/shelf.ts';
import { PlainSecrets, SmallWorld } from '../../stand-ins/small-world.ts';

const stepOf = (resources: readonly Resource[]): StepWork => ({
  step: 'service-accounts',
  title: 'Things',
  isSelected: true,
  isMany: false,
  isGate: false,
  async *resources() {
    yield* await Promise.resolve(resources);
  },
  total: () => resources.length,
});

function engine(
  shelf: Shelf,
  resources: readonly Resource[],
  journal: MemoryJournal,
): [CarryOut, SmallWorld, StepWork] {
  const world = new SmallWorld(shelf.answer);
  const never = new AbortController().signal;
  const step = stepOf(resources);
  const options: CarryOutOptions = {
    verb: 'run',
    agreement: { kind: 'everything' },
    steps: [step],
    connections: [],
    world,
    journal,
    memory: new MemorySiteMemory(),
    secrets: new PlainSecrets(),
    clock: new PatientClock(),
    stop: never,
    abort: never,
    atOnce: 8,
    waitMs: undefined,
    firstNumber: 1,
    again: new Set(),
    tellsSettled: false,
  };
  return [new CarryOut(options), world, step];
}

/** Runs, lets somebody else act, then takes the run back. */
async function runAndTakeBack(
  shelf: Shelf,
  resources: readonly Resource[],
  meanwhile: () => void = () => undefined,
): Promise<{ journal: MemoryJournal; written: string[] }> {
  const ran = new MemoryJournal();
  await engine(shelf, resources, ran)[0].run();
  meanwhile();
  const journal = new MemoryJournal();
  const [undoing, world, step] = engine(shelf, resources, journal);
  await takeBack(undoing, { steps: [step], made: ran.history.made(), leaf: () => undefined, journal });
  const written = world.sent
    .filter(writes)
    .map((c) => ('cmdlet' in c ? `${c.cmdlet} ${JSON.stringify(c.parameters.Identity)}` : ''));
  return { journal, written };
}

describe('taking back', () => {
  it('removes what the run made and restores what it changed, newest first, and leaves what it never touched', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'blue').set('pot', 'red');
    const things = [thing('cup', 'red'), thing('jug', 'red', { needs: ['thing/cup'] }), thing('pot', 'red')];
    const { journal, written } = await runAndTakeBack(shelf, things);
    expect(Object.fromEntries(shelf.colours)).toEqual({ cup: 'blue', pot: 'red' });
    expect(written).toEqual(['Disable-Mailbox "jug"', 'Set-Mailbox "cup"']);
    expect(journal.outcomes()).toEqual({ 'thing/jug': 'changed', 'thing/cup': 'changed' });
  });

  it('leaves what somebody else changed since', async () => {
    const shelf = new Shelf();
    shelf.colours.set('cup', 'blue');
    const { journal, written } = await runAndTakeBack(shelf, [thing('cup', 'red')], () =>
      shelf.colours.set('cup', 'gold'),
    );
    expect(written).toEqual([]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'moved' });
    expect(journal.of('finding')).toMatchObject([{ id: 'left-as-others-made-it' }]);
  });

  it('needs nothing for what is back already', async () => {
    const shelf = new Shelf();
    const { journal, written } = await runAndTakeBack(shelf, [thing('cup', 'red')], () =>
      shelf.colours.delete('cup'),
    );
    expect(written).toEqual([]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'in-order' });
  });

  it('judges a lost answer by looking', async () => {
    const shelf = new Shelf();
    const { journal, written } = await runAndTakeBack(shelf, [thing('cup', 'red')], () => {
      shelf.after = (command) => {
        if (writes(command)) throw failure('lost', 'TaskCanceledException');
      };
    });
    expect(written).toEqual(['Disable-Mailbox "cup"']);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'changed' });
  });

  it('takes nothing away from something that could not be looked at', async () => {
    const shelf = new Shelf();
    const { journal, written } = await runAndTakeBack(shelf, [thing('cup', 'red')], () => {
      shelf.before = () => {
        throw failure('lasting', 'CmdletAccessDeniedException');
      };
    });
    expect(written).toEqual([]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'could-not-look' });
  });

  it('leaves a thing that others use now', async () => {
    const shelf = new Shelf();
    const cup = thing('cup', 'red');
    const shared: Resource = {
      ...cup,
      look: async (looker) => {
        const sight = await cup.look(looker);
        const onlyIfEmpty = cmdlet('exchange', 'Get-Mailbox', { Identity: name('tea') });
        return { ...sight, changes: sight.changes.map((c) => ({ ...c, undo: { ...c.undo, onlyIfEmpty } })) };
      },
    };
    const { journal, written } = await runAndTakeBack(shelf, [shared], () =>
      shelf.colours.set('tea', 'green'),
    );
    expect(written).toEqual([]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'moved' });
    expect(journal.of('finding')).toMatchObject([{ id: 'left-for-others' }]);
  });

  it('says of a change that can not be taken back that it stays', async () => {
    const shelf = new Shelf();
    const oneWay = thing('cup', 'red');
    const stays: Resource = {
      ...oneWay,
      look: async (looker) => {
        const sight = await oneWay.look(looker);
        return { ...sight, changes: sight.changes.map((c) => ({ ...c, undo: { cannot: 'Paint stays.' } })) };
      },
    };
    const { journal } = await runAndTakeBack(shelf, [stays]);
    expect(journal.outcomes()).toEqual({ 'thing/cup': 'left-out' });
    expect(journal.of('finding')).toMatchObject([{ id: 'can-not-be-taken-back', why: 'Paint stays.' }]);
  });
});
