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

/** What PowerShell put out as data. Integers beyond JavaScript's become text. */
export function jsonOf(value: Typed): Json {
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
