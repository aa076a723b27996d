import { z } from 'zod';
import { siteSchema } from './site.ts';

/** The JSON Schema (draft 7, which editors know) of the site file, with a description for each field. */
export const siteJsonSchema = (): Readonly<Record<string, unknown>> => ({
  title: 'Site file of Calendar Push Setup',
  ...z.toJSONSchema(siteSchema, { io: 'input', target: 'draft-7' }),
});
