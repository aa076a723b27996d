import type { Json } from '../../../shared/commands/value.ts';
import { graphRefusal } from './errors.ts';
import type { CheckedRequest } from './request.ts';

const host = 'https://graph.microsoft.com/v1.0';

/** The number of things on a page: 100 where nothing is asked, at most 999. (facts-microsoft365 4) */
const pageSize = (request: CheckedRequest): number => Number(request.query.get('$top') ?? 100);

/** The id after which this page begins; empty for the first. The token's form is our own: Microsoft's is not documented. */
function pageStart(request: CheckedRequest): string {
  const token = request.query.get('$skiptoken');
  if (token === undefined) return '';
  const id = Buffer.from(token, 'base64url').toString('utf8');
  if (!/^[0-9a-f-]{36}$/u.test(id)) throw graphRefusal('expiredPage');
  return id;
}

/**
 * One page as Graph answers it. `fetch` gets the id after which to begin and how many to return; one more than asked
 * for is fetched to know whether there is a next page. `count`, where `$count=true` was asked, stands on the first page.
 */
export function pageOf<T extends { readonly id: string }>(
  request: CheckedRequest,
  options: {
    readonly context: string;
    readonly fetch: (after: string, limit: number) => readonly T[];
    readonly shape: (item: T) => Json;
    readonly count: () => number;
  },
): Json {
  const size = pageSize(request);
  const after = pageStart(request);
  const found = options.fetch(after, size + 1);
  const items = found.slice(0, size);
  const last = items.at(-1);
  const hasNext = found.length > size && last !== undefined;
  return {
    '@odata.context': `${host}/$metadata#${options.context}`,
    ...(request.query.get('$count') === 'true' && after === '' ? { '@odata.count': options.count() } : {}),
    ...(hasNext ? { '@odata.nextLink': nextLink(request, last.id) } : {}),
    value: items.map(options.shape),
  };
}

/** A list that comes whole. */
export const listOf = (context: string, value: readonly Json[]): Json => ({
  '@odata.context': `${host}/$metadata#${context}`,
  value,
});

/** A single thing with its context. */
export const singleOf = (context: string, value: Readonly<Record<string, Json>>): Json => ({
  '@odata.context': `${host}/$metadata#${context}`,
  ...value,
});

function nextLink(request: CheckedRequest, id: string): string {
  const query = new Map(request.query).set('$skiptoken', Buffer.from(id).toString('base64url'));
  const parts = [...query].map(
    ([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`,
  );
  return `${host}${request.path}?${parts.join('&')}`;
}
