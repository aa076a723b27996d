import { z } from 'zod';
import type { GraphRequest } from '../commands/command.ts';
import type { Looker } from './ports.ts';

/**
 * A list of Microsoft Graph, page by page: each page is a request of its own, so that it is on record and a throttled
 * one waits like any other. The next page is asked for by the service's own link. Throws `ServiceError`.
 */
export async function* graphPages<T>(
  looker: Looker,
  request: GraphRequest,
  item: z.ZodType<T>,
): AsyncGenerator<readonly T[]> {
  const page: z.ZodType<Page<T>> = z.object({
    value: z.array(item),
    '@odata.nextLink': z.string().optional(),
  });
  let next: GraphRequest | undefined = request;
  while (next !== undefined) {
    const [answer]: readonly Page<T>[] = await looker.read(next, page);
    yield answer?.value ?? [];
    next = nextOf(next, answer?.['@odata.nextLink']);
  }
}

interface Page<T> {
  readonly value: readonly T[];
  readonly '@odata.nextLink'?: string | undefined;
}

function nextOf({ values: _, ...request }: GraphRequest, link: string | undefined): GraphRequest | undefined {
  if (link === undefined) return undefined;
  return { ...request, path: link.replace(/^https?:\/\/[^/]+\/v1\.0/u, '') };
}

/** A whole list of Microsoft Graph that is known to be short. */
export async function graphList<T>(
  looker: Looker,
  request: GraphRequest,
  item: z.ZodType<T>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of graphPages(looker, request, item)) all.push(...page);
  return all;
}
