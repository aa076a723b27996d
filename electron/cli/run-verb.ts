import type { Agreement } from '../../shared/run/carry-out.ts';
import type { Verb } from '../../shared/run/events.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import { runsFolder } from '../run/runs-folder.ts';
import type { Ended, Surroundings } from '../run/surroundings.ts';
import { Vault } from '../run/vault.ts';
import { accountPassword, openWorld, type WorldOptions } from '../run/worlds.ts';
import { RunBroken } from './fault.ts';
import { ctrlC } from './interruption.ts';
import type { CliIo } from './io.ts';
import { programVersion } from './program-version.ts';
import { agrees } from './question.ts';
import { readSecrets } from './secrets-input.ts';
import { runView, type RunView } from './views/run-view.ts';
import { widthFor, wrapped } from './views/text-width.ts';
import { commandLine } from './views/view.ts';

/** Options that every verb has which begins or goes on with a run. */
export interface RunVerbOptions extends WorldOptions {
  readonly json: boolean;
  readonly runs?: string | undefined;
  readonly secrets: boolean;
}

export interface RunVerb {
  readonly verb: Verb;
  /** The site of the run, and its file as it is typed again. */
  readonly site: Site;
  readonly siteFile: string;
  readonly willReveal: boolean;
  /** Is each step shown and asked about before it writes? */
  readonly asks?: boolean;
}

/** What a verb works with while its run goes on. */
export interface RunVerbTools {
  readonly around: Surroundings;
  readonly view: RunView;
  /** Shows each step's plan and asks. */
  readonly ask: Agreement;
}

/** The folder of the runs for these options. */
export const runsOf = (options: RunVerbOptions, io: CliIo): string => runsFolder(options.runs, io.env);

/**
 * Carries out one run for the command line: its world, its view, Ctrl+C, and at the end the passwords if somebody asked
 * to see them. Gives the exit code.
 */
export async function carryOutVerb(
  { verb, site, siteFile, willReveal, asks = false }: RunVerb,
  options: RunVerbOptions,
  io: CliIo,
  work: (tools: RunVerbTools) => Promise<Ended>,
): Promise<number> {
  const vault = new Vault(options.secrets ? await readSecrets(io.stdin) : undefined);
  if (options.as !== undefined && !vault.has(accountPassword)) throw noPassword(options.as);
  const opened = await openWorld(site, options, io.clock);
  const again = { site: siteFile, options: optionsAgain(options) };
  const view = runView(verb, {
    io,
    json: options.json,
    asks,
    steps: stepsOf(site).map(({ id, title }) => ({ id, title })),
    again,
  });
  let run: string | undefined;
  const interruption = ctrlC(() => {
    view.stopping();
  });
  try {
    const { exitCode } = await work({
      view,
      ask: asking(io, view),
      around: {
        runs: runsOf(options, io),
        world: opened.world,
        clock: opened.clock,
        vault,
        interruption,
        version: programVersion(),
        onEvent: (event) => {
          if (event.type === 'started') {
            run = event.run;
            if (opened.way !== undefined) io.stderr.write(told(opened.way, io));
          }
          view.event(event);
        },
      },
    });
    view.end();
    if (willReveal) reveal(io, vault);
    return exitCode;
  } catch (thrown) {
    view.pause();
    throw run === undefined ? thrown : new RunBroken(run, commandLine(again, 'resume', run), thrown);
  } finally {
    interruption.release();
    await opened.close();
  }
}

/** A sentence, in the width of a terminal where there is one. */
const told = (text: string, { isTerminal, stderr }: CliIo): string =>
  `${isTerminal ? wrapped(text, widthFor(stderr)).join('\n') : text}\n`;

const noPassword = (account: string): BadInput =>
  new BadInput('The account to work as has no password', {
    field: '--as',
    value: JSON.stringify(account),
    why: 'Its password is given on standard input, so that it stands in no list of programs and no file.',
    do: 'Add --secrets - and give on standard input:',
    then: JSON.stringify({ [accountPassword]: '…' }),
  });

/** The options that reach the same site in the same way, and its runs, as they are typed again. */
function optionsAgain(options: RunVerbOptions): readonly string[] {
  const given = {
    '--practice': options.practice,
    '--practice-transport': options.practiceTransport,
    '--powershell': options.powershell,
    '--as': options.as,
    '--runs': options.runs,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
}

const asking = (io: CliIo, view: RunView): Agreement => ({
  kind: 'ask',
  async agree({ step }) {
    view.pause();
    io.stderr.write(`\n${view.stepPlan(step)}`);
    return await agrees(io, `Make ${view.changesOf([step])}?`);
  },
});

/** Passwords are shown on a terminal only, and only at the end: they must not get into a file by a redirection. */
function reveal(io: CliIo, vault: Vault): void {
  if (vault.made().length === 0) return;
  io.stderr.write(
    "\nNew passwords. Only this computer's memory holds them; put them where you keep such things.\n",
  );
  for (const name of vault.made()) io.stderr.write(`  ${name}  ${vault.value(name)}\n`);
}
