import { z } from 'zod';
import { outcomes, type EventOf, type RunEvent } from '../../shared/run/events.ts';
import type { Finding } from '../../shared/run/finding.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import { stepIds } from '../../shared/run/step-id.ts';
import { change, cmdletTarget, json, jsonByName, method, target, value } from './value-schema.ts';

export const step = z.enum(stepIds);
export const outcome = z.enum(outcomes);
const verb = z.enum(['plan', 'run', 'verify', 'undo', 'password']);
const world = z.object({ kind: z.enum(['real', 'practice']), id: z.string(), name: z.string() });
const ofResource = { step, resource: z.string() };
const counts = z.partialRecord(outcome, z.number());

const started: z.ZodType<EventOf<'started'>> = z.object({
  type: z.literal('started'),
  run: z.string(),
  verb,
  version: z.string(),
  site: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  world,
  steps: z.array(step),
  plan: z.number(),
  by: z.string(),
  computer: z.string(),
  note: z.string(),
  resumed: z.boolean(),
});

/** The end of a run. */
export const finishedEvent: z.ZodType<EventOf<'finished'>> = z.object({
  type: z.literal('finished'),
  run: z.string(),
  exitCode: z.number(),
  counts,
});

const sent = {
  type: z.literal('command'),
  number: z.number(),
  ...ofResource,
  writes: z.boolean(),
  change: z.string().exactOptional(),
  made: z.array(z.string()).exactOptional(),
};

/** A command as it was sent. */
export const commandEvent: z.ZodType<EventOf<'command'>> = z.union([
  z.object({
    ...sent,
    target: z.literal('graph'),
    method,
    path: z.string(),
    body: json.exactOptional(),
    eventual: z.boolean().exactOptional(),
  }),
  z.object({ ...sent, target: cmdletTarget, cmdlet: z.string(), parameters: z.record(z.string(), value) }),
]);

/** What came back for a command. */
export const answerEvent: z.ZodType<EventOf<'answer'>> = z.object({
  type: z.literal('answer'),
  number: z.number(),
  ...ofResource,
  ok: z.boolean(),
  rows: z.number(),
  durationMs: z.number(),
  warnings: z.array(z.string()).exactOptional(),
  failure: z
    .object({ kind: z.string(), id: z.string(), exception: z.string(), text: z.string() })
    .exactOptional(),
});

const probed = { type: z.literal('probe'), ...ofResource, answer: json };
const probeEvent: z.ZodType<EventOf<'probe'>> = z.union([
  z.object({ ...probed, probe: z.literal('powershell') }),
  z.object({
    ...probed,
    probe: z.literal('reach'),
    host: z.string(),
    port: z.number(),
    what: z.string(),
  }),
  z.object({ ...probed, probe: z.literal('clock'), host: z.string(), what: z.string() }),
  z.object({
    ...probed,
    probe: z.literal('sign-in'),
    cloud: z.string(),
    tenant: z.string(),
    scopes: z.array(z.string()),
  }),
  z.object({
    ...probed,
    probe: z.literal('account-sign-in'),
    account: z.string(),
    password: z.object({ secret: z.string() }),
  }),
]);

/** What one look saw. */
export const lookedEvent: z.ZodType<EventOf<'looked'>> = z.object({
  type: z.literal('looked'),
  ...ofResource,
  name: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  when: z.enum(['before', 'after']),
  state: z.enum(['there', 'absent', 'waiting', 'left-out']),
  properties: jsonByName,
  identity: z.string(),
  facts: jsonByName,
  entries: z.array(
    z.object({
      user: z.string(),
      rights: z.array(z.string()),
      flags: z.array(z.string()),
      ours: z.boolean(),
    }),
  ),
  changes: z.array(change),
});

/** A change that ended. */
export const changeEvent: z.ZodType<EventOf<'change'>> = z.object({
  type: z.literal('change'),
  ...ofResource,
  change,
  done: z.boolean(),
});

const findingFields = {
  id: z.string(),
  severity: z.enum(['stops', 'to-know', 'information']),
  step,
  resource: z.string().exactOptional(),
  what: z.string(),
  where: z.string(),
  why: z.string(),
  do: z.string(),
  original: z.string().exactOptional(),
};
/** A finding, without the event that it came in. */
export const finding: z.ZodType<Finding> = z.object(findingFields);

/** Types of events. */
export const eventType = z.enum([
  'started',
  'step',
  'secret-needed',
  'command',
  'answer',
  'probe',
  'progress',
  'looked',
  'waiting',
  'slowed',
  'change',
  'finding',
  'resource',
  'finished',
]);

/** The form of each type of event. */
export const eventOfType: Readonly<Record<RunEvent['type'], z.ZodType<RunEvent>>> = {
  started,
  step: z.object({
    type: z.literal('step'),
    step,
    state: z.enum(['begun', 'ended']),
    total: z.number().exactOptional(),
    estimateMs: z.number().exactOptional(),
  }),
  'secret-needed': z.object({ type: z.literal('secret-needed'), name: z.string(), ...ofResource }),
  command: commandEvent,
  answer: answerEvent,
  probe: probeEvent,
  looked: lookedEvent,
  progress: z.object({
    type: z.literal('progress'),
    number: z.number(),
    ...ofResource,
    text: z.string(),
    percent: z.number().nullable(),
  }),
  waiting: z.object({
    type: z.literal('waiting'),
    ...ofResource,
    reason: z.string(),
    look: z.number(),
    nextInMs: z.number(),
  }),
  slowed: z.object({ type: z.literal('slowed'), target, waitMs: z.number(), atOnce: z.number() }),
  change: changeEvent,
  finding: z.object({ type: z.literal('finding'), ...findingFields }),
  resource: z.object({
    type: z.literal('resource'),
    ...ofResource,
    name: z.string(),
    kind: z.string(),
    where: z.string(),
    address: z.string().exactOptional(),
    outcome,
    reason: z.string(),
  }),
  finished: finishedEvent,
};

/** The head of a run's file. JSON knows no infinity, so a run without a limit has null there. */
export const runHead: z.ZodType<RunHead> = z.object({
  run: z.string(),
  verb,
  version: z.string(),
  startedAt: z.string(),
  site: json,
  siteFile: z.string(),
  siteFingerprint: z.string(),
  world,
  plan: z.number(),
  by: z.string(),
  computer: z.string(),
  note: z.string(),
  steps: z.array(step),
  people: z.string(),
  limit: z
    .number()
    .nullable()
    .transform((limit) => limit ?? Infinity),
  of: z.string(),
});
