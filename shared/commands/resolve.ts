import { cmdlet, type Body, type Command, type GraphRequest, type Parameters } from './command.ts';
import { encodePathValue, graphPathParts } from './graph-path.ts';
import {
  isJsonList,
  EmptyName,
  isDateValue,
  isHashtable,
  isKnownLater,
  isSecret,
  name,
  type Json,
  type KnownLater,
  type Value,
} from './value.ts';

/** What is known of a resource; undefined while it is not. */
export type Known = (from: string, property: string) => Json | undefined;

/**
 * Puts facts in the place of values known later: in parameters, bodies and paths (encoded; the result has no `values`).
 * Says which value is missing where one is. Throws {@link EmptyName} where a fact that must name an object does not.
 */
export function resolveCommand(
  command: Command,
  known: Known,
): { command: Command } | { missing: KnownLater } {
  const missing = laterIn(command).find((later) => known(later.from, later.property) === undefined);
  return missing === undefined ? { command: resolveWhatIsKnown(command, known) } : { missing };
}

/** The same for a command that is not sent yet: values that are not known stay as they are. */
export const resolveWhatIsKnown = (command: Command, known: Known): Command =>
  command.target === 'graph' ? resolveRequest(command, known) : resolveCmdlet(command, known);

/** The values known later that a command names, each once, in order. */
export function laterIn(command: Command): KnownLater[] {
  const found: KnownLater[] = [];
  if (command.target === 'graph') {
    found.push(...graphPathParts(command).filter((part) => typeof part !== 'string'));
    collect(command.body ?? null, found);
  } else collect(command.parameters, found);
  const keys = found.map((later) => JSON.stringify([later.from, later.property]));
  return found.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** The names of the secrets that a command names, each once, in order. */
export function secretsIn(command: { readonly body?: unknown; readonly parameters?: unknown }): string[] {
  const found: string[] = [];
  const add = (value: unknown): void => {
    if (isSecret(value)) found.push(value.secret);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(add);
  };
  add(command.body);
  add(command.parameters);
  return [...new Set(found)];
}

function collect(value: unknown, found: KnownLater[]): void {
  if (isKnownLater(value)) found.push({ from: value.from, property: value.property });
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) collect(part, found);
}

function resolveCmdlet(command: Exclude<Command, GraphRequest>, known: Known): Command {
  const parameters: Record<string, Value> = {};
  for (const [key, value] of Object.entries(command.parameters))
    parameters[key] = namesAnObject.has(key) ? resolveName(value, known) : resolveValue(value, known);
  if (!areParameters(parameters)) throw new EmptyName('');
  return cmdlet(command.target, command.cmdlet, parameters);
}

const namesAnObject = new Set(['Identity', 'Mailbox', 'Member', 'User', 'Members']);

function resolveName(value: Value, known: Known): Value {
  if (isValueList(value)) return value.map((item) => resolveName(item, known));
  const resolved = resolveValue(value, known);
  if (isKnownLater(resolved)) return resolved;
  return name(typeof resolved === 'string' ? resolved : '');
}

/** Does every parameter that names an object do so? */
function areParameters(parameters: Readonly<Record<string, Value>>): parameters is Parameters {
  return [...namesAnObject].every((key) => {
    const value = parameters[key];
    if (value === undefined) return true;
    if (key === 'Members') return isValueList(value) && value.length > 0 && value.every(isWritten);
    return isWritten(value);
  });
}

const isWritten = (value: Value): boolean =>
  isKnownLater(value) || (typeof value === 'string' && value.trim() !== '');

function resolveValue(value: Value, known: Known): Value {
  if (value === null || typeof value !== 'object' || isSecret(value) || isDateValue(value)) return value;
  if (isKnownLater(value)) return plainFact(value, known);
  if (isHashtable(value))
    return {
      hashtable: Object.fromEntries(
        Object.entries(value.hashtable).map(([key, entry]) => [key, resolveValue(entry, known)]),
      ),
    };
  return value.map((item) => resolveValue(item, known));
}

const isValueList = (value: Value): value is readonly Value[] => Array.isArray(value);

function resolveRequest(request: GraphRequest, known: Known): GraphRequest {
  const { target, method, eventual, body } = request;
  const values: Record<string, KnownLater> = {};
  let path = '';
  for (const part of graphPathParts(request)) {
    const fact = typeof part === 'string' ? part : known(part.from, part.property);
    if (typeof part === 'string') path += part;
    else if (fact !== undefined) path += encodePathValue(typeof fact === 'object' ? '' : String(fact));
    else {
      const key = `value${String(Object.keys(values).length + 1)}`;
      values[key] = part;
      path += `{${key}}`;
    }
  }
  return {
    target,
    method,
    path,
    ...(Object.keys(values).length === 0 ? {} : { values }),
    ...(body === undefined ? {} : { body: resolveBody(body, known) }),
    ...(eventual === undefined ? {} : { eventual }),
  };
}

function resolveBody(body: Body, known: Known): Body {
  if (body === null || typeof body !== 'object' || isSecret(body)) return body;
  if (isKnownLater(body)) return plainFact(body, known);
  if (isBodyList(body)) return body.map((item) => resolveBody(item, known));
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, resolveBody(value, known)]));
}

const isBodyList = (body: Body): body is readonly Body[] => Array.isArray(body);

type Plain = null | boolean | number | string | readonly Plain[];

/** A fact comes from a service. An object is refused: it could pose as a reference to a secret. */
function plainFact(later: KnownLater, known: Known): Plain | KnownLater {
  const found = known(later.from, later.property);
  if (found === undefined) return later;
  const plain = (fact: Json): Plain => {
    if (fact === null || typeof fact !== 'object') return fact;
    if (isJsonList(fact)) return fact.map(plain);
    throw new TypeError(
      `${later.property} of ${later.from} is an object, which can't be put into a command.`,
    );
  };
  return plain(found);
}
