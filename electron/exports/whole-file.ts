import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ExportRefused, refusedBy } from './export-refused.ts';

/**
 * Writes a stream to a file that is there whole or not at all: under another name first, synced, then renamed. A file
 * of that name is replaced. Throws `ExportRefused` for what the file system refuses, and what the stream throws.
 */
export async function writeWholeFile(source: () => Readable, to: string): Promise<void> {
  if (await isFolder(to))
    throw new ExportRefused(to, 'There is a folder of this name.', 'Name a file in it.');
  const unfinished = join(dirname(to), `.${basename(to)}.${randomBytes(4).toString('hex')}.part`);
  try {
    await pipeline(source(), createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(unfinished, to);
  } catch (failure) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw refusedBy(failure, to);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
