import { z } from 'zod';
import data from './operations.json' with { type: 'json' };

/**
 * The part of Microsoft Graph v1.0 that the practice site serves, and the types in it, cut from Microsoft's own
 * metadata (source, commit and licence stand at the top of `operations.json`).
 *
 * The file was made by a script of one purpose: for each listed operation of the OpenAPI description it took the names
 * of the query parameters, the types of body and answer, and the properties that the reference requires; each type
 * became a map from property to kind (`string?`, `guid[]`, the name of another type, or `navigation` for a
 * relationship), followed from type to type.
 */
const fileSchema = z.object({
  source: z.object({ licence: z.string() }),
  operations: z.array(
    z.object({
      path: z.string(),
      method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
      query: z.array(z.string()),
      pages: z.boolean().default(false),
      body: z.string().optional(),
      answers: z.string().optional(),
      required: z.array(z.string()).default([]),
      notWhenPresent: z.string().optional(),
    }),
  ),
  types: z.record(z.string(), z.record(z.string(), z.string())),
});

const { operations, types } = fileSchema.parse(data);

export type Operation = z.infer<typeof fileSchema>['operations'][number];

/** A request's path held against the operations: the one that serves it, and the keys in its path. */
export interface Match {
  readonly operation: Operation;
  readonly keys: readonly string[];
}

const patterns = operations.map((operation) => ({
  operation,
  segments: operation.path.split('/').slice(1),
}));

/**
 * The operations that serve a path (not encoded any more, without query), each method one. A cast may be written
 * `graph.user` or `microsoft.graph.user`; a fixed segment wins over a key.
 */
export function operationsAt(segments: readonly string[]): readonly Match[] {
  const plain = segments.map((segment) => segment.replace(/^microsoft\.graph\./iu, 'graph.'));
  const found = patterns.flatMap(({ operation, segments: pattern }) => {
    if (pattern.length !== plain.length) return [];
    const keys: string[] = [];
    for (const [index, part] of pattern.entries()) {
      const given = plain[index] ?? '';
      if (part.startsWith('{')) keys.push(segments[index] ?? '');
      else if (part.toLowerCase() !== given.toLowerCase()) return [];
    }
    return keys.includes('') ? [] : [{ operation, keys }];
  });
  const fewest = Math.min(...found.map((match) => match.keys.length));
  return found.filter((match) => match.keys.length === fewest);
}

/** The kinds of a type's properties by name; undefined for a type that is not in the cut. */
export const propertiesOf = (type: string): Readonly<Record<string, string>> | undefined => types[type];
