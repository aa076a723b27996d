import { visible } from '../../shared/log/readable.ts';
import { BadInput } from '../bad-input.ts';
import { StoreProblem } from '../store/store-problem.ts';
import { exitCodes } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { paintFor } from './views/paint.ts';
import { widthFor, wrapped } from './views/text-width.ts';

/** A run that had begun could not go on. What it recorded stays; it can be resumed. */
export class RunBroken extends Error {
  override readonly name = 'RunBroken';
  /** The command line that goes on with it. */
  readonly resume: string;

  constructor(run: string, resume: string, cause: unknown) {
    super(`The run ${run} could not go on.`, { cause });
    this.resume = resume;
  }
}

/**
 * What is told where something went wrong that is no bad input: in short, and what to do. Where it happened in the
 * program is shown only if the environment has `DEBUG`.
 */
export function faultText(thrown: unknown, io: Pick<CliIo, 'stderr' | 'env'>): string {
  const paint = paintFor(io.stderr, io.env);
  const room = widthFor(io.stderr) - labelWidth;
  const isRun = thrown instanceof RunBroken;
  const cause = isRun ? thrown.cause : thrown;
  const { why, remedy } = partsOf(cause);
  const rows = [
    ...row('Why', wrapped(visible(why), room)),
    ...row('Do', [
      ...wrapped(visible(isRun ? `${remedy} Then go on with the run:` : remedy), room),
      ...(isRun ? [paint.command(visible(thrown.resume))] : []),
    ]),
  ];
  const state = isRun
    ? 'What was done until now is recorded; nothing of it is lost.'
    : 'What was done before is recorded.';
  const stack = (io.env['DEBUG'] ?? '') === '' ? [] : [stackOf(cause)];
  const what = isRun ? 'The run has stopped' : 'The program has stopped';
  return `${[`${paint.bad('!!')} ${what}`, ...rows, `${state}  (exit ${exitCodes.notRight})`, ...stack].join('\n')}\n`;
}

const labelWidth = 11;

const row = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `   ${(index === 0 ? label : '').padEnd(labelWidth - 3)}${line}`);

function partsOf(cause: unknown): { readonly why: string; readonly remedy: string } {
  if (cause instanceof StoreProblem)
    return { why: `${cause.what}: ${cause.file}. ${cause.why}`, remedy: cause.do };
  if (cause instanceof BadInput) {
    const [{ file, why, do: remedy }] = cause.problems;
    return { why: `${cause.what}${file === undefined ? '' : `: ${file}`}. ${why}`, remedy: `${remedy}.` };
  }
  return {
    why: `A fault in this program: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy:
      'If it happens again, set DEBUG=1 in the environment, and send what is then shown here to those who look after this program.',
  };
}

const stackOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
