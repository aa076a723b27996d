import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPractice, openPractice } from '../../../../electron/practice/state/practice-file.ts';
import {
  DamagedPracticeFile,
  ExistingPracticeFile,
  MissingPracticeFile,
  NewerPracticeFile,
  UnwritablePracticeFile,
} from '../../../../electron/practice/state/refusals.ts';
import { addAdObject, adObjectBySam } from '../../../../electron/practice/state/ad-objects.ts';
import { hashPassword, matchesPassword } from '../../../../electron/practice/state/passwords.ts';
import { nextNumber, setting } from '../../../../electron/practice/state/settings.ts';
import { connected, emptySite, person, run, start, temporaryFile, unit } from '../cmdlets/small-site.ts';

describe('a practice file', () => {
  it('is not made over another file, and not opened where there is none', () => {
    const file = temporaryFile();
    expect(() => openPractice(file)).toThrow(MissingPracticeFile);
    createPractice(file).close();
    expect(() => createPractice(file)).toThrow(ExistingPracticeFile);
    expect(() => createPractice('/nowhere/at/all.practice')).toThrow(UnwritablePracticeFile);
  });

  it('is refused, with file, reason and advice, when it is something else, damaged, cut short or newer', () => {
    const text = temporaryFile();
    writeFileSync(text, 'This is a letter to my aunt.'.repeat(100));
    const database = temporaryFile();
    new DatabaseSync(database).exec('CREATE TABLE other (x)');
    const lacking = temporaryFile();
    createPractice(lacking).close();
    new DatabaseSync(lacking).exec('DROP TABLE entries');
    const short = temporaryFile();
    createPractice(short).close();
    truncateSync(short, 40_000);
    const scribbled = temporaryFile();
    createPractice(scribbled).close();
    const bytes = readFileSync(scribbled);
    bytes.fill(0xff, 4096, 20_000);
    writeFileSync(scribbled, bytes);
    const folder = temporaryFile();
    mkdirSync(folder);
    for (const file of [text, database, lacking, short, scribbled]) {
      expect(() => openPractice(file)).toThrow(DamagedPracticeFile);
      expect(() => openPractice(file)).toThrow(
        expect.objectContaining({
          file,
          reason: expect.any(String),
          advice: expect.stringContaining('practice new'),
        }),
      );
    }
    expect(() => openPractice(folder)).toThrow(UnwritablePracticeFile);
    const newer = temporaryFile();
    createPractice(newer).close();
    new DatabaseSync(newer).exec('PRAGMA user_version = 99');
    expect(() => openPractice(newer)).toThrow(NewerPracticeFile);
  });

  it('is refused where its settings do not fit', () => {
    const state = emptySite();
    state.run("UPDATE settings SET value = '{\"id\": 1}' WHERE name = 'site'");
    expect(() => setting(state, 'site')).toThrow(DamagedPracticeFile);
  });

  it('shows two connections each other’s writes at once', () => {
    const one = emptySite();
    person(one, 'Anna', 'de-DE');
    const other = openPractice(one.file);
    onTestFinished(() => other.close());
    const identity = { Identity: 'anna:\\Kalender' };
    const list = (state: typeof one) =>
      run(connected(state), 'exchange', 'Get-MailboxFolderPermission', identity).rows.length;
    expect([list(one), list(other)]).toEqual([2, 2]);
    person(other, 'Bert');
    run(connected(other), 'exchange', 'Add-MailboxFolderPermission', {
      ...identity,
      User: 'bert',
      AccessRights: 'Editor',
    });
    expect(list(one)).toBe(3);
    expect([nextNumber(one, 'x'), nextNumber(other, 'x'), nextNumber(one, 'x')]).toEqual([1, 2, 3]);
  });

  it('keeps what was answered when the process is killed', async () => {
    const state = emptySite();
    const script = `
      import { openPractice } from ${JSON.stringify(new URL('../../../../electron/practice/state/practice-file.ts', import.meta.url).href)};
      import { addAdObject } from ${JSON.stringify(new URL('../../../../electron/practice/state/ad-objects.ts', import.meta.url).href)};
      const state = openPractice(process.argv[1]);
      addAdObject(state, { kind: 'user', name: 'kept', parentDn: ${JSON.stringify(unit)}, sam: 'kept' }, new Date());
      state.run('BEGIN IMMEDIATE');
      addAdObject(state, { kind: 'user', name: 'unanswered', parentDn: ${JSON.stringify(unit)}, sam: 'unanswered' }, new Date());
      console.log('answered');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script, state.file]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(adObjectBySam(state, 'kept')).toBeDefined();
    expect(adObjectBySam(state, 'unanswered')).toBeUndefined();
  });

  it('takes a transaction back as a whole when something goes wrong in it', () => {
    const state = emptySite();
    expect(() =>
      state.transaction(() => {
        addAdObject(state, { kind: 'user', name: 'x', parentDn: unit, sam: 'x' }, start);
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(adObjectBySam(state, 'x')).toBeUndefined();
  });

  it('holds no password, only what it can be tested by', () => {
    const hash = hashPassword('Correct-horse-1');
    expect(hash).not.toContain('Correct');
    expect([
      matchesPassword(hash, 'Correct-horse-1'),
      matchesPassword(hash, 'correct-horse-1'),
      matchesPassword('', ''),
    ]).toEqual([true, false, false]);
    expect(hashPassword('Correct-horse-1')).not.toBe(hash);
  });
});
