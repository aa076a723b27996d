import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../../electron/store/json-file.ts';
import { temporaryFolder } from './samples.ts';

const schema = z.object({ run: z.string() });

test('a JSON file is read back as it was written, and leaves nothing beside it', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.json');
  writeJsonFile(file, { run: 'r1' });
  writeJsonFile(file, { run: 'r2' });
  expect(readJsonFile(file, schema)).toEqual({ run: 'r2' });
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('a file that is not there, cut off, or of another form reads as none', () => {
  const file = join(temporaryFolder(), 'a.json');
  expect(readJsonFile(file, schema)).toBeUndefined();
  writeFileSync(file, '{"run":');
  expect(readJsonFile(file, schema)).toBeUndefined();
  writeFileSync(file, '{"run":1}');
  expect(readJsonFile(file, schema)).toBeUndefined();
});

test('what the file system refuses is not taken for a missing file', () => {
  const folder = join(temporaryFolder(), 'folder');
  mkdirSync(folder);
  expect(() => readJsonFile(folder, schema)).toThrow(/EISDIR/u);
});
