import type { RunHead } from '../../shared/run/journal.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import { createRunFile, newRunId, openRunFile } from '../store/run-folder.ts';
import type { RunFile } from '../store/run-file.ts';
import { openSiteMemory } from '../store/site-memory.ts';
import { stepRequest } from './request.ts';
import { carryOutSession, startedBy, thisComputer } from './session.ts';
import { stepWork } from './step-work.ts';
import { holding, otherWorld, siteOf, type Ended, type Surroundings, type Writing } from './surroundings.ts';

/** Takes back what a run changed, as a run of its own. */
export async function undoRun(around: Surroundings, of: string, writing: Writing): Promise<Ended> {
  const undone = openRunFile(around.runs, of, () => around.clock.now());
  const { head } = undone.report;
  try {
    if (head.verb !== 'run' && head.verb !== 'password') {
      throw new BadInput("This run can't be taken back", {
        file: undone.file,
        field: 'RUN',
        value: of,
        why: `It is the run of ${head.verb}, which ${head.verb === 'undo' ? 'is taken back by running the site again' : 'changed nothing'}.`,
        do: 'Name a run that changed something; this lists them:',
        then: 'calendar-push-setup runs',
      });
    }
    if (head.world.id !== around.world.identity.id) {
      throw new BadInput("This run can't be taken back here", {
        file: undone.file,
        field: 'RUN',
        value: of,
        why: otherWorld(head, around.world),
        do: 'Name the site that it was carried out on',
      });
    }
    const site = siteOf(undone, head);
    const run = newRunId(around.runs, around.clock.now());
    return await holding(around, site, run, 'undo', async () => {
      const now = around.clock.now().toISOString();
      const identity = { by: startedBy(), computer: thisComputer(), version: around.version };
      const file = createRunFile(
        around.runs,
        { ...head, ...identity, run, verb: 'undo', startedAt: now, note: '', of },
        () => around.clock.now(),
      );
      return await takeBackSession(around, { file, undone, site, head, writing, isResumed: false });
    });
  } finally {
    undone.close();
  }
}

interface TakingBack {
  /** The file of the undo. */
  readonly file: RunFile;
  /** The file of the run that is taken back. */
  readonly undone: RunFile;
  readonly site: Site;
  readonly head: RunHead;
  readonly writing: Writing;
  readonly isResumed: boolean;
}

/** Carries out an undo on its file, or goes on with it. */
export async function takeBackSession(
  around: Surroundings,
  { file, undone, site, head, writing, isResumed }: TakingBack,
): Promise<Ended> {
  const limits = { only: undefined, people: '', limit: Infinity };
  const steps = stepWork(site, new Set(head.steps), await stepRequest(site, head.siteFile, limits));
  const { run } = file.report.head;
  const exitCode = await carryOutSession({
    ...around,
    ...writing,
    verb: 'undo',
    site,
    file,
    memory: openSiteMemory(around.runs, site.id),
    steps,
    again: new Set(),
    isResumed,
    note: '',
    made: undone.history.made(),
  });
  return { run, exitCode };
}
