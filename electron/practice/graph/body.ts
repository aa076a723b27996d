import { isJsonList, type Json } from '../../../shared/commands/value.ts';
import { graphRefusal } from './errors.ts';
import { propertiesOf, type Operation } from './operations.ts';

export type JsonObject = Readonly<Record<string, Json>>;

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Holds a body against the reference: every property known, of the right type, and all that the reference requires
 * there. Returns it as an object; throws Graph's refusals.
 */
export function checkBody(operation: Operation, body: Json | undefined): JsonObject {
  if (operation.body === undefined) {
    if (body !== undefined && body !== null) throw graphRefusal('unknownBody', 'body', 'request');
    return {};
  }
  if (!isJsonObject(body)) throw graphRefusal('noBody');
  checkObject(operation.body, body);
  const exempt = operation.notWhenPresent !== undefined && operation.notWhenPresent in body;
  const missing = exempt ? undefined : operation.required.find((name) => isMissing(body[name]));
  if (missing !== undefined) throw graphRefusal('valueRequired', missing, resourceName(operation.body));
  return body;
}

const isMissing = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** Graph names the resource with a capital letter: `user` becomes `User`. */
const resourceName = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

function checkObject(type: string, value: JsonObject): void {
  const properties = propertiesOf(type) ?? {};
  for (const [name, part] of Object.entries(value)) {
    if (name.includes('@odata.')) continue;
    const kind = properties[name];
    if (kind === undefined || kind === 'navigation') throw graphRefusal('unknownBody', name, type);
    checkValue(kind, part);
  }
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

function checkValue(kind: string, value: Json): void {
  if (kind.endsWith('[]')) {
    const element = kind.slice(0, -2);
    if (!isJsonList(value)) throw graphRefusal('wrongType', shown(value), `Collection(${edm(element)})`);
    for (const part of value) {
      if (part === null) throw graphRefusal('nullInArray', `Edm.${edm(element)}`);
      checkValue(element, part);
    }
    return;
  }
  const plain = kind.replace(/\?$/u, '');
  if (value === null && kind.endsWith('?')) return;
  if (propertiesOf(plain) !== undefined) {
    if (!isJsonObject(value)) throw graphRefusal('wrongType', shown(value), plain);
    checkObject(plain, value);
    return;
  }
  if (!fits(plain, value)) throw graphRefusal('wrongType', shown(value), edm(plain));
}

function fits(kind: string, value: Json): boolean {
  switch (kind) {
    case 'guid':
      return typeof value === 'string' && guid.test(value);
    case 'dateTime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value === kind;
    default:
      return true;
  }
}

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const edmNames: Readonly<Record<string, string>> = {
  guid: 'Guid',
  dateTime: 'DateTimeOffset',
  boolean: 'Boolean',
  number: 'Int32',
  string: 'String',
};
const edm = (kind: string): string => edmNames[kind] ?? kind;
