import type { Json } from '../../../shared/commands/value.ts';
import type { Method } from '../../../shared/commands/command.ts';
import { graphRefusal } from './errors.ts';
import { operationsAt, propertiesOf, type Operation } from './operations.ts';

/** A request as it reaches Graph: path with its query, encoded, with or without `/v1.0` or the host; secrets resolved. */
export interface GraphCall {
  readonly method: Method;
  readonly path: string;
  readonly body?: Json;
  /** Was `ConsistencyLevel: eventual` sent? */
  readonly eventual: boolean;
}

/** A request that was held against the reference and fits. */
export interface CheckedRequest {
  readonly operation: Operation;
  readonly keys: readonly string[];
  /** The path as it was asked, encoded, without version and query: for the link to the next page. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly select: readonly string[] | undefined;
  readonly eventual: boolean;
}

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw graphRefusal('unknownSegment', text);
  }
};

/** Holds path, method and query against the reference; throws Graph's own refusals. The body is another matter: see `body.ts`. */
export function checkRequest(call: GraphCall): CheckedRequest {
  const local = call.path.replace(/^https:\/\/[^/]+/iu, '');
  const version = /^\/(beta|v\d[^/]*)(?=\/)/iu.exec(local)?.[1];
  if (version !== undefined && version.toLowerCase() !== 'v1.0') throw graphRefusal('badVersion', version);
  const [path = '', queryText = ''] = local.replace(/^\/v1\.0(?=\/)/iu, '').split(/\?(.*)/su);
  const matches = operationsAt(path.split('/').slice(1).map(decode));
  if (matches.length === 0) throw graphRefusal('unknownSegment', decode(path.split('/').at(-1) ?? ''));
  const match = matches.find(({ operation }) => operation.method === call.method);
  if (match === undefined) throw graphRefusal('wrongMethod');
  const query = parseQuery(queryText);
  checkQuery(match.operation, query, call.eventual);
  const select = query
    .get('$select')
    ?.split(',')
    .map((part) => part.trim());
  checkSelect(match.operation, select);
  return { ...match, path, query, select, eventual: call.eventual };
}

function parseQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const part of text.split('&').filter((piece) => piece !== '')) {
    const [name = '', value = ''] = part.split(/=(.*)/su);
    query.set(decode(name), decode(value.replaceAll('+', ' ')));
  }
  return query;
}

/** `$expand`, `$orderby` and `$search` are in the reference, but nothing here asks for them: the practice site refuses rather than ignores. */
const notServed = new Set(['$expand', '$orderby', '$skip']);

function checkQuery(operation: Operation, query: ReadonlyMap<string, string>, eventual: boolean): void {
  for (const name of query.keys()) {
    const paging = name === '$skiptoken' && operation.pages;
    if ((!operation.query.includes(name) && !paging) || notServed.has(name))
      throw graphRefusal('unknownQuery', name);
  }
  if (query.has('$search')) throw graphRefusal(eventual ? 'unknownQuery' : 'searchNeedsHeader', '$search');
  const top = query.get('$top');
  if (operation.path === '/subscribedSkus' && top !== undefined) throw graphRefusal('noPageSize');
  if (top !== undefined && !(/^\d+$/u.test(top) && Number(top) >= 1 && Number(top) <= 999))
    throw graphRefusal('pageSize', top);
  const needsIndex = /\/graph\.[a-z]+$/iu.test(operation.path) && /^\/groups\//u.test(operation.path);
  if (needsIndex && !(eventual && query.get('$count') === 'true')) throw graphRefusal('castNeedsHeader');
}

/** Types of which a list of directory objects may consist: any of their properties can be selected. */
const members = ['directoryObject', 'user', 'group'];

function checkSelect(operation: Operation, select: readonly string[] | undefined): void {
  if (select === undefined || operation.answers === undefined) return;
  const types = operation.answers === 'directoryObject' ? members : [operation.answers];
  const known = new Set(types.flatMap((type) => Object.keys(propertiesOf(type) ?? {})));
  const unknown = select.find((name) => !known.has(name));
  if (unknown !== undefined) throw graphRefusal('unknownSelect', unknown, operation.answers);
}
