import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { z } from 'zod';
import { visible } from '../../../shared/log/readable.ts';
import { BadInput, fileReason } from '../../bad-input.ts';
import { doCommand } from '../../practice/do.ts';
import { createPracticeSite } from '../../practice/practice-site.ts';
import { showSite } from '../../practice/show.ts';
import type { StaffRow } from '../../practice/presets/people-of-csv.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { PracticeDoOptions, PracticeNewOptions, PracticeShowOptions } from '../options.ts';
import { tryFile } from '../writable-place.ts';

/** `practice new`: a made-up university in a file, and the site file that fits it. */
export async function practiceNewVerb(options: PracticeNewOptions, io: CliIo): Promise<number> {
  const people = options.people === undefined ? undefined : await staffOf(options.people);
  if (options.siteTo !== undefined)
    await tryFile(options.siteTo, "The site file can't be written", '--site-to');
  const { site } = createPracticeSite(options.file, {
    preset: options.preset,
    ...(options.mailboxes === undefined ? {} : { mailboxes: options.mailboxes }),
    ...(people === undefined ? {} : { people }),
    ...(options.faults === undefined ? {} : { faultsSeed: seedOf(options.faults) }),
    latencyMs: options.latency,
    clock: options.clock,
  });
  const out = options.json ? io.stderr : io.stdout;
  out.write(`Practice site made: ${visible(options.file)}\n`);
  if (options.siteTo !== undefined) {
    await writeFile(options.siteTo, `${JSON.stringify(site, null, 2)}\n`);
    out.write(`Site file written: ${visible(options.siteTo)}\n`);
  }
  if (options.json) io.stdout.write(`${JSON.stringify({ type: 'practice', file: options.file, site })}\n`);
  return exitCodes.right;
}

/** `practice show`: the whole state as JSON. */
export async function practiceShowVerb(options: PracticeShowOptions, io: CliIo): Promise<number> {
  const text = Readable.from(
    showSite(options.file, { comparable: options.comparable, commands: options.commands }),
  );
  try {
    await pipeline(text, io.stdout, { end: false });
  } catch (failure) {
    // Whoever reads may stop early, as `| head` does.
    if (!(failure instanceof Error && 'code' in failure && failure.code === 'EPIPE')) throw failure;
  }
  return exitCodes.right;
}

/** `practice do`: one command, as another administrator would send it. */
export async function practiceDoVerb(options: PracticeDoOptions, io: CliIo): Promise<number> {
  const result = await doCommand(options.file, options.command);
  io.stdout.write(`${JSON.stringify(result)}\n`);
  return 'failed' in result ? exitCodes.notRight : exitCodes.right;
}

const column = z.string().trim();
/** Names stand as they are in the file: blanks at their ends are part of what is rehearsed. */
const staffRow = z.object({
  displayName: z.string().refine((name) => name.trim() !== '', 'The column displayName is empty.'),
  userPrincipalName: column.regex(/^[^\s@]+@[^\s@]+$/u, 'The column userPrincipalName holds no address.'),
  mail: column.default(''),
  language: column.default(''),
  calendarFolder: z.string().default(''),
});

/** Somebody's own staff list. A row that can't be used is refused: a rehearsal with other people than listed proves nothing. */
async function staffOf(file: string): Promise<readonly StaffRow[]> {
  const rows: StaffRow[] = [];
  const parser = createReadStream(file).pipe(
    parse({ columns: true, bom: true, delimiter: [',', ';'], info: true }),
  );
  const record = z.object({ record: z.unknown(), info: z.object({ lines: z.number() }) });
  try {
    for await (const chunk of parser) {
      const { record: row, info } = record.parse(chunk);
      const parsed = staffRow.safeParse(row);
      if (!parsed.success) throw unusable(file, parsed.error.issues[0]?.message ?? '', info.lines);
      rows.push(parsed.data);
    }
  } catch (failure) {
    throw failure instanceof BadInput ? failure : unusable(file, fileReason(failure));
  }
  if (rows.length === 0) throw unusable(file, 'There is nobody in it.');
  return rows;
}

const unusable = (file: string, why: string, line?: number): BadInput =>
  new BadInput("This list of people can't be used", {
    file,
    ...(line === undefined ? {} : { line }),
    field: '--people',
    why,
    do: 'Give a CSV file with the columns displayName, userPrincipalName, mail, language, calendarFolder',
  });

/** Any text is a seed; a whole number stands for itself. */
function seedOf(text: string): number {
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  let seed = 0;
  for (const character of text) seed = (seed * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 31;
  return seed;
}
