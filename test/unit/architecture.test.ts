import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');

/** Made by tools, or mirrors of what the tree has already. */
const unlisted = /^(\.git|\.cache|node_modules|coverage|out|test\/unit\/.+|test\/powershell\/host\/.+)$/u;

/** Folders of the tree in ARCHITECTURE.md, with what each is. */
function listed(): ReadonlyMap<string, string> {
  const tree = /## Tree\n\n```\n(.+?)```/su.exec(text)?.[1] ?? '';
  const folders = new Map<string, string>();
  const path: string[] = [];
  for (const line of tree.split('\n').filter((each) => each !== '')) {
    const [, indent = '', name = '', words = ''] = /^( *)(\S+)\/ +(.+)$/u.exec(line) ?? [];
    path.splice(indent.length / 2, path.length, name);
    folders.set(path.join('/'), words);
  }
  return folders;
}

function* onDisk(folder = ''): Generator<string> {
  const isFolder = (entry: Dirent): boolean => entry.isDirectory();
  for (const { name } of readdirSync(join(root, folder), { withFileTypes: true }).filter(isFolder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (unlisted.test(path)) continue;
    yield path;
    yield* onDisk(path);
  }
}

test('the tree names every folder on the disk, and no other', () => {
  expect([...listed().keys()].toSorted()).toEqual([...onDisk()].toSorted());
});

test('each folder of the tree is told of in words', () => {
  expect([...listed().values()].filter((words) => words.trim() === '')).toEqual([]);
  expect(listed().size).toBeGreaterThan(20);
});

test('every file that the text points at is there', () => {
  const named = [...text.matchAll(/`((?:shared|electron|test)\/[\w/.-]+\.ts|[\w.-]+\.(?:c?js|json))`/gu)].map(
    ([, file]) => file ?? '',
  );
  expect(named.length).toBeGreaterThan(5);
  for (const file of named) expect(() => readFileSync(join(root, file)), file).not.toThrow();
});

test('each package that is installed is said to be for something', () => {
  const names = z.record(z.string(), z.string());
  const { dependencies, devDependencies } = z
    .object({ dependencies: names, devDependencies: names })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const table = text.slice(text.indexOf('## Dependencies'));
  const installed = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  expect(installed.filter((name) => !name.startsWith('@types/') && !table.includes(name))).toEqual([]);
});
