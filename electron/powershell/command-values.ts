import type { CmdletCommand } from '../../shared/commands/command.ts';
import { isDateValue, isHashtable, isKnownLater, isSecret } from '../../shared/commands/value.ts';
import type { Json, Value } from '../../shared/commands/value.ts';
import { isTypedList, keyText, type Typed } from '../tokens/tokens.ts';

/** A command's parameters as PowerShell is given them, with the values of its secrets. */
export const typedParameters = (
  command: CmdletCommand,
  valueOf: (secretName: string) => string,
): readonly (readonly [string, Typed])[] =>
  Object.entries(command.parameters).map(([key, value]) => [key, typed(value, valueOf)]);

function typed(value: Value, valueOf: (secretName: string) => string): Typed {
  if (value === null || typeof value !== 'object') return value;
  if (isSecret(value)) return { type: 'secret', text: valueOf(value.secret) };
  if (isDateValue(value)) return { type: 'date', text: value.date };
  if (isHashtable(value))
    return {
      type: 'table',
      entries: Object.entries(value.hashtable).map(([key, entry]) => [key, typed(entry, valueOf)]),
    };
  if (isKnownLater(value)) throw new TypeError(`${value.property} of ${value.from} is not known yet.`);
  return value.map((item) => typed(item, valueOf));
}

type Cell = readonly [path: readonly string[], value: Json];

/**
 * One thing that a cmdlet put out, from the values of the property paths that were asked for. What was asked for as a
 * plain value and by properties inside is an object where any of those is there.
 */
export const rowOf = (paths: readonly string[], values: readonly Typed[]): Json =>
  objectOf(paths.map((path, index): Cell => [path.split('.'), jsonOf(values[index] ?? null)]));

function objectOf(cells: readonly Cell[]): Json {
  const names = new Set(cells.map(([[name = '']]) => name));
  return Object.fromEntries(
    [...names].map((name): readonly [string, Json] => {
      const own = cells.filter(([path]) => path[0] === name);
      const inside = own.filter(([path]) => path.length > 1);
      if (inside.every(([, value]) => value === null))
        return [name, own.find(([path]) => path.length === 1)?.[1] ?? null];
      return [name, objectOf(inside.map(([path, value]): Cell => [path.slice(1), value]))];
    }),
  );
}

/** What PowerShell put out as data. Integers beyond JavaScript's become text. */
function jsonOf(value: Typed): Json {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return value;
  if (isTypedList(value)) return value.map(jsonOf);
  switch (value.type) {
    case 'table':
      return Object.fromEntries(value.entries.map(([key, entry]) => [keyText(key), jsonOf(entry)]));
    case 'bytes':
      return Buffer.from(value.bytes).toString('base64');
    default:
      return value.text;
  }
}
