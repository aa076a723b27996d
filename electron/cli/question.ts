import type { CliIo } from './io.ts';
import { BadInput } from '../bad-input.ts';

/** Asks a person to agree by typing y; anything else, and the end of input, leaves it. */
export async function agrees(io: CliIo, question: string): Promise<boolean> {
  io.stderr.write(`${question} Type y to agree, anything else to leave it: `);
  const decoder = new TextDecoder();
  let line = '';
  for await (const chunk of untilClosed(io.stdin)) {
    line += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (/[\r\n]/u.test(line)) break;
  }
  return /^\s*y(es)?\s*$/iu.test(line.split(/[\r\n]/u)[0] ?? '');
}

/** Reads on without ending the stream when the reader stops: the next question reads from it too. */
async function* untilClosed(stdin: CliIo['stdin']): AsyncGenerator<string | Uint8Array> {
  const iterator = stdin[Symbol.asyncIterator]();
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
}

/** A verb that writes asks on a terminal; without one it has to be told beforehand. */
export function needsAgreement(io: CliIo, yes: boolean, verb: string): void {
  if (yes || io.isTerminal) return;
  throw new BadInput('Nobody can be asked here', {
    field: '--yes',
    why: `${verb} asks before it writes, and there is no terminal to ask on.`,
    do: 'Agree beforehand with --yes, or make a plan and run it by its id',
  });
}
