import { readSiteFile } from '../../site-file.ts';
import { startRun } from '../../run/start.ts';
import { onlyLooking } from '../../run/surroundings.ts';
import type { CliIo } from '../io.ts';
import type { PlanOptions } from '../options.ts';
import { carryOutVerb } from '../run-verb.ts';

/** `plan`: shows what is there and what would change, and keeps it as a run that can be carried out. */
export async function planVerb(options: PlanOptions, io: CliIo): Promise<number> {
  const { site } = await readSiteFile(options.site);
  const about = { verb: 'plan', site, siteFile: options.site, willReveal: false } as const;
  return await carryOutVerb(about, options, io, ({ around }) =>
    startRun(around, {
      verb: 'plan',
      siteFile: options.site,
      only: options.only,
      people: options.people ?? '',
      limit: options.limit,
      note: options.note,
      account: '',
      writing: onlyLooking,
    }),
  );
}
