import { z } from 'zod';
import { BadInput } from '../bad-input.ts';
import type { CliIo } from './io.ts';

const secretsSchema = z.record(
  z.string().min(1),
  z.string().min(1).max(256), // facts-microsoft365 2.2: 256 is the longest password of Entra ID
);

/** More than this is no list of passwords. */
const longestInput = 1024 * 1024;

/**
 * Reads `--secrets -`: a JSON object from secret name to value on standard input. Throws {@link BadInput} for anything
 * else; no message of it holds a value.
 */
export async function readSecrets(stdin: CliIo['stdin']): Promise<ReadonlyMap<string, string>> {
  let json: unknown;
  try {
    json = JSON.parse(await textOf(stdin));
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw refused('This is no JSON.');
  }
  const result = secretsSchema.safeParse(json);
  if (result.success) return new Map(Object.entries(result.data));
  const key = result.error.issues[0]?.path[0];
  throw refused(
    key === undefined
      ? 'A JSON object goes here: names of secrets with their values.'
      : 'A secret has a name, and as its value a text of 1 to 256 characters.',
    // A name of another form may be a password that was put in the wrong place.
    typeof key === 'string' && /^[\w-]{1,64}\.password$/u.test(key) ? key : undefined,
  );
}

async function textOf(stdin: CliIo['stdin']): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > longestInput) throw refused('This is longer than a list of secrets can be.');
  }
  return text + decoder.decode();
}

const refused = (why: string, field?: string): BadInput =>
  new BadInput("These secrets can't be used", {
    file: 'standard input',
    ...(field === undefined ? {} : { field }),
    why,
    do: 'Give one JSON object, such as {"sa-calpush-1.password":"…"}; a plan names the secrets that it needs',
  });
