import { expect, onTestFinished, test } from 'vitest';
import type { RunFile } from '../../../electron/store/run-file.ts';
import { createRunFile, openRunFile } from '../../../electron/store/run-folder.ts';
import type { People } from '../../../shared/run/ports.ts';
import { headOf, mailboxOf, person, temporaryFolder } from './samples.ts';

function newRun(): RunFile {
  const file = createRunFile(temporaryFolder(), headOf('r1'));
  onTestFinished(() => {
    file.close();
  });
  return file;
}

const keys = (people: People): string[] => [...people.all()].map((member) => member.key);
const guids = (people: People): (string | undefined)[] => [...people.all()].map((m) => m.mailbox?.guid);

test('people come once each, as they are, in the order in which they were added', () => {
  const { people } = newRun();
  people.add([person('c', { leftOut: 'A guest.' }), person('a')]);
  people.add([person('a', { name: 'Somebody else' }), person('b', { unusable: 'Line 3 is empty.' })]);
  expect([...people.all()]).toEqual([
    { ...person('c', { leftOut: 'A guest.' }), mailbox: undefined },
    { ...person('a'), mailbox: undefined },
    { ...person('b', { unusable: 'Line 3 is empty.' }), mailbox: undefined },
  ]);
  expect(people.count()).toBe(3);
});

test('someone who comes from both directories of a hybrid site is one person, known by either key', () => {
  const { people } = newRun();
  people.add([person('ad-1', { address: '' })]);
  people.add([person('entra-1', { secondKey: 'ad-1' })]);
  people.add([person('entra-2', { secondKey: 'ad-2' })]);
  people.add([person('ad-2')]);
  expect(keys(people)).toEqual(['ad-1', 'entra-2']);
  people.join([mailboxOf('g1', ['entra-1']), mailboxOf('g2', ['ad-2'])]);
  expect(guids(people)).toEqual(['g1', 'g2']);
});

test('excepted people are no part of it, whether excepted before or after they were added', () => {
  const { people } = newRun();
  people.except(['A']);
  people.add([person('a'), person('b'), person('c', { secondKey: 'second-c' })]);
  people.except(['b', 'second-c', 'nobody']);
  people.add([person('d')]);
  expect(keys(people)).toEqual(['d']);
  expect(people.count()).toBe(1);
});

test('a mailbox joins by key, by second key, or by address; others are passed over', () => {
  const { people } = newRun();
  people.add([
    person('a'),
    person('b', { secondKey: 'ad-b' }),
    person('c', { address: 'C.Jansen@x.example' }),
    person('d'),
  ]);
  people.join([
    mailboxOf('ga', ['A']),
    mailboxOf('gb', ['ad-b']),
    mailboxOf('gc', [], { address: 'c.jansen@X.example' }),
    mailboxOf('gz', ['nobody']),
  ]);
  expect(guids(people)).toEqual(['ga', 'gb', 'gc', undefined]);
});

test("where an address stands on two objects, the mailbox is the one's whose key it carries", () => {
  const { people } = newRun();
  people.add([person('wrong', { address: 'jan@x.example' }), person('right', { address: 'jan@x.example' })]);
  people.join([mailboxOf('g', ['right'], { address: 'jan@x.example' })]);
  expect(guids(people)).toEqual([undefined, 'g']);
});

test.each(['MailUser', 'RemoteUserMailbox', 'RemoteSharedMailbox'])(
  "a user's own mailbox wins over a row of type %s, in either order",
  (type) => {
    const { people } = newRun();
    people.add([person('a'), person('b')]);
    people.join([mailboxOf('other-a', ['a'], { type, side: 'on-premises' }), mailboxOf('own-b', ['b'])]);
    people.join([mailboxOf('own-a', ['a']), mailboxOf('other-b', ['b'], { type, side: 'on-premises' })]);
    expect(guids(people)).toEqual(['own-a', 'own-b']);
  },
);

test('two people with one mailbox: the first has the calendar, the other is left out with the reason', () => {
  const { people } = newRun();
  people.add([person('alias@x'), person('b'), person('primary@x')]);
  people.join([mailboxOf('g', ['alias@x', 'primary@x'])]);
  const all = [...people.all()];
  expect(all.map((member) => member.mailbox?.guid)).toEqual(['g', undefined, undefined]);
  expect(all[2]?.leftOut).toBe(
    'Has the same mailbox as Person alias@x (alias@x@westerveld.example), with whom it is listed.',
  );
  expect(people.count()).toBe(3);
});

test('a mailbox of someone who is excepted is not reached under another name', () => {
  const { people } = newRun();
  people.add([person('alias@x'), person('primary@x')]);
  people.join([mailboxOf('g', ['alias@x', 'primary@x'])]);
  people.except(['primary@x']);
  const [only] = [...people.all()];
  expect(only?.mailbox).toBeUndefined();
  expect(only?.leftOut).toContain('who is excepted');
  expect(people.hasMailbox('cloud', 'g')).toBe(false);
});

test("it is known which mailboxes are the audience's", () => {
  const { people } = newRun();
  people.add([person('a'), person('b')]);
  people.join([mailboxOf('ga', ['a']), mailboxOf('gb', ['b'])]);
  people.except(['b']);
  expect(people.hasMailbox('cloud', 'ga')).toBe(true);
  expect(people.hasMailbox('on-premises', 'ga')).toBe(false);
  expect(people.hasMailbox('cloud', 'gb')).toBe(false);
  expect(people.hasMailbox('cloud', 'gz')).toBe(false);
});

test('the audience is complete only once it was read to its end, also after the run is gone on with', () => {
  const folder = temporaryFolder();
  const file = createRunFile(folder, headOf('r1'));
  file.people.add([person('a')]);
  expect(file.people.complete).toBe(false);
  file.people.finish();
  file.close();
  const again = openRunFile(folder, 'r1');
  expect(again.people.complete).toBe(true);
  expect(keys(again.people)).toEqual(['a']);
  again.close();
});

test('while people are gone through page by page, events can be recorded', async () => {
  const file = newRun();
  const many = Array.from({ length: 1_001 }, (_, index) => person(`p${index}`));
  file.people.add(many);
  let seen = 0;
  for (const member of file.people.all()) {
    seen += 1;
    file.record({
      type: 'secret-needed',
      name: member.key,
      step: 'service-accounts',
      resource: `person/${member.key}`,
    });
    if (seen % 400 === 0) await file.flush();
  }
  expect(seen).toBe(1_001);
});

test('hostile names and addresses are kept as they are', () => {
  const { people } = newRun();
  const names = [
    "O'Brien",
    '$(calc)',
    '"; DROP TABLE people; --',
    'a\u0000b',
    '\u202Eevil',
    '=1+1',
    '\n',
    '💥',
  ];
  people.add(names.map((name, index) => person(`k${index}`, { name, address: name })));
  people.join(names.map((name, index) => mailboxOf(`g${index}`, [`k${index}`], { name })));
  expect([...people.all()].map((member) => [member.name, member.mailbox?.name])).toEqual(
    names.map((name) => [name, name]),
  );
});
