import type { RunHead } from '../../shared/run/journal.ts';
import { siteFrom } from '../../shared/site/read-site.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import { openRunFile } from '../store/run-folder.ts';

/** What a recorded run was started for, and the site as it was then. Throws `BadInput` or a problem of the store. */
export function recordedRun(runs: string, run: string): { readonly head: RunHead; readonly site: Site } {
  const file = openRunFile(runs, run);
  try {
    const { head } = file.report;
    const result = siteFrom(head.site);
    if ('site' in result) return { head, site: result.site };
    throw new BadInput("This run can't be used", {
      file: file.file,
      why: 'The site file that it keeps is none that this version reads.',
      do: 'Begin a new run',
    });
  } finally {
    file.close();
  }
}
