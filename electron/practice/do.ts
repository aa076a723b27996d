import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { cmdlet, graph, type Command, type Parameters } from '../../shared/commands/command.ts';
import type { Json, Value } from '../../shared/commands/value.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { answer } from './answering.ts';
import { BadPracticeAction, isPracticeAction, runPracticeAction } from './cmdlets/run-practice-action.ts';
import { openSession } from './cmdlets/session.ts';
import { formWords } from './form-words.ts';
import { openPractice } from './state/practice-file.ts';

/** What was given is no command; nothing was sent. The message says why. */
export class UnusableCommand extends Error {
  override readonly name = 'UnusableCommand';
}

/** What came of one command: its rows, or what the service said instead. */
export type Done =
  | { readonly rows: readonly Json[]; readonly warnings?: readonly string[] }
  | { readonly failed: { readonly id: string; readonly exception: string; readonly text: string } };

/**
 * Sends one command to a practice site as another administrator would, at once and without its latency and faults: JSON
 * as in the event stream, or a practice-only form for what no cmdlet does. Throws `UnusableCommand` for what is no command, and
 * what refuses a practice file.
 */
export async function doCommand(file: string, given: unknown): Promise<Done> {
  const state = openPractice(file);
  try {
    if (isPracticeAction(given)) return { rows: [runPracticeAction(state, given, new Date())] };
    const targets = ['activeDirectory', 'exchange', 'exchangeOnline'] as const;
    const session = openSession(state, 'another administrator', targets, true);
    const rows: Json[] = [];
    const warnings: string[] = [];
    for (const output of answer(session, commandOf(given), madePassword, new Date())) {
      if ('row' in output) rows.push(output.row);
      else if ('warning' in output) warnings.push(output.warning);
    }
    return await Promise.resolve(warnings.length === 0 ? { rows } : { rows, warnings });
  } catch (thrown) {
    if (thrown instanceof BadPracticeAction) throw noCommand(thrown.message);
    if (!(thrown instanceof ServiceError)) throw thrown;
    return { failed: { id: thrown.id, exception: thrown.exception, text: thrown.message } };
  } finally {
    state.close();
  }
}

/** A secret of such a command is a password that nobody needs to know. */
const madePassword = (): string => `aA1-${randomBytes(18).toString('base64url')}`;

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.strictObject({ secret: z.string() }),
    z.strictObject({ date: z.string() }),
    z.strictObject({ hashtable: z.record(z.string(), value) }),
    z.array(value),
  ]),
);

const namesAnObject = ['Identity', 'Mailbox', 'Member', 'User', 'Members'];
const isNamed = (part: Value | undefined): boolean =>
  Array.isArray(part)
    ? part.length > 0 && part.every(isNamed)
    : typeof part === 'string' && !/^\s*(?::|$)/u.test(part);
const areParameters = (given: Readonly<Record<string, Value>>): given is Parameters =>
  namesAnObject.every((key) => given[key] === undefined || isNamed(given[key]));

const cmdletForm = z.object({
  target: z.enum(['activeDirectory', 'exchange', 'exchangeOnline', 'computer']),
  cmdlet: z.string().min(1),
  parameters: z
    .record(z.string(), value)
    .default({})
    .refine(areParameters, 'What names an object is empty: to Exchange that would mean everyone.'),
});

const graphForm = z.object({
  target: z.literal('graph'),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
  path: z.string().startsWith('/'),
  body: z.json().optional(),
  eventual: z.boolean().optional(),
});

function commandOf(given: unknown): Command {
  const form = z.discriminatedUnion('target', [cmdletForm, graphForm]).safeParse(given);
  if (!form.success) throw noCommand(formWords(form.error));
  const { data } = form;
  if (data.target !== 'graph') {
    const { target, parameters } = data;
    if (!areParameters(parameters)) throw noCommand('What names an object is empty.');
    return cmdlet(target, data.cmdlet, parameters);
  }
  const { method, path, body, eventual } = data;
  return graph(method, path, {
    ...(body === undefined ? {} : { body }),
    ...(eventual === undefined ? {} : { eventual }),
  });
}

const noCommand = (why: string): UnusableCommand => new UnusableCommand(why);
