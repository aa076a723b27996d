import type { z } from 'zod';

/** Why a command that somebody typed has not the form of one: each field with what goes there, in words. */
export const formWords = ({ issues }: z.ZodError): string => issues.map(wordsFor).join(' ');

function wordsFor(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'The command' : `The field ${JSON.stringify(issue.path.join('.'))}`;
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_value':
      return `${field} takes one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_type':
      return `${field} is missing or of another kind; here goes: ${issue.expected}.`;
    case 'unrecognized_keys':
      return `There is no field ${issue.keys.map((key) => JSON.stringify(key)).join(' or ')} here.`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? `${field} holds something that does not go there.`
        : `${field} names no system that commands go to.`;
    default:
      return `${field} holds something that does not go there.`;
  }
}
