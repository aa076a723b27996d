import { Command, Option } from 'commander';
import { z } from 'zod';
import { siteKinds } from '../../shared/site/site.ts';
import { stepIds } from '../../shared/run/step-id.ts';
import { about, firstSteps, more } from './help-texts.ts';
import type { CliIo } from './io.ts';
import { optionSchemas, presetNames, readOptions } from './options.ts';
import { programVersion } from './program-version.ts';
import type { Verbs } from './verbs.ts';
import { widthFor } from './views/text-width.ts';

const programName = 'calendar-push-setup';

/** Takes the exit code of the verb that was carried out. */
type Settle = (exitCode: number) => void;

/** The command line as data: verbs, options, help. What goes wrong in it is thrown as a `CommanderError`. */
export function makeProgram(io: CliIo, verbs: Verbs, settle: Settle): Command {
  const program = new Command(programName)
    .description(about)
    .version(programVersion(), '-V, --version', 'the version of this program')
    .helpOption('-h, --help', 'this help; with a verb, that of the verb')
    .helpCommand('help [verb]', 'the help of a verb')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => widthFor(io.stdout),
      getErrHelpWidth: () => widthFor(io.stderr),
    });
  const define = definer(io, verbs, settle);

  program.commandsGroup('Look and change:');
  define(program, 'plan', 'plan', 'show what is there and what would change; writes nothing', [
    site,
    only,
    ...pilot,
    note,
  ]);
  define(program, 'run', 'run', 'carry out a plan, or plan and carry out step by step', [
    plan,
    siteOrPlan,
    only,
    ...pilot,
    note,
    yes,
    ...pace,
    reveal,
  ]);
  define(program, 'verify', 'verify', 'read everything anew and tell what is not as your site asks', [
    site,
    only,
  ]);
  define(program, 'resume <RUN>', 'resume', 'go on with an interrupted run', [yes, ...pace, reveal]);
  define(program, 'undo <RUN>', 'undo', 'take back what a run changed', [yes]);
  define(program, 'password', 'password', 'give an account a new password', [site, account, yes, reveal]);
  program.commandsGroup('Do it yourself:');
  define(program, 'script', 'script', 'write the missing changes as PowerShell scripts', [
    site,
    only,
    to('FOLDER', 'folder of the scripts (needed)'),
  ]);
  define(program, 'by-hand', 'byHand', 'write instructions for the missing changes', [
    site,
    only,
    to('FILE.md', 'file of the instructions (needed)'),
  ]);
  program.commandsGroup('Runs and their logs:');
  define(program, 'runs', 'runs', 'list the runs on this computer', []);
  define(program, 'export <RUN>', 'export', 'write the log of a run, plan or verify', [
    to('FILE', 'file of the log (needed): .html, .csv, .json, .txt or .zip'),
  ]);
  program.commandsGroup('Site file and practice site:');
  const sites = group(program, 'site', 'make and check the file that says what your site is like');
  define(sites, 'new', 'siteNew', 'write a site file to be filled in', [kind, optionalTo]);
  define(sites, 'check <FILE>', 'siteCheck', "tell what in a site file can't be used", []);
  define(sites, 'schema', 'siteSchema', 'print the JSON Schema of the site file, for editors', []);
  const practice = group(program, 'practice', 'a made-up university on this computer, to rehearse on');
  define(practice, 'new <FILE>', 'practiceNew', 'make a practice site and the site file that fits it', [
    preset,
    ...practiceKnobs,
  ]);
  define(practice, 'show <FILE>', 'practiceShow', 'print what is there', practicePictures);
  define(
    practice,
    'do <FILE> <COMMAND>',
    'practiceDo',
    'send one command as another administrator would',
    [],
  );
  program.addHelpText('after', firstSteps);
  return program;
}

type Define = (
  parent: Command,
  usage: string,
  verb: keyof Verbs,
  summary: string,
  options: readonly Option[],
) => void;

function definer(io: CliIo, verbs: Verbs, settle: Settle): Define {
  return (parent, usage, verb, summary, options) => {
    const command = parent.command(usage).summary(summary).description(sentence(summary));
    for (const option of options) command.addOption(option);
    for (const option of everywhere()) command.addOption(option);
    command.addHelpText('after', more[verb]);
    const names = command.registeredArguments.map((argument) => argument.name().toLowerCase());
    command.action(async () => {
      const typed = {
        ...z.record(z.string(), z.unknown()).parse(command.opts()),
        ...Object.fromEntries(names.map((name, index) => [name, command.args[index]])),
      };
      settle(await carryOut(verb, typed, `${pathOf(command)} --help`, io, verbs));
    });
  };
}

/** Checks what was typed for a verb, then carries it out. */
function carryOut(
  verb: keyof Verbs,
  typed: Readonly<Record<string, unknown>>,
  help: string,
  io: CliIo,
  verbs: Verbs,
): Promise<number> {
  const read = <T>(schema: z.ZodType<T>): T => readOptions(schema, typed, help);
  switch (verb) {
    case 'plan':
      return verbs.plan(read(optionSchemas.plan), io);
    case 'run':
      return verbs.run(read(optionSchemas.run), io);
    case 'verify':
      return verbs.verify(read(optionSchemas.verify), io);
    case 'resume':
      return verbs.resume(read(optionSchemas.resume), io);
    case 'undo':
      return verbs.undo(read(optionSchemas.undo), io);
    case 'script':
      return verbs.script(read(optionSchemas.script), io);
    case 'byHand':
      return verbs.byHand(read(optionSchemas.byHand), io);
    case 'password':
      return verbs.password(read(optionSchemas.password), io);
    case 'runs':
      return verbs.runs(read(optionSchemas.runs), io);
    case 'export':
      return verbs.export(read(optionSchemas.export), io);
    case 'siteNew':
      return verbs.siteNew(read(optionSchemas.siteNew), io);
    case 'siteCheck':
      return verbs.siteCheck(read(optionSchemas.siteCheck), io);
    case 'siteSchema':
      return verbs.siteSchema(read(optionSchemas.siteSchema), io);
    case 'practiceNew':
      return verbs.practiceNew(read(optionSchemas.practiceNew), io);
    case 'practiceShow':
      return verbs.practiceShow(read(optionSchemas.practiceShow), io);
    case 'practiceDo':
      return verbs.practiceDo(read(optionSchemas.practiceDo), io);
  }
}

const group = (program: Command, name: string, summary: string): Command =>
  program.command(name).summary(summary).description(sentence(summary));

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** A command as it is typed, from the program's name on. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

const site = new Option('--site <FILE>', 'the site file (needed)');
const siteOrPlan = new Option('--site <FILE>', 'the site file: plan each step, then carry it out');
const plan = new Option('--plan <ID>', 'carry out exactly the plan with this id');
const only = new Option('--only <STEP,…>', `only these steps: ${stepIds.join(', ')}`);
const pilot = [
  new Option('--people <CSV>', 'only the people in this file of addresses'),
  new Option('--limit <N>', 'only that many calendars: a pilot'),
];
const note = new Option('--note <TEXT>', 'a text for the log, such as a change number');
const yes = new Option('--yes', 'go on without asking');
const pace = [
  new Option('--wait <MINUTES>', 'how long to wait for what takes its time'),
  new Option('--at-once <N>', 'how many commands at once at most'),
];
const reveal = new Option('--reveal', 'show the passwords that were made, at the end, on a terminal');
const account = new Option('--account <NAME>', 'the account, as your site names it (needed)');
const to = (what: string, words: string): Option => new Option(`--to <${what}>`, words);
const optionalTo = new Option('--to <FILE>', 'the file; standard output if left out');
const kind = new Option('--kind <KIND>', `where the mailboxes are (needed): ${siteKinds.join(', ')}`);
const preset = new Option('--preset <NAME>', `which university (needed): ${presetNames.join(', ')}`);
const practiceKnobs = [
  new Option('--mailboxes <N>', 'how many mailboxes'),
  new Option(
    '--people <CSV>',
    'your own staff list: displayName, userPrincipalName, mail, language, calendarFolder',
  ),
  new Option('--latency <MS>', 'milliseconds that each command takes'),
  new Option('--faults <SEED>', 'let commands fail, the same ones for the same seed'),
  new Option('--clock <CLOCK>', 'fast: waiting is shortened; real: as long as outside'),
  new Option('--site-to <FILE>', 'write the site file that fits here'),
];
const practicePictures = [
  new Option('--comparable', 'without what differs from time to time: ids, times, counters'),
  new Option('--commands', 'the commands that it received'),
];

/** Options that every verb takes. */
const everywhere = (): readonly Option[] =>
  [
    new Option('--practice <FILE>', 'work on this practice site'),
    new Option('--practice-transport <WAY>', 'the way there: powershell (if there is one), direct'),
    new Option('--powershell <PATH>', 'the PowerShell to go through'),
    new Option('--sessions <N>', 'PowerShell sessions at once for each system (2)'),
    new Option('--as <ACCOUNT>', 'work as this account (secret administrator.password)'),
    new Option('--json', 'one event a line on standard output, text on standard error'),
    new Option('--runs <DIR>', 'the folder of the runs'),
    new Option('--secrets <->', 'read passwords from standard input: {"name":"value"}'),
  ].map((option) => option.helpGroup('Everywhere:'));
