import type { StepId } from '../../shared/run/step-id.ts';
import type { Site } from '../../shared/site/site.ts';
import { startRun } from '../run/start.ts';
import { onlyLooking } from '../run/surroundings.ts';
import { readSiteFile } from '../site-file.ts';
import { openRunFile } from '../store/run-folder.ts';
import type { RunFile } from '../store/run-file.ts';
import type { CliIo } from './io.ts';
import { carryOutVerb, runsOf, type RunVerbOptions } from './run-verb.ts';

interface FreshPlanOptions extends RunVerbOptions {
  readonly site: string;
  readonly only?: readonly StepId[] | undefined;
}

/**
 * Makes a plan and hands its file to `use`, for what is written from a plan. Gives the plan's exit code.
 * @param check what has to hold before anything is looked at
 */
export async function withFreshPlan(
  options: FreshPlanOptions,
  io: CliIo,
  check: () => Promise<void>,
  use: (site: Site, file: RunFile) => Promise<void>,
): Promise<number> {
  const { site } = await readSiteFile(options.site);
  const about = { verb: 'plan', site, siteFile: options.site, willReveal: false } as const;
  let plan = '';
  const exitCode = await carryOutVerb(about, options, io, async ({ around }) => {
    await check();
    const ended = await startRun(around, {
      verb: 'plan',
      siteFile: options.site,
      only: options.only,
      people: '',
      limit: Infinity,
      note: '',
      account: '',
      writing: onlyLooking,
    });
    plan = ended.run;
    return ended;
  });
  const file = openRunFile(runsOf(options, io), plan);
  try {
    await use(site, file);
  } finally {
    file.close();
  }
  return exitCode;
}
