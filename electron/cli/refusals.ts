import { BadInput } from '../bad-input.ts';
import { UnusableCommand } from '../practice/do.ts';
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
      do: sentencePart(thrown.remedy),
    });
  }
  if (thrown instanceof UnusableCommand) {
    return new BadInput("This command can't be used", {
      field: 'COMMAND',
      why: thrown.message,
      do: 'Write it as it stands in the event stream, such as {"target":"exchange","cmdlet":"Get-Mailbox","parameters":{"Identity":"j.jansen"}}, or in the practice-only form {"target":"practice","action":"rename-folder","mailbox":"j.jansen","name":"Rooster"}',
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
