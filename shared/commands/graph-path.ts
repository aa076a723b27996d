import type { GraphRequest } from './command.ts';
import { EmptyName, type KnownLater } from './value.ts';

/** The path of a request in pieces: text that is already encoded, and values that are only known later. */
export function graphPathParts(request: GraphRequest): readonly (string | KnownLater)[] {
  const parts: (string | KnownLater)[] = [];
  for (const piece of request.path.split(/(\{[^{}]+\})/u)) {
    const key = /^\{(.+)\}$/u.exec(piece)?.[1];
    const value = key === undefined ? piece : valueOf(request, key);
    const before = parts.at(-1);
    if (typeof value === 'string' && typeof before === 'string') parts[parts.length - 1] = before + value;
    else parts.push(value);
  }
  return parts;
}

function valueOf(request: GraphRequest, key: string): string | KnownLater {
  const value = request.values?.[key];
  if (value === undefined)
    throw new TypeError(`The path ${request.path} names {${key}}, which has no value.`);
  return typeof value === 'string' ? encodePathValue(value) : value;
}

/**
 * A value as one segment of a path. An empty one would address the whole collection, and a dot the level above: both
 * throw {@link EmptyName}.
 */
export function encodePathValue(value: string): string {
  if (/^\s*\.{0,2}\s*$/u.test(value)) throw new EmptyName(value);
  return encodeURIComponent(value.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
