import { CommanderError, type Command } from 'commander';
import { BadInput, type Problem } from '../bad-input.ts';
import { badInputText } from './bad-input.ts';
import { exitCodes } from './exit-codes.ts';
import { faultText } from './fault.ts';
import type { CliIo } from './io.ts';
import { makeProgram, pathOf } from './program.ts';
import { asBadInput } from './refusals.ts';
import type { Verbs } from './verbs.ts';
import { paintFor } from './views/paint.ts';
import { widthFor } from './views/text-width.ts';

/**
 * Carries out one command line (without node and the program's path) and gives the exit code. What can't be used is
 * told on standard error, exit 2. Anything else that is thrown is a fault: it is told in short, exit 1.
 */
export async function runCommandLine(args: readonly string[], io: CliIo, verbs: Verbs): Promise<number> {
  let exitCode: number = exitCodes.right;
  const program = makeProgram(io, verbs, (code) => {
    exitCode = code;
  });
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const problem =
      error instanceof CommanderError ? misuse(error, helpFor(program, args)) : asBadInput(error);
    if (problem === undefined) return exitCodes.right;
    if (!(problem instanceof BadInput)) {
      io.stderr.write(faultText(problem, io));
      return exitCodes.notRight;
    }
    io.stderr.write(badInputText(problem, paintFor(io.stderr, io.env), widthFor(io.stderr)));
    return exitCodes.badInput;
  }
}

/** A command line that could not be read; undefined where help or the version was asked for and given. */
function misuse(error: CommanderError, help: string): BadInput | undefined {
  const words = /'(.*?)'(?:\n|$| argument| not )/su.exec(error.message)?.[1] ?? '';
  // What stands behind an equals sign may be anything, a password too.
  const named = words.split('=')[0] ?? '';
  const nearest = /\(Did you mean (?:one of )?(.+)\?\)/u.exec(error.message)?.[1];
  switch (error.code) {
    case 'commander.helpDisplayed':
    case 'commander.version':
      return undefined;
    case 'commander.help':
      return error.exitCode === 0
        ? undefined
        : refused({ why: 'A verb is missing; the help above names them.', do: 'Add one' });
    case 'commander.unknownOption':
      return refused({
        field: named,
        why: 'There is no option of this name here.',
        ...advice(nearest, help),
      });
    case 'commander.unknownCommand':
      return refused({ field: named, why: 'There is no verb of this name.', ...advice(nearest, help) });
    case 'commander.optionMissingArgument':
      return refused({
        field: named,
        why: 'This option needs a value.',
        do: 'Add it. The help says more:',
        then: help,
      });
    case 'commander.missingArgument':
      return refused({
        field: named,
        why: 'This is missing.',
        do: 'Add it. The help says more:',
        then: help,
      });
    default:
      return refused({
        why: 'There are more words than this verb takes.',
        do: 'See what it takes:',
        then: help,
      });
  }
}

/** The command line that shows the help of the verb that was meant. */
function helpFor(program: Command, args: readonly string[]): string {
  let command = program;
  for (const word of args) {
    const next = command.commands.find((known) => known.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return `${pathOf(command)} --help`;
}

const advice = (nearest: string | undefined, help: string): Pick<Problem, 'do' | 'then'> =>
  nearest === undefined
    ? { do: 'See what there is:', then: help }
    : { do: `Perhaps ${nearest} was meant. See what there is:`, then: help };

const refused = (problem: Problem): BadInput => new BadInput("This command line can't be used", problem);
