import { expect, onTestFinished, test } from 'vitest';
import type { RunFile } from '../../../electron/store/run-file.ts';
import { createRunFile, openRunFile } from '../../../electron/store/run-folder.ts';
import {
  addChange,
  answer,
  calendarOf,
  changed,
  ended,
  headOf,
  looked,
  reading,
  temporaryFolder,
  writing,
} from './samples.ts';

function newRun(): RunFile {
  const file = createRunFile(temporaryFolder(), headOf('r1'));
  onTestFinished(() => {
    file.close();
  });
  return file;
}

const m1 = calendarOf('m1');

test('a resource that was never looked at has no history', () => {
  const { history } = newRun();
  expect(history.outcome(m1)).toBeUndefined();
  expect(history.agreed(m1)).toBeUndefined();
  expect(history.facts(m1)).toBeUndefined();
  expect(history.written(m1)).toBe(false);
  expect([...history.made()]).toEqual([]);
  expect(history.counts()).toEqual({});
});

test('history knows what was recorded a moment ago, before it is on disk', () => {
  const file = newRun();
  file.record(looked('m1', 'before'));
  expect(file.history.agreed(m1)).toEqual([addChange('m1')]);
  expect(file.history.facts(m1)).toEqual({ Seen: 'before' });
});

test('the outcome is the one that was recorded last, and is counted once', () => {
  const file = newRun();
  file.record(ended('m1', 'drifted'));
  file.record(ended('m2', 'drifted'));
  file.record(ended('m1', 'changed'));
  expect(file.history.outcome(m1)).toBe('changed');
  expect(file.history.counts()).toEqual({ changed: 1, drifted: 1 });
});

test('agreed is what the last look before any write asked for', () => {
  const file = newRun();
  file.record(looked('m1', 'before', { changes: [] }));
  expect(file.history.agreed(m1)).toEqual([]);
  file.record(looked('m1', 'before'));
  file.record(writing(1, 'm1'));
  file.record(looked('m1', 'before', { changes: [] }));
  file.record(looked('m1', 'after'));
  expect(file.history.agreed(m1)).toEqual([addChange('m1')]);
});

test('facts are those of the last look, whatever it was made for', () => {
  const file = newRun();
  file.record(looked('m1', 'before', { facts: { Guid: 'a' } }));
  file.record(looked('m1', 'after', { facts: { Guid: 'b', Members: ['x', null, { deep: true }] } }));
  expect(file.history.facts(m1)).toEqual({ Guid: 'b', Members: ['x', null, { deep: true }] });
  expect(file.report.fact(m1, 'Guid')).toBe('b');
  expect(file.report.fact(m1, 'Other')).toBeUndefined();
});

test('a resource is written once a write for one of its changes was sent, answered or not', () => {
  const file = newRun();
  file.record(reading(1, 'm1'));
  expect(file.history.written(m1)).toBe(false);
  file.record(writing(2, 'm1'));
  expect(file.history.written(m1)).toBe(true);
  file.record(answer(2, 'm1'));
  expect(file.history.written(m1)).toBe(true);
});

test('of several changes, those are sent for which a write went out', () => {
  const file = newRun();
  const both = [addChange('m1'), { ...addChange('m1'), id: 'raise' }];
  file.record(looked('m1', 'before', { changes: both }));
  expect(file.history.sent(m1)).toEqual(new Set());
  file.record(writing(1, 'm1'));
  expect(file.history.sent(m1)).toEqual(new Set(['add']));
  file.record(changed('m1'));
  expect(file.history.sent(m1)).toEqual(new Set(['add']));
});

test('a write that belongs to no change does not count', () => {
  const file = newRun();
  const { change: _, ...withoutChange } = writing(1, 'm1');
  file.record(withoutChange);
  expect(file.history.written(m1)).toBe(false);
});

test('changes that took effect come newest first, with what was there before and after', () => {
  const file = newRun();
  for (const mailbox of ['m1', 'm2', 'm3']) {
    file.record(looked(mailbox, 'before', { state: 'absent', identity: '' }));
    file.record(writing(1, mailbox));
    file.record(changed(mailbox, mailbox !== 'm2'));
    file.record(looked(mailbox, 'after'));
    file.record(ended(mailbox, 'changed'));
  }
  expect([...file.history.made()]).toEqual(
    ['m3', 'm1'].map((mailbox) => ({
      step: 'calendar-permissions',
      resource: calendarOf(mailbox),
      name: `Owner of ${mailbox}`,
      change: addChange(mailbox),
      stateBefore: 'absent',
      propertiesBefore: { folder: 'Agenda', right: null },
      propertiesAfter: { folder: 'Agenda', right: ['Editor'] },
      identityAfter: `folder-of-${mailbox}`,
    })),
  );
});

test('a long list of made changes is read page by page, each once, newest first', () => {
  const file = newRun();
  const mailboxes = Array.from({ length: 1_050 }, (_, index) => `m${index}`);
  for (const mailbox of mailboxes) file.record(changed(mailbox));
  expect([...file.history.made()].map((made) => made.resource)).toEqual(mailboxes.map(calendarOf).reverse());
});

test('after a crash the look that judges a write is what was found after, not before', () => {
  const file = newRun();
  file.record(looked('m1', 'before'));
  file.record(writing(1, 'm1'));
  file.record(looked('m1', 'before', { properties: { right: ['Editor'] }, changes: [] }));
  file.record(changed('m1'));
  const [made] = [...file.history.made()];
  expect(made?.propertiesBefore).toEqual({ folder: 'Agenda', right: null });
  expect(made?.propertiesAfter).toEqual({ right: ['Editor'] });
});

test("a change that took effect stays this run's, also if a later try of it did not", () => {
  const file = newRun();
  file.record(changed('m1'));
  file.record(changed('m1', false));
  expect([...file.history.made()]).toHaveLength(1);
});

test('all of it is still known when the run is gone on with', () => {
  const folder = temporaryFolder();
  const file = createRunFile(folder, headOf('r1'));
  file.record(looked('m1', 'before'));
  file.record(writing(1, 'm1'));
  file.record(changed('m1'));
  file.record(ended('m1', 'changed'));
  file.close();
  const again = openRunFile(folder, 'r1');
  onTestFinished(() => {
    again.close();
  });
  expect(again.history.outcome(m1)).toBe('changed');
  expect(again.history.agreed(m1)).toEqual([addChange('m1')]);
  expect(again.history.written(m1)).toBe(true);
  expect([...again.history.made()]).toHaveLength(1);
});
