import { BadInput } from '../bad-input.ts';
import { ExportRefused } from '../exports/export-refused.ts';
import {
  DamagedPracticeFile,
  ExistingPracticeFile,
  MissingPracticeFile,
  NewerPracticeFile,
  UnwritablePracticeFile,
} from '../practice/state/refusals.ts';
import { StoreProblem } from '../store/store-problem.ts';

const practiceRefusals = [
  DamagedPracticeFile,
  ExistingPracticeFile,
  MissingPracticeFile,
  NewerPracticeFile,
  UnwritablePracticeFile,
] as const;

/** What other parts refuse about files that a person named, told the same way as all other bad input. */
export function asBadInput(thrown: unknown): unknown {
  if (thrown instanceof StoreProblem) {
    return new BadInput(thrown.what, { file: thrown.file, why: thrown.why, do: sentencePart(thrown.do) });
  }
  if (thrown instanceof ExportRefused) {
    return new BadInput("The log can't be written", {
      file: thrown.file,
      why: thrown.why,
      do: sentencePart(thrown.todo),
    });
  }
  for (const refusal of practiceRefusals) {
    if (!(thrown instanceof refusal)) continue;
    const { file, reason, advice } = thrown;
    return new BadInput("This practice site can't be used", {
      file,
      why: sentence(reason),
      do: sentencePart(advice),
    });
  }
  return thrown;
}

const sentence = (part: string): string =>
  `${part.charAt(0).toUpperCase()}${part.slice(1)}${part.endsWith('.') ? '' : '.'}`;
const sentencePart = (text: string): string => text.replace(/\.$/u, '');
