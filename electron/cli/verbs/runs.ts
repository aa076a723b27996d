import { counted, readableTime, verbNames, visible } from '../../../shared/log/readable.ts';
import { listRuns, type ListedRun } from '../../store/run-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { RunsOptions } from '../options.ts';
import { runsOf } from '../run-verb.ts';

/** `runs`: the runs of this computer, newest first. */
export async function runsVerb(options: RunsOptions, io: CliIo): Promise<number> {
  const runs = listRuns(runsOf(options, io));
  for (const run of runs) {
    if (options.json) io.stdout.write(`${JSON.stringify({ type: 'run', ...asData(run) })}\n`);
    else io.stdout.write(`${lineOf(run, io.timeZone)}\n`);
  }
  if (runs.length === 0) io.stderr.write('No runs yet. Each run keeps its log here, on this computer.\n');
  return await Promise.resolve(exitCodes.right);
}

function asData(run: ListedRun): Record<string, unknown> {
  if ('problem' in run)
    return { run: run.run, file: run.file, state: run.state, why: run.problem.why, do: run.problem.do };
  const { head, counts, exitCode, finishedAt, state, file } = run;
  const { name, id } = { name: siteNameOf(head.site), id: head.world.id };
  return {
    run: run.run,
    file,
    state,
    verb: head.verb,
    site: name,
    world: { kind: head.world.kind, id, name: head.world.name },
    startedAt: head.startedAt,
    ...(finishedAt === undefined ? {} : { finishedAt, exitCode }),
    counts,
  };
}

function lineOf(run: ListedRun, timeZone: string): string {
  if ('problem' in run) return `${run.run}  can't be used: ${visible(run.problem.why)}`;
  const { head, state, counts } = run;
  const settled = (counts['in-order'] ?? 0) + (counts.changed ?? 0) + (counts['left-out'] ?? 0);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const end = state === 'interrupted' ? 'interrupted' : `exit ${String(run.exitCode)}`;
  const practice = head.world.kind === 'practice' ? ', practice site' : '';
  return [
    `${run.run}  ${verbNames[head.verb]}, ${visible(siteNameOf(head.site))}${practice}`,
    `    ${readableTime(head.startedAt, timeZone)}; ${end}; ${counted(settled, 'thing')} of ${String(all)} as it should be`,
  ].join('\n');
}

const siteNameOf = (site: unknown): string =>
  typeof site === 'object' && site !== null && 'name' in site && typeof site.name === 'string'
    ? site.name
    : '';
