import { powershellText } from '../../../shared/commands/powershell-text.ts';
import { settingsOfSite } from '../../../shared/log/settings-of-site.ts';
import { exportRun } from '../../exports/export-run.ts';
import { readSecrets } from '../secrets-input.ts';
import { openRunFile } from '../../store/run-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { ExportOptions } from '../options.ts';
import { recordedRun } from '../recorded-run.ts';
import { runsOf } from '../run-verb.ts';
import { visible } from '../../../shared/log/readable.ts';

/** `export`: the log of a run, a plan or a verify, in the form that the file's ending says. */
export async function exportVerb(options: ExportOptions, io: CliIo): Promise<number> {
  const runs = runsOf(options, io);
  const { site } = recordedRun(runs, options.run);
  // Secrets that are given are only looked for: none of them may be in what is written.
  const secrets = options.secrets ? [...(await readSecrets(io.stdin)).values()] : [];
  const file = openRunFile(runs, options.run);
  try {
    await exportRun(file.report, options.to, {
      ...settingsOfSite(site),
      commandText: (command) => powershellText(command),
      estimatedMs: file.report.estimatedMs,
      timeZone: io.timeZone,
      secrets,
    });
  } finally {
    file.close();
  }
  if (options.json)
    io.stdout.write(`${JSON.stringify({ type: 'exported', run: options.run, to: options.to })}\n`);
  (options.json ? io.stderr : io.stdout).write(`Log written: ${visible(options.to)}\n`);
  return exitCodes.right;
}
