import { writeFile } from 'node:fs/promises';
import { readableTime, visible } from '../../../shared/log/readable.ts';
import { stepsOf } from '../../../shared/steps/index.ts';
import type { Site } from '../../../shared/site/site.ts';
import { plannedChanges } from '../../run/planned-changes.ts';
import type { RunFile } from '../../store/run-file.ts';
import { withFreshPlan } from '../fresh-plan.ts';
import type { CliIo } from '../io.ts';
import type { ByHandOptions } from '../options.ts';
import { tryFile } from '../writable-place.ts';

/** `by-hand`: instructions for the missing changes, with this site's own values. */
export async function byHandVerb(options: ByHandOptions, io: CliIo): Promise<number> {
  const check = async (): Promise<void> => {
    await tryFile(options.to, "The instructions can't be written");
  };
  return await withFreshPlan(options, io, check, async (site, file) => {
    await writeFile(options.to, instructions(site, file, io.timeZone));
    (options.json ? io.stderr : io.stdout).write(`Instructions written: ${visible(options.to)}\n`);
  });
}

function* instructions(site: Site, file: RunFile, timeZone: string): Generator<string> {
  const { head } = file.report;
  const practice = head.world.kind === 'practice' ? ' (practice site)' : '';
  yield `# ${visible(site.name)}${practice}: what is missing, by hand\n\n`;
  yield `Looked at ${readableTime(head.startedAt, timeZone)}, plan ${head.run}. Only what is missing is listed.\n`;
  let step = '';
  let number = 0;
  for (const planned of plannedChanges(file)) {
    if (planned.step !== step) {
      step = planned.step;
      number = 0;
      const about = stepsOf(site).find((one) => one.id === planned.step);
      yield `\n## ${about?.title ?? step}\n\n${about?.purpose ?? ''}\n\nTool: ${about?.byHandTool(site) ?? ''}\n\n`;
    }
    number += 1;
    yield `${String(number)}. ${visible(planned.change.byHand)}\n`;
  }
  yield step === ''
    ? '\nNothing has to be changed.\n'
    : '\nWhen you are done, check it. Checking only reads:\n\n    calendar-push-setup verify --site FILE\n';
}
