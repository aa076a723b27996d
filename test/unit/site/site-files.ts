import type { SiteIssue } from '../../../shared/site/issue.ts';
import { siteFrom } from '../../../shared/site/read-site.ts';
import type { SiteKind } from '../../../shared/site/site.ts';
import { suggestedSite } from '../../../shared/site/suggest.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A site file of a kind with some fields replaced, by their path: `cloud.group.address`. undefined takes one out. */
export function siteWith(kind: SiteKind, changes: Readonly<Record<string, unknown>>): unknown {
  const id = '0e2f3f52-3c57-4a3e-9a54-0f6d1f0c8d11';
  const json: unknown = JSON.parse(JSON.stringify(suggestedSite(kind, { id })));
  for (const [path, value] of Object.entries(changes)) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let place = json;
    for (const part of parts) place = isObject(place) ? place[part] : undefined;
    if (!isObject(place)) throw new Error(`There is no ${path} in a site of the kind ${kind}.`);
    if (value === undefined) Reflect.deleteProperty(place, last);
    else place[last] = value;
  }
  return json;
}

/** What is said of such a site file; nothing where it can be used. */
export function issuesOf(kind: SiteKind, changes: Readonly<Record<string, unknown>>): readonly SiteIssue[] {
  const result = siteFrom(siteWith(kind, changes));
  return 'issues' in result ? result.issues : [];
}
