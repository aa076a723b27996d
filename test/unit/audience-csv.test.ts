import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audienceRows } from '../../electron/audience-csv.ts';
import { BadInput } from '../../electron/bad-input.ts';
import type { CsvRow } from '../../shared/steps/step.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audience-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function rowsOf(text: string | Uint8Array): Promise<readonly CsvRow[]> {
  const path = join(folder, 'people.csv');
  await writeFile(path, text);
  return allOf(await audienceRows(path));
}

async function allOf(rows: AsyncIterable<CsvRow>): Promise<readonly CsvRow[]> {
  const all: CsvRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const usable = (line: number, address: string): CsvRow => ({ line, address, unusable: '' });

describe('addresses are found', () => {
  test.each([
    ['comma', 'name,mail\nA,a@uni.nl\n', 2],
    ['semicolon, as Excel saves in Europe', 'Naam;Mail\r\n"Bakker; ""A""";a@uni.nl\r\n', 2],
    ['tab', 'Mail\tName\na@uni.nl\tA\n', 2],
    ['a mark at the start', '\uFEFFaddress\na@uni.nl\n', 2],
    ['no heading: the first column', 'a@uni.nl,A\n', 1],
    ['a cell with line breaks before', 'name,address\n"x\ny",a@uni.nl\n', 2],
    ['the column userPrincipalName', 'userPrincipalName,sid\na@uni.nl,1\n', 2],
    ['mail before userPrincipalName', 'userPrincipalName,mail\nx@ad.local,a@uni.nl\n', 2],
    ['no line break at the end', 'mail\na@uni.nl', 2],
    ['blank lines at the end', 'mail\na@uni.nl\n\n\n', 2],
  ])('%s', async (_what, text, line) => {
    expect(await rowsOf(text)).toEqual([usable(line, 'a@uni.nl')]);
  });

  test('in a file that Windows saved as UTF-16', async () => {
    expect(await rowsOf(Buffer.from('\uFEFFmail\r\na@uni.nl\r\n', 'utf16le'))).toEqual([
      usable(2, 'a@uni.nl'),
    ]);
  });

  test('as often as the rows are asked for', async () => {
    const path = join(folder, 'twice.csv');
    await writeFile(path, 'mail\na@uni.nl\n');
    const rows = await audienceRows(path);
    expect(await allOf(rows)).toEqual(await allOf(rows));
  });
});

describe('a row that can not be used is told of, never an empty identity', () => {
  test.each([
    ['an empty cell', 'name,mail\nA,\n', 2, /is empty/u],
    ['an empty cell in quotation marks at the end', 'mail\n""\n', 2, /is empty/u],
    ['a cell of blanks', 'mail,name\n   ,A\n', 2, /is empty/u],
    ['a row that is too short', 'name,mail\nA\n', 2, /is empty/u],
    ['a word', 'mail\njan.de.vries\n', 2, /exactly one @/u],
    ['two addresses', 'mail\n"a@uni.nl b@uni.nl"\n', 2, /can't contain a space/u],
    ['a heading of another name', 'E-mailadres\n', 1, /name the column of addresses "address"/u],
    ['a quotation mark that is not closed', 'mail\n"a@uni.nl\n', 2, /not closed/u],
  ])('%s', async (_what, text, line, why) => {
    expect(await rowsOf(text)).toMatchObject([{ line, unusable: expect.stringMatching(why) }]);
  });

  test('a blank line between rows', async () => {
    expect(await rowsOf('mail\na@uni.nl\n\nb@uni.nl\n')).toEqual([
      usable(2, 'a@uni.nl'),
      { line: 3, address: '', unusable: 'The cell of the address is empty.' },
      usable(4, 'b@uni.nl'),
    ]);
  });

  test('letters of an old code page', async () => {
    expect(await rowsOf(Buffer.from('mail\nm\u00FCller@uni.nl\n', 'latin1'))).toMatchObject([
      { line: 2, unusable: expect.stringContaining('UTF-8') },
    ]);
  });
});

test('a file that is not there is refused at once', async () => {
  await expect(audienceRows(join(folder, 'none.csv'))).rejects.toThrow(BadInput);
});

test('50,000 rows pass without being held', async () => {
  const path = join(folder, 'many.csv');
  await writeFile(path, `mail\n${Array.from({ length: 50_000 }, (_, n) => `p${n}@uni.nl`).join('\n')}\n`);
  let count = 0;
  for await (const row of await audienceRows(path)) if (row.unusable === '') count += 1;
  expect(count).toBe(50_000);
});
