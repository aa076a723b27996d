/** Keys and positions from the top of the site file down to a field. */
export type FieldPath = readonly (string | number)[];

/** One field of a site file that can't be used, in words for the person who filled it in. */
export interface SiteIssue {
  readonly path: FieldPath;
  /** The path as people write it: `cloud.group.address`, `audience.groups[0]`; empty for the file as a whole. */
  readonly field: string;
  /** What stands there, as JSON; empty where nothing does, and for unknown fields, which may hold anything. */
  readonly value: string;
  readonly why: string;
  /** What to do, as a sentence. */
  readonly do: string;
}

/** Writes a path as people do: `audience.groups[0]`. */
export const fieldName = (path: FieldPath): string =>
  path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`),
    '',
  );

/** What stands at a path; undefined where the path leads nowhere. */
export function valueAt(json: unknown, path: FieldPath): unknown {
  let value = json;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** A value as it would stand in the file, cut where it is long; empty for nothing. */
export function valueText(value: unknown): string {
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return '';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
