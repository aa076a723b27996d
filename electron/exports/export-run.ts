import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { changeBoardText, staffText } from '../../shared/log/hand-over-texts.ts';
import { handOverHtml, handOverJson, handOverText } from '../../shared/log/hand-over-forms.ts';
import { handOverOf } from '../../shared/log/hand-over.ts';
import { logHtml } from '../../shared/log/html.ts';
import { logJson } from '../../shared/log/json.ts';
import type { LogSettings } from '../../shared/log/log-settings.ts';
import { withoutSecrets } from '../../shared/log/redact.ts';
import type { RunRecord } from '../../shared/log/run-record.ts';
import { logText } from '../../shared/log/text.ts';
import { siteSchema } from '../../shared/site/site.ts';
import { calendarsCsv } from './calendars-csv.ts';
import { ExportRefused } from './export-refused.ts';
import { textStream } from './text-stream.ts';
import { writeWholeFile } from './whole-file.ts';
import { zipped, type ArchiveFile } from './zip.ts';

export interface ExportOptions extends LogSettings {
  /** Values of all secrets that this process knows: nothing is written that holds one. */
  readonly secrets: readonly string[];
}

type Form = (record: RunRecord, options: ExportOptions, to: string) => Readable;

const forms: Readonly<Record<string, Form>> = {
  '.html': (record, options) => checked(logHtml(record, options), options),
  '.csv': (record, options) => checked(calendarsCsv(record), options),
  '.json': (record, options) => checked(logJson(record, options), options),
  '.txt': (record, options) => checked(logText(record, options), options),
  '.zip': (record, options, to) =>
    zipped(archive(record, options, to), new Date(record.finishedAt ?? record.head.startedAt)),
};

/** The endings that say in which form a run is exported. */
export const exportEndings: readonly string[] = Object.keys(forms);

/**
 * Writes a run to a file whose ending says the form: .html, .csv, .json, .txt, or .zip with all of them and the
 * hand-over. It is written as a stream, and is there whole or not at all. Throws `ExportRefused` (unknown ending, a
 * folder that can't be written, a full disk) and `SecretInOutput` (a fault of this program).
 */
export async function exportRun(record: RunRecord, to: string, options: ExportOptions): Promise<void> {
  const ending = extname(to).toLowerCase();
  const form = forms[ending];
  if (form === undefined)
    throw new ExportRefused(
      to,
      ending === '' ? 'Its name has no ending.' : `There is no export with the ending ${ending}.`,
      `Give it one of these: ${exportEndings.join(', ')}.`,
    );
  await writeWholeFile(() => form(record, options, to), to);
}

const checked = (chunks: Iterable<string>, { secrets }: ExportOptions): Readable =>
  textStream(withoutSecrets(chunks, secrets));

function archive(record: RunRecord, options: ExportOptions, to: string): readonly ArchiveFile[] {
  const site = siteSchema.safeParse(record.head.site);
  if (!site.success)
    throw new ExportRefused(
      to,
      'The site file that this run was started with is not one that this version reads.',
      'Export the run as .html, .csv, .json or .txt, or with the version that made it.',
    );
  const runLog = 'run-log.html';
  const handOver = handOverOf(site.data, record, { steps: options.steps, runLog });
  const lengthMs =
    record.head.verb === 'plan' ? options.estimatedMs : (options.estimatedMs ?? record.durationMs);
  const contents: readonly (readonly [string, () => Iterable<string>])[] = [
    [runLog, () => logHtml(record, options)],
    ['run-log.txt', () => logText(record, options)],
    ['run-log.json', () => logJson(record, options)],
    ['calendars.csv', () => calendarsCsv(record)],
    ['hand-over.html', () => handOverHtml(handOver, options.timeZone)],
    ['hand-over.txt', () => handOverText(handOver, options.timeZone)],
    ['hand-over.json', () => handOverJson(handOver)],
    ['text-for-the-staff.txt', () => staffText(handOver)],
    ['text-for-the-change-board.txt', () => changeBoardText(handOver, { lengthMs, by: record.head.by })],
  ];
  return contents.map(([name, content]) => ({
    name,
    content: () => withoutSecrets(content(), options.secrets),
  }));
}
