import { visible } from '../../shared/log/readable.ts';
import type { BadInput, Problem } from '../bad-input.ts';
import { exitCodes } from './exit-codes.ts';
import type { Paint } from './views/paint.ts';
import { wrapped } from './views/text-width.ts';

/**
 * What can't be used, for standard error: file, field, value, why and what to do for each problem, and that nothing was
 * touched. (wizard.md 17)
 */
export function badInputText(problem: BadInput, paint: Paint, width: number): string {
  const lines = [`${paint.bad('!!')} ${visible(problem.what)}`];
  problem.problems.forEach((one, index) => {
    if (index > 0) lines.push('');
    lines.push(...problemLines(one, paint, width));
  });
  lines.push(`Nothing was looked at or changed.  (exit ${exitCodes.badInput})`);
  return `${lines.join('\n')}\n`;
}

const labelWidth = 11;

function problemLines(problem: Problem, paint: Paint, width: number): readonly string[] {
  const { file, line, field, value } = problem;
  return [
    ...(file === undefined
      ? []
      : row('File', `${paint.path(visible(file))}${line === undefined ? '' : `, line ${line}`}`)),
    ...(field === undefined ? [] : row('Field', visible(field))),
    ...(value === undefined ? [] : row('Value', visible(value))),
    ...row('Why', ...wrapped(visible(problem.why), width - labelWidth)),
    ...row(
      'Do',
      ...wrapped(`${visible(problem.do)}${ending(problem)}`, width - labelWidth),
      ...(problem.then === undefined ? [] : [paint.command(visible(problem.then))]),
    ),
  ];
}

/** What the sentence still lacks: a colon before a command, else a full stop. */
function ending({ do: remedy, then }: Problem): string {
  if (then !== undefined) return remedy.endsWith(':') ? '' : ':';
  return /[.:"}]$/u.test(remedy) ? '' : '.';
}

/** A label and its text; a value that is copied stands whole on one line. */
const row = (label: string, ...lines: readonly string[]): readonly string[] =>
  lines.map((text, index) => `   ${(index === 0 ? label : '').padEnd(labelWidth - 3)}${text}`);
