import type { CmdletCommand, CmdletTarget, Parameters } from '../../../shared/commands/command.ts';
import { cmdlet } from '../../../shared/commands/command.ts';
import { isJsonList, isSecret, type Json, type Value } from '../../../shared/commands/value.ts';
import type { Secrets } from '../../../shared/run/ports.ts';
import { isTypedList, keyText, type Typed } from '../../tokens/tokens.ts';

/** What came over loopback is no command that anybody is sending. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** A command on its way through PowerShell. The values of its secrets come back through it, and are told by name again. */
export interface OnTheWay {
  readonly command: CmdletCommand;
  readonly secrets: Secrets;
  readonly valueOf: (secretName: string) => string;
}

/** Makes a command again of what PowerShell bound. Throws {@link NotSent}. */
export function commandOf(
  target: CmdletTarget,
  name: string,
  bound: readonly (readonly [Typed, Typed])[],
  onTheWay: OnTheWay,
): CmdletCommand {
  const parameters = Object.fromEntries(
    bound.map(([key, value]): [string, Value] => {
      if (typeof key !== 'string') throw new NotSent('A parameter has no name.');
      return [key, secretOf(onTheWay, key, value) ?? valueOf(value)];
    }),
  );
  if (!areParameters(parameters)) throw new NotSent('What names an object is no text.');
  return cmdlet(target, name, parameters);
}

function secretOf({ command, valueOf: known }: OnTheWay, key: string, value: Typed): Value | undefined {
  const given = Object.entries(command.parameters).find(
    ([name]) => name.toLowerCase() === key.toLowerCase(),
  )?.[1];
  const isHidden = typeof value === 'object' && value !== null && 'type' in value && value.type === 'secret';
  if (!isSecret(given)) {
    if (isHidden) throw new NotSent('A secret is none of the command that is sent.');
    return undefined;
  }
  const text = isHidden ? value.text : value;
  if (text !== known(given.secret)) throw new NotSent('A secret came with another value.');
  return given;
}

const isText = (value: Value | undefined): boolean =>
  value === undefined || (Array.isArray(value) ? value.every(isText) : typeof value === 'string');

const namesAnObject = ['Identity', 'Mailbox', 'Member', 'User', 'Members'];
const areParameters = (given: Readonly<Record<string, Value>>): given is Parameters =>
  namesAnObject.every((key) => isText(given[key]));

function valueOf(value: Typed): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (typeof value === 'bigint') return value.toString();
  if (isTypedList(value)) return value.map(valueOf);
  switch (value.type) {
    case 'date':
      return { date: new Date(value.text).toISOString() };
    case 'table':
      return {
        hashtable: Object.fromEntries(value.entries.map(([key, entry]) => [keyText(key), valueOf(entry)])),
      };
    case 'bytes':
      return Buffer.from(value.bytes).toString('base64');
    case 'secret':
      throw new NotSent('A secret stands inside another value.');
    default:
      return value.text;
  }
}

/** A row of the practice site as typed values. */
export function typedRow(row: Json): Typed {
  if (row === null || typeof row !== 'object') return row;
  if (isJsonList(row)) return row.map(typedRow);
  return { type: 'table', entries: Object.entries(row).map(([key, value]) => [key, typedRow(value)]) };
}
