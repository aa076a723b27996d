import { z } from 'zod';
import { checkSite } from './check.ts';
import { fieldName, valueAt, valueText, type FieldPath, type SiteIssue } from './issue.ts';
import { siteJsonSchema } from './json-schema.ts';
import { nearestName } from './nearest-name.ts';
import { siteSchema, type Site } from './site.ts';

export type SiteResult = { readonly site: Site } | { readonly issues: readonly SiteIssue[] };

/** Makes a site of what a site file holds, or says for each field that can't be used why, and what to do. Never throws. */
export function siteFrom(json: unknown): SiteResult {
  const result = siteSchema.safeParse(json, { error: wordsFor });
  if (!result.success) return { issues: issuesOf(result.error.issues, json) };
  const issues = checkSite(result.data);
  return issues.length === 0 ? { site: result.data } : { issues };
}

function issuesOf(found: readonly z.core.$ZodIssue[], json: unknown): readonly SiteIssue[] {
  const byField = new Map<string, SiteIssue>();
  for (const issue of found) {
    for (const one of issue.code === 'unrecognized_keys'
      ? unknownFields(issue, json)
      : [wrongField(issue, json)])
      if (!byField.has(one.field)) byField.set(one.field, one);
  }
  return [...byField.values()];
}

function wrongField(issue: z.core.$ZodIssue, json: unknown): SiteIssue {
  const path = pathOf(issue);
  const value = valueAt(json, path);
  return {
    path,
    field: fieldName(path),
    value: valueText(value),
    why: issue.message,
    do: value === undefined ? 'Add it' : path.length === 0 ? 'Make a new one' : 'Change it',
  };
}

function unknownFields(issue: z.core.$ZodIssueUnrecognizedKeys, json: unknown): readonly SiteIssue[] {
  const parent = pathOf(issue);
  const known = knownFields(parent);
  const written = valueAt(json, parent);
  const free = known.filter((name) => valueAt(written, [name]) === undefined);
  return issue.keys.map((key) => {
    const nearest = nearestName(key, free) ?? nearestName(key, known);
    return {
      path: [...parent, key],
      field: fieldName([...parent, key]),
      value: '',
      why: `There is no field of this name here. Known: ${known.join(', ')}.`,
      do: nearest === undefined ? 'Take it out' : `Write "${nearest}" if you meant that, or take it out`,
    };
  });
}

const pathOf = (issue: z.core.$ZodIssue): FieldPath =>
  issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));

const objectSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

function knownFields(path: FieldPath): readonly string[] {
  let schema: unknown = siteJsonSchema();
  for (const part of path) {
    const object = objectSchema.safeParse(schema);
    schema = object.success ? object.data.properties[String(part)] : undefined;
  }
  const object = objectSchema.safeParse(schema);
  return object.success ? Object.keys(object.data.properties).filter((name) => name !== '$schema') : [];
}

/** Words for what a field's own schema has no words for. */
function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  const wanted = expectations.get(issue.expected) ?? 'Something else goes here.';
  return issue.input === undefined ? `This is missing. ${wanted}` : wanted;
}

const expectations = new Map([
  ['object', 'A group of fields in { } goes here.'],
  ['array', 'A list in [ ] goes here.'],
  ['boolean', 'Either true or false goes here, without quotation marks.'],
  ['string', 'A text in quotation marks goes here.'],
]);
