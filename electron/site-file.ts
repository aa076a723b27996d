import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { parseJsonText } from '../shared/site/json-text.ts';
import { siteFrom } from '../shared/site/read-site.ts';
import type { Site } from '../shared/site/site.ts';
import { BadInput, fileReason, type Problem } from './bad-input.ts';
import { NotText, readTextFile } from './text-file.ts';

/** A site file that can be used. */
export interface SiteFile {
  /** Path as it was given. */
  readonly path: string;
  readonly site: Site;
  /** SHA-256 over what the site says, hex: the layout of the file does not count. */
  readonly fingerprint: string;
  /** Absolute path of the audience's CSV file, if the site names one. */
  readonly audienceCsv: string | undefined;
}

/** Reads a site file. Throws {@link BadInput} that names file, line, field and value for each field that can't be used. */
export async function readSiteFile(path: string): Promise<SiteFile> {
  const text = await textOf(path);
  const parsed = parseJsonText(text);
  if ('fault' in parsed) {
    const { line, column, why } = parsed.fault;
    throw refused({
      file: path,
      line,
      why: `${why} (column ${column})`,
      do: 'Mend it there, then',
      then: checkCommand(path),
    });
  }
  const result = siteFrom(parsed.value);
  if ('issues' in result) {
    const [first, ...others] = result.issues.map((issue): Problem => ({
      file: path,
      line: parsed.lineOf(issue.path),
      ...(issue.field === '' ? {} : { field: issue.field }),
      ...(issue.value === '' ? {} : { value: issue.value }),
      why: issue.why,
      do: `${issue.do}, then`,
      then: checkCommand(path),
    }));
    if (first === undefined) throw new Error('A site was refused without a reason.');
    throw refused(first, ...others);
  }
  const { site } = result;
  return {
    path,
    site,
    fingerprint: siteFingerprint(site),
    audienceCsv: site.audience.csv === undefined ? undefined : resolve(dirname(path), site.audience.csv),
  };
}

/** SHA-256, hex, over what a site says; the same for the same answers in any order and layout. */
const siteFingerprint = (site: Site): string => createHash('sha256').update(canonical(site)).digest('hex');

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

async function textOf(path: string): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    throw refused(
      error instanceof NotText
        ? { file: path, why: 'It is no text in UTF-8.', do: 'Save it as UTF-8' }
        : {
            file: path,
            why: fileReason(error),
            do: 'Check the name, or make a new site file',
            then: 'calendar-push-setup site new --kind hybrid --to site.json',
          },
    );
  }
}

const refused = (...problems: [Problem, ...Problem[]]): BadInput =>
  new BadInput("This site file can't be used", ...problems);

const checkCommand = (path: string): string => `calendar-push-setup site check ${quoted(path)}`;

/** A path as it can be typed again. */
const quoted = (path: string): string => (/^[\w./\\:~-]+$/u.test(path) ? path : JSON.stringify(path));
