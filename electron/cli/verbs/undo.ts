import { counted } from '../../../shared/log/readable.ts';
import { openRunFile } from '../../store/run-folder.ts';
import { undoRun } from '../../run/undo.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { UndoOptions } from '../options.ts';
import { agrees, needsAgreement } from '../question.ts';
import { recordedRun } from '../recorded-run.ts';
import { carryOutVerb, runsOf } from '../run-verb.ts';

/** `undo`: takes back what a run changed, newest first; what others changed since is left. */
export async function undoVerb(options: UndoOptions, io: CliIo): Promise<number> {
  const { site, head } = recordedRun(runsOf(options, io), options.run);
  needsAgreement(io, options.yes, 'undo');
  if (!options.yes && !(await agrees(io, `Take back ${changesOf(runsOf(options, io), options.run)}?`))) {
    io.stderr.write('Nothing was taken back.\n');
    return exitCodes.right;
  }
  const about = { verb: 'undo', site, siteFile: head.siteFile, willReveal: false } as const;
  return await carryOutVerb(about, options, io, ({ around }) =>
    undoRun(around, options.run, {
      agreement: { kind: 'everything' },
      atOnce: Infinity,
      waitMs: undefined,
      willReveal: false,
    }),
  );
}

/** What the run changed, counted by what it is, for the question. */
function changesOf(runs: string, run: string): string {
  const file = openRunFile(runs, run);
  try {
    let changes = 0;
    let lasting = 0;
    for (const made of file.history.made()) {
      changes += 1;
      if ('cannot' in made.change.undo) lasting += 1;
    }
    const stays = lasting === 0 ? '' : ` (${counted(lasting, 'change')} can't be taken back and stays)`;
    return `${counted(changes, 'change')}${stays}`;
  } finally {
    file.close();
  }
}
