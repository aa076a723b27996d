import { counted } from '../../../shared/log/readable.ts';
import type { Site } from '../../../shared/site/site.ts';
import { stepsOf } from '../../../shared/steps/index.ts';
import { openRunFile } from '../../store/run-folder.ts';
import { undoRun } from '../../run/undo.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { UndoOptions } from '../options.ts';
import { agrees, needsAgreement } from '../question.ts';
import { recordedRun } from '../recorded-run.ts';
import { carryOutVerb, runsOf } from '../run-verb.ts';
import { takenBackText } from '../views/taken-back.ts';
import { widthFor } from '../views/text-width.ts';

/** `undo`: takes back what a run changed, newest first; what others changed since is left. */
export async function undoVerb(options: UndoOptions, io: CliIo): Promise<number> {
  const { site, head } = recordedRun(runsOf(options, io), options.run);
  needsAgreement(io, options.yes, 'undo');
  if (!options.yes && !(await mayTakeBack(options, io, site))) {
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

/** Shows what would be taken back, and asks. */
async function mayTakeBack(options: UndoOptions, io: CliIo, site: Site): Promise<boolean> {
  const file = openRunFile(runsOf(options, io), options.run);
  const titles = new Map(stepsOf(site).map(({ id, title }) => [id, title]));
  const { text, changes } = takenBackText(file.history.made(), titles, widthFor(io.stderr));
  file.close();
  if (changes === 0) return true;
  io.stderr.write(`${text}What others changed since is left as it is.\n`);
  return await agrees(
    io,
    `Take back ${changes === 1 ? 'this change' : `these ${counted(changes, 'change')}`}?`,
  );
}
