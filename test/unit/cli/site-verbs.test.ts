import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../electron/cli/command-line.ts';
import { verbs } from '../../../electron/cli/verbs.ts';
import { standInIo, type StandInIo } from '../../stand-ins/cli-io.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-verbs-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly io: StandInIo }> {
  const io = standInIo();
  return { code: await runCommandLine(args, io, verbs), io };
}

describe('site new', () => {
  test.each(['on-premises', 'cloud', 'hybrid'])('of the kind %s passes site check', async (kind) => {
    const file = join(folder, `${kind}.json`);
    expect((await run('site', 'new', '--kind', kind, '--to', file)).code).toBe(0);
    const { code, io } = await run('site', 'check', file);
    expect(code).toBe(0);
    expect(io.stdout.text).toContain('can be used');
    expect(io.stdout.text).toContain("still the example's domain");
  });

  test('gives each site an id of its own', async () => {
    const ids = [
      await run('site', 'new', '--kind', 'cloud'),
      await run('site', 'new', '--kind', 'cloud'),
    ].map(({ io }) => /"id": "(.+)"/u.exec(io.stdout.text)?.[1]);
    expect(new Set(ids).size).toBe(2);
  });

  test('does not write over a file', async () => {
    const file = join(folder, 'mine.json');
    await writeFile(file, 'mine');
    const { code, io } = await run('site', 'new', '--kind', 'cloud', '--to', file);
    expect(code).toBe(2);
    expect(io.stderr.text).toContain('Something of this name is there already.');
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  test('says where a folder is missing', async () => {
    const { code, io } = await run('site', 'new', '--kind', 'cloud', '--to', join(folder, 'none', 'a.json'));
    expect(code).toBe(2);
    expect(io.stderr.text).toContain('--to');
  });
});

describe('site check', () => {
  test('tells each wrong field in its parts', async () => {
    const file = join(folder, 'wrong.json');
    await run('site', 'new', '--kind', 'cloud', '--to', file);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"calendar-push@', '"calendar push@').replace('"Editor"', '"Chief"'));
    const { code, io } = await run('site', 'check', file);
    expect(code).toBe(2);
    expect(io.stdout.text).toBe('');
    expect(io.stderr.text.replaceAll(folder, 'FOLDER')).toMatchSnapshot();
  });

  test('as JSON, one line', async () => {
    const file = join(folder, 'cloud.json');
    const { io } = await run('site', 'check', file, '--json');
    expect(io.stdout.lines).toHaveLength(2);
    expect(JSON.parse(io.stdout.text)).toMatchObject({ type: 'site', site: { kind: 'cloud' } });
  });
});

test('site schema prints a JSON Schema', async () => {
  const { code, io } = await run('site', 'schema');
  expect(code).toBe(0);
  expect(JSON.parse(io.stdout.text)).toHaveProperty('properties.audience.description');
});
