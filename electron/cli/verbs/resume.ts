import { resumeRun } from '../../run/go-on.ts';
import type { CliIo } from '../io.ts';
import type { ResumeOptions } from '../options.ts';
import { needsAgreement } from '../question.ts';
import { recordedRun } from '../recorded-run.ts';
import { carryOutVerb, runsOf } from '../run-verb.ts';
import { mayReveal } from './run.ts';

/** `resume`: goes on with an interrupted run under its own id. */
export async function resumeVerb(options: ResumeOptions, io: CliIo): Promise<number> {
  const { site, head } = recordedRun(runsOf(options, io), options.run);
  const isWriting = head.verb !== 'plan' && head.verb !== 'verify';
  if (isWriting) needsAgreement(io, options.yes, 'resume');
  const about = {
    verb: head.verb,
    site,
    siteFile: head.siteFile,
    willReveal: mayReveal(options.reveal, io),
    asks: isWriting && !options.yes,
  };
  return await carryOutVerb(about, options, io, ({ around, ask }) =>
    resumeRun(around, options.run, {
      agreement: options.yes ? { kind: 'everything' } : ask,
      atOnce: options.atOnce ?? Infinity,
      waitMs: options.wait,
      willReveal: options.reveal,
    }),
  );
}
