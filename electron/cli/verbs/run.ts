import { BadInput } from '../../bad-input.ts';
import { readSiteFile } from '../../site-file.ts';
import { applyPlan } from '../../run/go-on.ts';
import { startRun } from '../../run/start.ts';
import type { Writing } from '../../run/surroundings.ts';
import type { CliIo } from '../io.ts';
import type { RunOptions } from '../options.ts';
import { needsAgreement } from '../question.ts';
import { recordedRun } from '../recorded-run.ts';
import { carryOutVerb, runsOf } from '../run-verb.ts';

/** `run`: carries out a plan by its id, or plans each step and carries it out, asking or with `--yes`. */
export async function runVerb(options: RunOptions, io: CliIo): Promise<number> {
  const writing = {
    atOnce: options.atOnce ?? Infinity,
    waitMs: options.wait,
    willReveal: mayReveal(options.reveal, io),
  };
  if (options.plan !== undefined) return await runPlan(options.plan, options, io, writing);
  if (options.site === undefined)
    throw new Error('The options let a run through that names neither plan nor site.');
  const siteFile = options.site;
  const { site } = await readSiteFile(siteFile);
  needsAgreement(io, options.yes, 'run');
  const about = {
    verb: 'run',
    site,
    siteFile,
    willReveal: options.reveal,
    asks: !options.yes,
  } as const;
  return await carryOutVerb(about, options, io, ({ around, ask }) =>
    startRun(around, {
      verb: 'run',
      siteFile,
      only: options.only,
      people: options.people ?? '',
      limit: options.limit,
      note: options.note,
      account: '',
      writing: { ...writing, agreement: options.yes ? { kind: 'everything' } : ask },
    }),
  );
}

/** Naming a plan is agreeing to it. */
async function runPlan(
  plan: string,
  options: RunOptions,
  io: CliIo,
  writing: Omit<Writing, 'agreement'>,
): Promise<number> {
  const { site, head } = recordedRun(runsOf(options, io), plan);
  const about = { verb: 'run', site, siteFile: head.siteFile, willReveal: options.reveal } as const;
  return await carryOutVerb(about, options, io, ({ around }) =>
    applyPlan(around, plan, options.note, { ...writing, agreement: { kind: 'plan' } }),
  );
}

/** Passwords are shown to a person at a terminal, never into a file or a pipe. */
export function mayReveal(reveal: boolean, io: CliIo): boolean {
  if (!reveal || io.isTerminal) return reveal;
  throw new BadInput('Passwords are shown on a terminal only', {
    field: '--reveal',
    why: 'There is no terminal here, so they would end in a file or in another program.',
    do: 'Leave --reveal out, or give the passwords yourself with --secrets -',
  });
}
