import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const kept = join(import.meta.dirname, '../../.cache');

/**
 * What takes long to make, made once for each state of what it is made of. Each state has a folder of its own that
 * appears by renaming, so several test processes may make it at once; earlier states are cleared away.
 */
export function keptFolder(name: string, madeOf: readonly string[], make: (folder: string) => void): string {
  const state = createHash('sha256');
  for (const part of madeOf) state.update(`${part.length} `).update(part);
  const place = join(kept, name);
  const folder = join(place, state.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  const mine = join(place, `making-${process.pid}`);
  mkdirSync(mine, { recursive: true });
  try {
    make(mine);
    renameSync(mine, folder);
  } catch (problem) {
    rmSync(mine, { recursive: true, force: true });
    if (!existsSync(folder)) throw problem;
  }
  for (const earlier of readdirSync(place))
    if (/^[0-9a-f]{16}$/u.test(earlier) && earlier !== basename(folder))
      rmSync(join(place, earlier), { recursive: true, force: true });
  return folder;
}

/** The names and contents of a folder's files that fit, as parts of a state. */
export const filesOf = (folder: string, fits: RegExp): readonly string[] =>
  readdirSync(folder)
    .filter((file) => fits.test(file))
    .toSorted()
    .flatMap((file) => [file, readFileSync(join(folder, file), 'utf8')]);
