import type { Agreement } from '../../shared/run/carry-out.ts';
import type { RecordedEvent, Verb } from '../../shared/run/events.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import type { Clock, World } from '../../shared/run/ports.ts';
import { siteFrom } from '../../shared/site/read-site.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import type { RunFile } from '../store/run-file.ts';
import { holdSite } from '../store/site-hold.ts';
import { thisComputer, type Interruption } from './session.ts';
import type { Vault } from './vault.ts';

/** Everything around a run that is the same for all verbs. */
export interface Surroundings {
  readonly runs: string;
  readonly world: World;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly interruption: Interruption;
  readonly version: string;
  readonly onEvent: (event: RecordedEvent) => void;
}

/** How a run may write. */
export interface Writing {
  readonly agreement: Agreement;
  /** Infinity: as many as the service bears. */
  readonly atOnce: number;
  readonly waitMs: number | undefined;
  readonly willReveal: boolean;
}

/** For verbs that only look. */
export const onlyLooking: Writing = {
  agreement: { kind: 'plan' },
  atOnce: Infinity,
  waitMs: undefined,
  willReveal: false,
};

/** A run that has ended. */
export interface Ended {
  readonly run: string;
  readonly exitCode: number;
}

/** Verbs that write hold the site: one run at a time. */
export async function holding(
  around: Surroundings,
  site: Site,
  run: string,
  verb: Verb,
  work: () => Promise<Ended>,
): Promise<Ended> {
  if (verb === 'plan' || verb === 'verify') return await work();
  const holder = { run, pid: process.pid, computer: thisComputer(), since: around.clock.now().toISOString() };
  const hold = holdSite(around.runs, site.id, holder);
  try {
    return await work();
  } finally {
    hold.release();
  }
}

/** The site as a run's file keeps it; closes the file and throws {@link BadInput} where this version can't read it. */
export function siteOf(file: RunFile, head: RunHead): Site {
  const result = siteFrom(head.site);
  if ('site' in result) return result.site;
  file.close();
  throw new BadInput("This run can't be used", {
    file: file.file,
    why: 'The site file that it keeps is none that this version reads.',
    do: 'Begin a new run',
  });
}

/** Why a run that was begun elsewhere is refused. */
export const otherWorld = (head: RunHead, world: World): string =>
  `It was begun on ${head.world.name} (${head.world.kind}); this is ${world.identity.name} (${world.identity.kind}).`;
