import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { counted, visible } from '../../../shared/log/readable.ts';
import { siteJsonSchema } from '../../../shared/site/json-schema.ts';
import { notesOn } from '../../../shared/site/notes.ts';
import { accountsOf, groupsOf } from '../../../shared/site/sides.ts';
import { suggestedSite } from '../../../shared/site/suggest.ts';
import { BadInput, fileReason } from '../../bad-input.ts';
import { readSiteFile } from '../../site-file.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';
import type { SiteCheckOptions, SiteNewOptions, SiteSchemaOptions } from '../options.ts';
import { paintFor } from '../views/paint.ts';
import { widthFor, wrapped } from '../views/text-width.ts';

/** `site new`: a site file of a kind, to be filled in. A file that is there already is not written over. */
export async function siteNewVerb(options: SiteNewOptions, io: CliIo): Promise<number> {
  const site = suggestedSite(options.kind, { id: randomUUID() });
  const text = `${JSON.stringify(site, null, 2)}\n`;
  if (options.to === undefined) {
    io.stdout.write(text);
    return exitCodes.right;
  }
  try {
    await writeFile(options.to, text, { flag: 'wx' });
  } catch (error) {
    throw new BadInput("The site file can't be written", {
      file: options.to,
      field: '--to',
      why: fileReason(error),
      do: 'Name another file, in a folder where you may write',
    });
  }
  tell(io, options, [
    `Site file written: ${visible(options.to)}`,
    'Fill it in, then:',
    `  calendar-push-setup site check ${visible(options.to)}`,
  ]);
  return exitCodes.right;
}

/** `site check`: says for each field that can't be used why, or that all can be used, and what is worth knowing. */
export async function siteCheckVerb(options: SiteCheckOptions, io: CliIo): Promise<number> {
  const { site, fingerprint } = await readSiteFile(options.file);
  const notes = notesOn(site);
  if (options.json)
    io.stdout.write(
      `${JSON.stringify({ type: 'site', site: { id: site.id, name: site.name, kind: site.kind }, fingerprint, notes })}\n`,
    );
  const paint = paintFor(options.json ? io.stderr : io.stdout, io.env);
  tell(io, options, [
    `${paint.good('=')} ${visible(options.file)} can be used.`,
    `  ${visible(site.name)} (${site.kind}): ${counted(accountsOf(site).length, 'service account')}, ${counted(groupsOf(site).length, 'group')}, right ${site.right}.`,
    ...notes.flatMap((note) => [
      `${paint.warn('!')} ${visible(note.field)}`,
      ...wrapped(`${visible(note.what)} ${note.do}.`, widthFor(io.stdout) - 4).map((line) => `    ${line}`),
    ]),
  ]);
  return exitCodes.right;
}

/** `site schema`: the JSON Schema of the site file. */
export async function siteSchemaVerb(_options: SiteSchemaOptions, io: CliIo): Promise<number> {
  io.stdout.write(`${JSON.stringify(siteJsonSchema(), null, 2)}\n`);
  return exitCodes.right;
}

const tell = (io: CliIo, options: { readonly json: boolean }, lines: readonly string[]): void => {
  (options.json ? io.stderr : io.stdout).write(`${lines.join('\n')}\n`);
};
