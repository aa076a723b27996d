import { randomInt } from 'node:crypto';
import type { Secrets } from '../../shared/run/ports.ts';

/** A command needs a secret that nobody gave and the program can't make, such as a token. */
class MissingSecret extends Error {
  override readonly name = 'MissingSecret';
  constructor(secretName: string) {
    super(`There is no secret named ${secretName}.`);
  }
}

/** Characters of made passwords by class; none that can be mistaken on the telephone or in print (0 O o, 1 l I |). */
const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '#%*+-=?@_'] as const;
const passwordLength = 32;

/** Secrets of one process, in memory only: given on standard input, or made here. */
export class Vault implements Secrets {
  readonly #values: Map<string, string>;
  readonly #made = new Set<string>();

  constructor(given: ReadonlyMap<string, string> = new Map()) {
    this.#values = new Map(given);
  }

  value(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new MissingSecret(name);
    return value;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  make(name: string): void {
    if (this.has(name)) return;
    this.#values.set(name, madePassword());
    this.#made.add(name);
  }

  /** Keeps a value that came from elsewhere, such as a token from the sign-in. */
  keep(name: string, value: string): void {
    this.#values.set(name, value);
  }

  made(): readonly string[] {
    return [...this.#made];
  }

  /** Every value, for the last check that none of them is in what is written. */
  values(): readonly string[] {
    return [...this.#values.values()];
  }
}

/** A password of 32 characters from the system's random source, with every class in it. */
function madePassword(): string {
  const all = classes.join('');
  const pick = (from: string): string => from.charAt(randomInt(from.length));
  const characters = [
    ...classes.map(pick),
    ...Array.from({ length: passwordLength - classes.length }, () => pick(all)),
  ];
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}
