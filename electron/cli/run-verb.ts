import type { Agreement } from '../../shared/run/carry-out.ts';
import type { Verb } from '../../shared/run/events.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import type { Site } from '../../shared/site/site.ts';
import { runsFolder } from '../run/runs-folder.ts';
import type { Ended, Surroundings } from '../run/surroundings.ts';
import { Vault } from '../run/vault.ts';
import { openWorld } from '../run/worlds.ts';
import { RunBroken } from './fault.ts';
import { ctrlC } from './interruption.ts';
import type { CliIo } from './io.ts';
import { programVersion } from './program-version.ts';
import { agrees } from './question.ts';
import { readSecrets } from './secrets-input.ts';
import { runView, type RunView } from './views/run-view.ts';
import { commandLine } from './views/view.ts';

/** Options that every verb has which begins or goes on with a run. */
export interface RunVerbOptions {
  readonly json: boolean;
  readonly runs?: string | undefined;
  readonly practice?: string | undefined;
  readonly practiceTransport?: 'direct' | 'powershell' | undefined;
  readonly powershell?: string | undefined;
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
  const opened = await openWorld(options, io.clock);
  if (opened.way !== undefined) io.stderr.write(`${opened.way}\n`);
  const again = {
    site: siteFile,
    ...(options.practice === undefined ? {} : { practice: options.practice }),
    ...(options.runs === undefined ? {} : { runs: options.runs }),
  };
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
          if (event.type === 'started') run = event.run;
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
