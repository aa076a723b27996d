import { resolve } from 'node:path';
import type { Verb } from '../../shared/run/events.ts';
import type { RunHead } from '../../shared/run/journal.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import { asJson } from '../../shared/commands/as-json.ts';
import { readSiteFile } from '../site-file.ts';
import { createRunFile, makeRunsFolder, newRunId } from '../store/run-folder.ts';
import { openSiteMemory } from '../store/site-memory.ts';
import { accountNamed, onlyPasswords } from './one-account.ts';
import { selectedSteps, stepRequest, type Limits } from './request.ts';
import { carryOutSession, startedBy, thisComputer } from './session.ts';
import { stepWork } from './step-work.ts';
import { holding, type Ended, type Surroundings, type Writing } from './surroundings.ts';

export interface NewRun extends Limits {
  readonly verb: Verb;
  readonly siteFile: string;
  readonly note: string;
  readonly writing: Writing;
  /** Name of the account that gets a new password; empty otherwise. */
  readonly account: string;
}

/** Begins a run of its own on a site file. Throws {@link BadInput} before anything is touched. */
export async function startRun(around: Surroundings, asked: NewRun): Promise<Ended> {
  const { site, path, fingerprint } = await readSiteFile(asked.siteFile);
  const steps =
    asked.account === '' ? selectedSteps(site, asked.only) : selectedSteps(site, ['service-accounts']);
  const newPasswords =
    asked.account === '' ? new Set<string>() : new Set([accountNamed(site, asked.account)]);
  const request = await stepRequest(site, resolve(path), asked, newPasswords);
  makeRunsFolder(around.runs);
  const run = newRunId(around.runs, around.clock.now());
  return await holding(around, site, run, asked.verb, async () => {
    const memory = openSiteMemory(around.runs, site.id);
    const head: RunHead = {
      run,
      verb: asked.verb,
      version: around.version,
      startedAt: around.clock.now().toISOString(),
      site: asJson(site),
      siteFile: resolve(path),
      siteFingerprint: fingerprint,
      world: around.world.identity,
      plan: memory.nextPlanNumber(),
      by: startedBy(),
      computer: thisComputer(),
      note: asked.note,
      steps: stepsOf(site)
        .map((step) => step.id)
        .filter((step) => steps.has(step)),
      people: asked.people === '' ? '' : resolve(asked.people),
      limit: Number.isFinite(asked.limit) ? asked.limit : 0,
      of: asked.account,
    };
    const file = createRunFile(around.runs, head, () => around.clock.now());
    const work = stepWork(site, steps, request).map((step) =>
      asked.account === '' ? step : onlyPasswords(step, newPasswords),
    );
    const { agreement, atOnce, waitMs, willReveal } = asked.writing;
    const exitCode = await carryOutSession({
      ...around,
      verb: asked.verb,
      site,
      file,
      memory,
      steps: work,
      agreement,
      atOnce,
      waitMs,
      willReveal,
      again: new Set(),
      isResumed: false,
      note: asked.note,
    });
    return { run, exitCode };
  });
}
