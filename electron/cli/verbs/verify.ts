import { readSiteFile } from '../../site-file.ts';
import { startRun } from '../../run/start.ts';
import { onlyLooking } from '../../run/surroundings.ts';
import type { CliIo } from '../io.ts';
import type { VerifyOptions } from '../options.ts';
import { carryOutVerb } from '../run-verb.ts';

/** `verify`: reads every resource anew and says what is not as the site asks. */
export async function verifyVerb(options: VerifyOptions, io: CliIo): Promise<number> {
  const { site } = await readSiteFile(options.site);
  const about = { verb: 'verify', site, siteFile: options.site, willReveal: false } as const;
  return await carryOutVerb(about, options, io, ({ around }) =>
    startRun(around, {
      verb: 'verify',
      siteFile: options.site,
      only: options.only,
      people: '',
      limit: Infinity,
      note: '',
      account: '',
      writing: onlyLooking,
    }),
  );
}
