import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openSiteMemory, type SiteMemoryFile } from '../../../electron/store/site-memory.ts';
import {
  DamagedSiteMemory,
  FolderNotWritable,
  NewerSiteMemory,
} from '../../../electron/store/store-problem.ts';
import { RecordLost } from '../../../shared/run/journal.ts';
import { temporaryFolder } from './samples.ts';

const site = '7A1F7A5E-5A0C-4C0E-9A55-0D1F0C7B6A11';

function opened(folder: string): SiteMemoryFile {
  const memory = openSiteMemory(folder, site);
  onTestFinished(() => {
    memory.close();
  });
  return memory;
}

test('folders, identities, made entries and the last run are remembered from one run to the next', () => {
  const folder = temporaryFolder();
  const first = opened(folder);
  first.rememberFolder('cloud', 'm1', { folderId: 'id-1', folderName: 'Kalender' });
  first.rememberFolder('cloud', 'm2', { folderId: 'id-2', folderName: '日历' });
  first.rememberFolder('cloud', 'm1', { folderId: 'id-1', folderName: 'Agenda' });
  first.forgetFolder('cloud', 'm2');
  first.rememberIdentity('group/cloud', 'guid-1');
  first.rememberMadeEntry('cloud', 'm1', true);
  first.rememberMadeEntry('cloud', 'm2', true);
  first.rememberMadeEntry('on-premises', 'm3', true);
  first.rememberMadeEntry('cloud', 'm2', false);
  first.rememberLastRun('2026-11-24-1401');
  first.close();

  const next = opened(folder);
  expect(next.folder('cloud', 'm1')).toEqual({ folderId: 'id-1', folderName: 'Agenda' });
  expect(next.folder('cloud', 'm2')).toBeUndefined();
  expect(next.folder('on-premises', 'm1')).toBeUndefined();
  expect(next.identity('group/cloud')).toBe('guid-1');
  expect(next.identity('group/on-premises')).toBeUndefined();
  expect(next.madeEntry('cloud', 'm1')).toBe(true);
  expect(next.madeEntry('cloud', 'm2')).toBe(false);
  expect([...next.madeEntries()]).toEqual([
    { side: 'on-premises', mailbox: 'm3' },
    { side: 'cloud', mailbox: 'm1' },
  ]);
  expect(next.lastRun).toBe('2026-11-24-1401');
});

test('plan numbers go up by one, and none is given twice, whatever becomes of the process', () => {
  const folder = temporaryFolder();
  const memory = opened(folder);
  expect(memory.lastRun).toBeUndefined();
  expect([memory.nextPlanNumber(), memory.nextPlanNumber()]).toEqual([1, 2]);
  expect(opened(folder).nextPlanNumber()).toBe(3);
});

test('what is remembered is known at once here, and on disk within 100 ms for others', () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const folder = temporaryFolder();
  const memory = opened(folder);
  const reader = opened(folder);
  memory.rememberIdentity('group/cloud', 'guid-1');
  expect(memory.identity('group/cloud')).toBe('guid-1');
  expect(reader.identity('group/cloud')).toBeUndefined();
  vi.advanceTimersByTime(100);
  expect(reader.identity('group/cloud')).toBe('guid-1');
});

test('thousands of made entries are gone through page by page, each once', () => {
  const memory = opened(temporaryFolder());
  const mailboxes = Array.from({ length: 1_001 }, (_, index) => `m${String(index).padStart(5, '0')}`);
  for (const mailbox of mailboxes) memory.rememberMadeEntry('cloud', mailbox, true);
  expect([...memory.madeEntries()].map((entry) => entry.mailbox)).toEqual(mailboxes);
});

test('sites do not share what is remembered', () => {
  const folder = temporaryFolder();
  opened(folder).rememberIdentity('group/cloud', 'guid-1');
  const other = openSiteMemory(folder, '00000000-0000-4000-8000-000000000000');
  expect(other.identity('group/cloud')).toBeUndefined();
  other.close();
  expect(readdirSync(join(folder, 'sites')).filter((name) => name.endsWith('.sqlite'))).toHaveLength(2);
});

test('a damaged or newer file is refused', () => {
  const folder = temporaryFolder();
  const { file } = opened(folder);
  const change = new DatabaseSync(file);
  change.exec('PRAGMA user_version = 5');
  change.close();
  expect(() => openSiteMemory(folder, site)).toThrow(NewerSiteMemory);
  const elsewhere = temporaryFolder();
  const whole = openSiteMemory(elsewhere, site);
  whole.close();
  writeFileSync(whole.file, 'no database');
  expect(() => openSiteMemory(elsewhere, site)).toThrow(DamagedSiteMemory);
});

test('what a holder left that died while it began the file is no hindrance', () => {
  const folder = temporaryFolder();
  const whole = openSiteMemory(folder, site);
  whole.close();
  renameSync(whole.file, `${whole.file}.new`);
  expect(opened(folder).nextPlanNumber()).toBe(1);
});

test('a folder that can not be made is refused', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => openSiteMemory(file, site)).toThrow(FolderNotWritable);
});

test('once it can not be written, remembering throws, and so does closing', () => {
  const memory = openSiteMemory(temporaryFolder(), site);
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  exec.mockImplementation(() => {
    throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
  });
  expect(() => {
    memory.rememberIdentity('group/cloud', 'guid-1');
  }).toThrow(RecordLost);
  exec.mockRestore();
  expect(() => {
    memory.rememberIdentity('group/cloud', 'guid-1');
  }).toThrow(/The disk is full/u);
  expect(() => {
    memory.close();
  }).toThrow(RecordLost);
});
