import { readSiteFile } from '../../site-file.ts';
import { startRun } from '../../run/start.ts';
import type { CliIo } from '../io.ts';
import type { PasswordOptions } from '../options.ts';
import { needsAgreement } from '../question.ts';
import { carryOutVerb } from '../run-verb.ts';
import { mayReveal } from './run.ts';

/** `password`: a new password for an existing account, as its own planned change. */
export async function passwordVerb(options: PasswordOptions, io: CliIo): Promise<number> {
  const { site } = await readSiteFile(options.site);
  needsAgreement(io, options.yes, 'password');
  const about = {
    verb: 'password',
    site,
    siteFile: options.site,
    willReveal: mayReveal(options.reveal, io),
    asks: !options.yes,
  } as const;
  return await carryOutVerb(about, options, io, ({ around, ask }) =>
    startRun(around, {
      verb: 'password',
      siteFile: options.site,
      only: undefined,
      people: '',
      limit: Infinity,
      note: '',
      account: options.account,
      writing: {
        agreement: options.yes ? { kind: 'everything' } : ask,
        atOnce: Infinity,
        waitMs: undefined,
        willReveal: options.reveal,
      },
    }),
  );
}
