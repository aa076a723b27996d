import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Json } from '../../shared/commands/value.ts';
import { systemCode } from './disk-failure.ts';

/**
 * Writes a small JSON file so that a reader finds either the old or the new one, whole, whatever happens in between.
 * Throws what the file system throws.
 */
export function writeJsonFile(file: string, content: Json): void {
  const unfinished = `${file}.${process.pid}.new`;
  const handle = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(content)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(unfinished, file);
  syncFolder(dirname(file));
}

/** Reads a small JSON file; undefined where there is none, or where its content is not of that form. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Makes the names in a folder last through a power cut. Windows keeps them by itself, and can't open a folder. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
