import { readFile } from 'node:fs/promises';

/** A file that is neither UTF-8 nor UTF-16 with a mark at its start. */
export class NotText extends Error {
  override readonly name = 'NotText';
}

/**
 * Reads a text as Windows may have saved it: UTF-8 with or without a byte order mark, or UTF-16, which Windows
 * PowerShell 5.1 writes by `>`. Throws {@link NotText}, or what the system says.
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    throw new NotText(path, { cause: error });
  }
}

/** The encoding that the first bytes of a file tell. */
export function encodingOf(start: Uint8Array): 'utf-16le' | 'utf-16be' | 'utf-8' {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}
