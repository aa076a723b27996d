import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportRefused, refusedBy } from '../../../electron/exports/export-refused.ts';
import { exportEndings, exportRun, type ExportOptions } from '../../../electron/exports/export-run.ts';
import type { CalendarRecord } from '../../../shared/log/run-record.ts';
import { SecretInOutput } from '../../../shared/log/redact.ts';
import { findingRecord, hostileRecord, manyCalendars, runRecord } from '../../stand-ins/run-record.ts';
import { logSettings } from '../../stand-ins/run-record-site.ts';

const options: ExportOptions = { ...logSettings, secrets: ['S3cret-of-the-account'] };
const leaking = runRecord({
  findings: [findingRecord({ original: 'The password S3cret-of-the-account is too short.' })],
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

const refusal = async (to: string): Promise<ExportRefused> => {
  const failure: unknown = await exportRun(runRecord(), to, options).catch((reason: unknown) => reason);
  if (failure instanceof ExportRefused) return failure;
  throw new Error('It was not refused.', { cause: failure });
};

describe('an export', () => {
  it.each(exportEndings.filter((ending) => ending !== '.zip'))(
    'is written whole as %s, and nothing beside it',
    async (ending) => {
      const to = join(folder, `log${ending.toUpperCase()}`);
      await exportRun(hostileRecord(), to, options);
      expect(readFileSync(to, 'utf8').length).toBeGreaterThan(10_000);
      expect(readdirSync(folder)).toEqual([`log${ending.toUpperCase()}`]);
    },
  );

  it('replaces a file of its name', async () => {
    const to = join(folder, 'log.txt');
    writeFileSync(to, 'old');
    await exportRun(runRecord(), to, options);
    expect(readFileSync(to, 'utf8')).toMatch(/^Practice site/u);
  });

  it('is for its owner alone to read', async () => {
    await exportRun(runRecord(), join(folder, 'log.txt'), options);
    expect(statSync(join(folder, 'log.txt')).mode & 0o077).toBe(0);
  });
});

describe('an archive', () => {
  it('has all forms, the hand-over, and the texts for the staff and the change board', async () => {
    const to = join(folder, 'all.zip');
    await exportRun(runRecord({ calendars: () => manyCalendars(300) }), to, options);
    const files = unzipped(readFileSync(to));
    expect([...files.keys()]).toEqual([
      'run-log.html',
      'run-log.txt',
      'run-log.json',
      'calendars.csv',
      'hand-over.html',
      'hand-over.txt',
      'hand-over.json',
      'text-for-the-staff.txt',
      'text-for-the-change-board.txt',
    ]);
    for (const [name, text] of files) expect(`${name}: ${text}`).toContain('Practice site');
    expect(files.get('calendars.csv')?.split('\r\n')).toHaveLength(302);
    expect(files.get('run-log.html')).toMatch(/<\/html>\n$/u);
    expect(() => void JSON.parse(files.get('run-log.json') ?? '')).not.toThrow();
    expect(() => void JSON.parse(files.get('hand-over.json') ?? '')).not.toThrow();
  });

  it('can not be made of a run whose site file this version does not read', async () => {
    const record = runRecord({ head: { site: { version: 2 } } });
    await expect(exportRun(record, join(folder, 'all.zip'), options)).rejects.toBeInstanceOf(ExportRefused);
    await expect(exportRun(record, join(folder, 'log.html'), options)).resolves.toBeUndefined();
  });
});

describe('an export that holds a secret', () => {
  it.each(exportEndings.filter((ending) => ending !== '.csv'))('is not written as %s', async (ending) => {
    const to = join(folder, `log${ending}`);
    writeFileSync(to, 'old');
    await expect(exportRun(leaking, to, options)).rejects.toBeInstanceOf(SecretInOutput);
    expect(readdirSync(folder)).toEqual([`log${ending}`]);
    expect(readFileSync(to, 'utf8')).toBe('old');
  });
});

it('lets go of the run where an archive can not be written to its end', async () => {
  let isOpen = 0;
  const calendars = function* (): Iterable<CalendarRecord> {
    isOpen += 1;
    try {
      yield* manyCalendars(5_000);
      throw new Error('The run file can not be read further.');
    } finally {
      isOpen -= 1;
    }
  };
  const failed = exportRun(runRecord({ calendars }), join(folder, 'all.zip'), options);
  await expect(failed).rejects.toThrow('The run file can not be read further.');
  expect(isOpen).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

describe('an export that can not be written says which file, why, and what to do', () => {
  it('for an unknown ending, and none', async () => {
    const pdf = await refusal(join(folder, 'log.pdf'));
    expect(pdf.file).toBe(join(folder, 'log.pdf'));
    expect(pdf.why).toContain('.pdf');
    expect(pdf.remedy).toBe('Give it one of these: .html, .csv, .json, .txt, .zip.');
    expect((await refusal(join(folder, 'log'))).why).toBe('Its name has no ending.');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('for a folder that does not exist, or is a file', async () => {
    expect((await refusal(join(folder, 'none', 'log.html'))).why).toBe('Its folder does not exist.');
    writeFileSync(join(folder, 'file'), '');
    expect((await refusal(join(folder, 'file', 'log.html'))).why).toContain('is a file, not a folder');
  });

  it('for a name that is a folder', async () => {
    mkdirSync(join(folder, 'log.html'));
    expect((await refusal(join(folder, 'log.html'))).why).toBe('There is a folder of this name.');
  });

  it('for what else the system refuses, and passes on what is no refusal of the system', () => {
    const refused = refusedBy(Object.assign(new Error('x'), { code: 'ENOSPC' }), 'log.html');
    expect(refused).toMatchObject({ why: 'The disk is full.', file: 'log.html' });
    const other = new Error('other');
    expect(refusedBy(other, 'log.html')).toBe(other);
    const unknown = Object.assign(new Error('x'), { code: 'EOTHER' });
    expect(refusedBy(unknown, 'log.html')).toBe(unknown);
  });
});

it('a table of 20,000 calendars is made no faster than it is written away', async () => {
  const to = join(folder, 'calendars.csv');
  let made = 0;
  let mostAhead = 0;
  const calendars = function* (): Iterable<CalendarRecord> {
    for (const each of manyCalendars(20_000)) {
      made += 1;
      if (made % 1_000 === 0) mostAhead = Math.max(mostAhead, made - rowsWritten(folder));
      yield each;
    }
  };
  await exportRun(runRecord({ calendars }), to, options);
  expect(made).toBe(20_000);
  expect(mostAhead).toBeLessThan(4_000);
  expect(readFileSync(to, 'utf8').split('\r\n')).toHaveLength(20_002);
});

/** Rows in the file that is not finished yet. */
function rowsWritten(where: string): number {
  const name = readdirSync(where).find((file) => file.endsWith('.part'));
  return name === undefined ? 0 : readFileSync(join(where, name), 'utf8').split('\r\n').length;
}

/** The files of an archive, read by its central directory. */
function unzipped(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let place = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, extra, comment, start] = [
      archive.readUInt32LE(place + 20),
      archive.readUInt16LE(place + 28),
      archive.readUInt16LE(place + 30),
      archive.readUInt16LE(place + 32),
      archive.readUInt32LE(place + 42),
    ];
    const name = archive.subarray(place + 46, place + 46 + nameLength).toString('utf8');
    const content = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    files.set(name, inflateRawSync(archive.subarray(content, content + size)).toString('utf8'));
    place += 46 + nameLength + extra + comment;
  }
  return files;
}
