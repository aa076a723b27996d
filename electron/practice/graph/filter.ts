import type { Json } from '../../../shared/commands/value.ts';
import { graphRefusal } from './errors.ts';
import { propertiesOf } from './operations.ts';

/** One comparison of a `$filter`, such as `displayName eq 'Staff'` or `endsWith(mail,'@example.edu')`. */
export interface Comparison {
  readonly property: string;
  readonly operator: 'eq' | 'startswith' | 'endswith';
  readonly value: string | boolean;
}

/** A `$filter` as alternatives, each a list of comparisons that must all hold. */
export type Filter = readonly (readonly Comparison[])[];

const token = /\s*(?:(?<text>'(?:[^']|'')*')|(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<sign>[(),]))/uy;

/** Reads a `$filter`; throws Graph's refusals for what it can't read, for unknown properties and for what can't be filtered. */
export function parseFilter(text: string, type: string): Filter {
  const tokens = tokensOf(text);
  const alternatives: Comparison[][] = [[]];
  for (let at = 0; at < tokens.length;) {
    const [comparison, next] = comparisonAt(tokens, at, text, type);
    alternatives.at(-1)?.push(comparison);
    const joint = tokens[next]?.toLowerCase();
    if (joint === 'or') alternatives.push([]);
    else if (joint !== 'and' && joint !== undefined) throw graphRefusal('badFilter', String(next), text);
    at = next + 1;
    if (joint !== undefined && at >= tokens.length) throw graphRefusal('badFilter', String(at), text);
  }
  if (alternatives[0]?.length === 0) throw graphRefusal('badFilter', '0', text);
  return alternatives;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(token.source, token.flags);
  while (pattern.lastIndex < text.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw graphRefusal('badFilter', String(at), text);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function comparisonAt(
  tokens: readonly string[],
  at: number,
  text: string,
  type: string,
): [Comparison, number] {
  const first = tokens[at] ?? '';
  const operator = first.toLowerCase();
  if (operator === 'startswith' || operator === 'endswith') {
    const [open, property = '', comma, literal = '', close] = tokens.slice(at + 1, at + 6);
    if (open !== '(' || comma !== ',' || close !== ')') throw graphRefusal('badFilter', String(at), text);
    return [{ property: checked(property, type), operator, value: literalOf(literal, text) }, at + 6];
  }
  const [operation, literal = ''] = tokens.slice(at + 1, at + 3);
  if (operation?.toLowerCase() !== 'eq') throw graphRefusal('unsupportedFilter', first, type);
  return [{ property: checked(first, type), operator: 'eq', value: literalOf(literal, text) }, at + 3];
}

/** Properties by which the practice site can filter; Graph knows more. */
export const filterable: readonly string[] = [
  'id',
  'displayName',
  'mail',
  'mailNickname',
  'userPrincipalName',
  'accountEnabled',
  'userType',
  'onPremisesSamAccountName',
];

function checked(property: string, type: string): string {
  if (!Object.hasOwn(propertiesOf(type) ?? {}, property) || !filterable.includes(property))
    throw graphRefusal('unsupportedFilter', property, type);
  return property;
}

function literalOf(literal: string, text: string): string | boolean {
  if (/^'.*'$/su.test(literal)) return literal.slice(1, -1).replaceAll("''", "'");
  if (literal === 'true' || literal === 'false') return literal === 'true';
  throw graphRefusal('badFilter', String(text.indexOf(literal)), text);
}

/** Does an object pass the filter? Texts compare without case, as Graph's directory does. */
export const passes = (filter: Filter, value: Readonly<Record<string, Json>>): boolean =>
  filter.some((comparisons) => comparisons.every((comparison) => holds(comparison, value)));

function holds({ property, operator, value }: Comparison, object: Readonly<Record<string, Json>>): boolean {
  const found = object[property];
  if (typeof value === 'boolean' || typeof found !== 'string') return found === value;
  const left = found.toLowerCase();
  const right = value.toLowerCase();
  if (operator === 'startswith') return left.startsWith(right);
  if (operator === 'endswith') return left.endsWith(right);
  return left === right;
}
