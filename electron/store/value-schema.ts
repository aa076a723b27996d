import { z } from 'zod';
import type { Command } from '../../shared/commands/command.ts';
import {
  EmptyName,
  name,
  type DateValue,
  type Hashtable,
  type Json,
  type KnownLater,
  type Name,
  type SecretReference,
  type Value,
} from '../../shared/commands/value.ts';
import type { Change } from '../../shared/run/resource.ts';

/** Any JSON: it comes out of `JSON.parse`, so only a missing value is none. */
export const json: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined);

export const jsonByName = z.record(z.string(), json);

const secretReference: z.ZodType<SecretReference> = z.strictObject({ secret: z.string() });
const knownLater: z.ZodType<KnownLater> = z.strictObject({ from: z.string(), property: z.string() });
const dateValue: z.ZodType<DateValue> = z.strictObject({ date: z.string() });
const hashtable: z.ZodType<Hashtable> = z.strictObject({
  hashtable: z.record(
    z.string(),
    z.lazy(() => value),
  ),
});

/** Everything that a parameter can be. */
export const value: z.ZodType<Value> = z.union([
  z.null(),
  z.boolean(),
  z.number(),
  z.string(),
  secretReference,
  knownLater,
  dateValue,
  hashtable,
  z.array(z.lazy(() => value)),
]);

export const cmdletTarget = z.enum(['activeDirectory', 'exchange', 'exchangeOnline', 'computer']);
export const target = z.enum(['activeDirectory', 'exchange', 'exchangeOnline', 'graph', 'computer']);
export const method = z.enum(['GET', 'POST', 'PATCH', 'DELETE']);

const objectName: z.ZodType<Name> = z.string().transform((text, context) => {
  try {
    return name(text);
  } catch (thrown) {
    if (!(thrown instanceof EmptyName)) throw thrown;
    context.addIssue({ code: 'custom', message: thrown.message });
    return z.NEVER;
  }
});
const named = z.union([objectName, knownLater]);

const parameters = z.intersection(
  z.record(z.string(), value),
  z.object({
    Identity: named.exactOptional(),
    Mailbox: named.exactOptional(),
    Member: named.exactOptional(),
    User: named.exactOptional(),
    Members: z.tuple([named], named).exactOptional(),
  }),
);

const command: z.ZodType<Command> = z.union([
  z.object({
    target: z.literal('graph'),
    method,
    path: z.string(),
    values: z.record(z.string(), z.union([z.string(), knownLater])).exactOptional(),
    body: json.exactOptional(),
    eventual: z.boolean().exactOptional(),
  }),
  z.object({ target: cmdletTarget, cmdlet: z.string(), parameters }),
]);

export const change: z.ZodType<Change> = z.object({
  id: z.string(),
  command,
  differences: z.array(z.object({ property: z.string(), before: json, after: json, reason: z.string() })),
  undo: z.union([
    z.object({ command, onlyIfEmpty: command.exactOptional() }),
    z.object({ cannot: z.string() }),
  ]),
  byHand: z.string(),
  isOffer: z.boolean().exactOptional(),
});
