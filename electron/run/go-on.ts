import type { Verb } from '../../shared/run/events.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import { readSiteFile } from '../site-file.ts';
import { openRunFile } from '../store/run-folder.ts';
import type { RunFile } from '../store/run-file.ts';
import { openSiteMemory } from '../store/site-memory.ts';
import { runExitCodes } from './ending.ts';
import { accountNamed, lostPasswords, onlyPasswords } from './one-account.ts';
import { stepRequest } from './request.ts';
import { carryOutSession } from './session.ts';
import { stepWork } from './step-work.ts';
import { holding, otherWorld, siteOf, type Ended, type Surroundings, type Writing } from './surroundings.ts';
import { takeBackSession } from './undo.ts';

/** Plans are agreed to for four hours: after that the ground has moved too likely. */
const planIsGoodForMs = 4 * 3_600_000;

/** Applies exactly a plan that was shown. Refused when it is too old, or the site file says something else now. */
export async function applyPlan(
  around: Surroundings,
  plan: string,
  note: string,
  writing: Writing,
): Promise<Ended> {
  const file = openRunFile(around.runs, plan, () => around.clock.now());
  const { head } = file.report;
  const refuse = (why: string): BadInput => {
    file.close();
    return new BadInput("This plan can't be carried out", {
      file: file.file,
      field: '--plan',
      value: plan,
      why,
      do: 'Make a new plan:',
      then: `calendar-push-setup plan --site ${head.siteFile}`,
    });
  };
  if (head.verb !== 'plan') {
    throw refuse(
      'It is no plan, or was carried out before. To go on with a run: calendar-push-setup resume RUN',
    );
  }
  if (head.world.id !== around.world.identity.id) throw refuse(otherWorld(head, around.world));
  if (file.report.exitCode === undefined || file.report.exitCode === runExitCodes.interrupted) {
    throw refuse('It was interrupted before it was complete.');
  }
  const age = around.clock.now().getTime() - new Date(head.startedAt).getTime();
  if (age > planIsGoodForMs) throw refuse('It is over four hours old.');
  const now = await readSiteFile(head.siteFile);
  if (now.fingerprint !== head.siteFingerprint) throw refuse('The site file was changed since.');
  const site = siteOf(file, head);
  return await goOn(around, {
    file,
    head,
    site,
    verb: 'run',
    writing: { ...writing, agreement: { kind: 'plan' } },
    isResumed: false,
    note,
  });
}

/** Goes on with a run under its own id. What its file says was read back is not looked at again. */
export async function resumeRun(around: Surroundings, run: string, writing: Writing): Promise<Ended> {
  const file = openRunFile(around.runs, run, () => around.clock.now());
  const { head } = file.report;
  if (head.world.id !== around.world.identity.id) {
    file.close();
    throw new BadInput("This run can't be gone on with here", {
      file: file.file,
      field: 'RUN',
      value: run,
      why: otherWorld(head, around.world),
      do: 'Name the site that it was begun on',
    });
  }
  const { verb } = head;
  return await goOn(around, {
    file,
    head,
    site: siteOf(file, head),
    verb,
    writing,
    isResumed: true,
    note: head.note,
  });
}

interface GoingOn {
  readonly file: RunFile;
  readonly head: RunHead;
  readonly site: Site;
  readonly verb: Verb;
  readonly writing: Writing;
  readonly isResumed: boolean;
  readonly note: string;
}

async function goOn(around: Surroundings, going: GoingOn): Promise<Ended> {
  const { file, head, site, verb, writing, isResumed } = going;
  return await holding(around, site, head.run, verb, async () => {
    if (verb === 'undo') {
      const undone = openRunFile(around.runs, head.of, () => around.clock.now());
      try {
        return await takeBackSession(around, { file, undone, site, head, writing, isResumed });
      } finally {
        undone.close();
      }
    }
    const again =
      isResumed && (verb === 'run' || verb === 'password') ? lostPasswords(site, file) : new Set<string>();
    const limits = { only: head.steps, people: head.people, limit: head.limit === 0 ? Infinity : head.limit };
    const request = await stepRequest(site, head.siteFile, limits, again);
    const work = stepWork(site, new Set(head.steps), request).map((step) =>
      head.verb === 'password' ? onlyPasswords(step, new Set([accountNamed(site, head.of)])) : step,
    );
    const exitCode = await carryOutSession({
      ...around,
      ...writing,
      verb,
      site,
      file,
      memory: openSiteMemory(around.runs, site.id),
      steps: work,
      again,
      isResumed,
      note: going.note === '' ? head.note : going.note,
    });
    return { run: head.run, exitCode };
  });
}
