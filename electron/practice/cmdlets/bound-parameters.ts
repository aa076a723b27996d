import { plainText } from '../state/rows.ts';
import {
  isDateValue,
  isHashtable,
  isSecret,
  type Hashtable,
  type Value,
} from '../../../shared/commands/value.ts';

/** A command refers to a secret that was not given along. */
export class MissingSecret extends Error {
  override readonly name = 'MissingSecret';
}

/** The parameters of a command after binding, read by their real names. */
export class BoundParameters {
  /** Name of the parameter set. */
  readonly set: string;
  readonly #values: ReadonlyMap<string, Value>;
  readonly #secrets: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, Value>, secrets: ReadonlyMap<string, string>, set: string) {
    this.#values = values;
    this.#secrets = secrets;
    this.set = set;
  }

  /** Was it given, be it null? */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /** Its text; undefined where it was not given, empty where it is null. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    return typeof value === 'string' ? value : value === null ? '' : plainText(value);
  }

  /** Its text, empty where it was not given or is null. */
  textOf(name: string): string {
    return this.text(name) ?? '';
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Its texts, one or several; undefined where it was not given. */
  list(name: string): readonly string[] | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (value === null) return [];
    return Array.isArray(value) ? value.map(plainText) : [plainText(value)];
  }

  hashtable(name: string): Hashtable['hashtable'] | undefined {
    const value = this.#values.get(name);
    return isHashtable(value) ? value.hashtable : undefined;
  }

  /** A date (ISO 8601); empty where it is null, undefined where it was not given. */
  date(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    return isDateValue(value) ? value.date : '';
  }

  /** The value of a secret; undefined where the parameter was not given. Throws {@link MissingSecret}. */
  secret(name: string): string | undefined {
    const value = this.#values.get(name);
    if (!isSecret(value)) return undefined;
    const resolved = this.#secrets.get(value.secret);
    if (resolved === undefined) throw new MissingSecret(`There is no value for the secret ${value.secret}.`);
    return resolved;
  }

  /** How many rows at most: Infinity for `Unlimited`; `fallback` where it was not given. */
  resultSize(fallback: number): number {
    const value = this.#values.get('ResultSize');
    if (value === 'Unlimited') return Infinity;
    return typeof value === 'number' ? value : fallback;
  }

  names(): readonly string[] {
    return [...this.#values.keys()];
  }
}
