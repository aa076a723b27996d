import { expect, test } from 'vitest';
import { z } from 'zod';
import { siteJsonSchema } from '../../../shared/site/json-schema.ts';

const nodeSchema = z.looseObject({
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** Paths of all fields, with their descriptions. */
function* fields(schema: unknown, path = ''): Generator<readonly [string, string | undefined]> {
  for (const [name, field] of Object.entries(nodeSchema.parse(schema).properties ?? {})) {
    yield [`${path}${name}`, nodeSchema.parse(field).description];
    yield* fields(field, `${path}${name}.`);
  }
}

test('an editor can explain each field of a site file', () => {
  const all = [...fields(siteJsonSchema())];
  expect(all.length).toBeGreaterThan(35);
  expect(all.filter(([, description]) => description === undefined)).toEqual([]);
});

test('an editor refuses unknown fields and completes the allowed values', () => {
  expect(siteJsonSchema()).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    additionalProperties: false,
    properties: { kind: { enum: ['on-premises', 'cloud', 'hybrid'] } },
  });
});
