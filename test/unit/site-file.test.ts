import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BadInput } from '../../electron/bad-input.ts';
import { readSiteFile } from '../../electron/site-file.ts';
import { siteWith } from './site/site-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(text: string | Uint8Array, name = 'a.site.json'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function refusalOf(path: string): Promise<BadInput> {
  try {
    await readSiteFile(path);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
  throw new Error('The file was not refused.');
}

const textOf = (changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(siteWith('cloud', changes), null, 2);

describe('a site file', () => {
  test('is read as Windows may have saved it: with a mark, or as UTF-16', async () => {
    const utf8 = await readSiteFile(await written(`\uFEFF${textOf()}`));
    const utf16 = await readSiteFile(await written(Buffer.from(`\uFEFF${textOf()}`, 'utf16le')));
    expect(utf16.site).toEqual(utf8.site);
  });

  test('has a fingerprint of what it says, not of how it is laid out', async () => {
    const one = await readSiteFile(await written(textOf()));
    const same = await readSiteFile(await written(JSON.stringify(siteWith('cloud', {}))));
    const other = await readSiteFile(await written(textOf({ right: 'Author' })));
    expect(same.fingerprint).toBe(one.fingerprint);
    expect(other.fingerprint).not.toBe(one.fingerprint);
  });

  test('names its CSV file relative to itself', async () => {
    const text = textOf({ 'audience.groups': undefined, 'audience.csv': 'people.csv' });
    expect((await readSiteFile(await written(text))).audienceCsv).toBe(join(folder, 'people.csv'));
  });
});

describe('a site file that can not be used is refused', () => {
  test('where it is missing', async () => {
    const path = join(folder, 'none.json');
    expect((await refusalOf(path)).problems).toMatchObject([
      { file: path, why: 'There is no file of this name.', then: expect.stringContaining('site new') },
    ]);
  });

  test('where it is a folder', async () => {
    expect((await refusalOf(folder)).problems[0].why).toBe('This is a folder, not a file.');
  });

  test('where it is no text', async () => {
    const path = await written(new Uint8Array([0x7b, 0xff, 0xfe, 0x00, 0xc3]));
    expect((await refusalOf(path)).problems[0].why).toBe('It is no text in UTF-8.');
  });

  test('where it is no JSON: with line and column', async () => {
    const path = await written('{\n  "version": 1,\n  "name" "x"\n}');
    expect((await refusalOf(path)).problems).toEqual([
      {
        file: path,
        line: 3,
        why: 'A colon is missing after the name of the field. (column 10)',
        do: 'Mend it there, then',
        then: `calendar-push-setup site check ${path}`,
      },
    ]);
  });

  test('where fields are wrong: each with its line, value and reason', async () => {
    const text = textOf({ 'cloud.group.address': 'calendar push@westerveld.example', nmae: 'x' });
    const path = await written(text);
    const { what, problems } = await refusalOf(path);
    expect(what).toBe("This site file can't be used");
    const lineOf = (part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(problems).toMatchObject([
      {
        file: path,
        line: lineOf('"calendar push@'),
        field: 'cloud.group.address',
        value: '"calendar push@westerveld.example"',
        why: "An address can't contain a space.",
      },
      { line: lineOf('"nmae"'), field: 'nmae', why: expect.stringContaining('no field of this name') },
    ]);
  });
});
