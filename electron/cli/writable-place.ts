import { mkdir, mkdtemp, open, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { BadInput, fileReason } from '../bad-input.ts';

/** Finds out before anything is looked at whether a file can be written there; leaves nothing behind. Throws {@link BadInput}. */
export async function tryFile(file: string, what: string, option = '--to'): Promise<void> {
  try {
    await using known = await open(file, 'r+').catch((failure: unknown) => {
      if (codeOf(failure) === 'ENOENT') return undefined;
      throw failure;
    });
    if (known !== undefined) return;
    await (await open(file, 'wx')).close();
    await unlink(file);
  } catch (failure) {
    throw unwritable(file, what, option, failure);
  }
}

/** As {@link tryFile}, for a folder that is made where there is none. */
export async function tryFolder(folder: string, what: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true });
    await rmdir(await mkdtemp(join(folder, '.try-')));
    if (made !== undefined) await removeUpTo(folder, made);
  } catch (failure) {
    throw unwritable(folder, what, '--to', failure);
  }
}

async function removeUpTo(folder: string, top: string): Promise<void> {
  for (let at = resolve(folder); at.length >= resolve(top).length; at = dirname(at)) await rmdir(at);
}

const unwritable = (file: string, what: string, option: string, failure: unknown): BadInput =>
  new BadInput(what, {
    file,
    field: option,
    why: fileReason(failure),
    do: 'Name another place, where you may write',
  });

const codeOf = (failure: unknown): string =>
  failure instanceof Error && 'code' in failure ? String(failure.code) : '';
