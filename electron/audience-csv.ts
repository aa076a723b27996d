import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { address as addressField } from '../shared/site/fields.ts';
import type { CsvRow } from '../shared/steps/step.ts';
import { BadInput, fileReason } from './bad-input.ts';
import { encodingOf } from './text-file.ts';

/** Names of the column that holds the addresses, the likeliest first. Case does not count. */
const addressColumns = [
  'address',
  'mail',
  'email',
  'e-mail',
  'emailaddress',
  'primarysmtpaddress',
  'userprincipalname',
] as const;

/** A cell longer than this is no address, but a quotation mark that was never closed. */
const longestRow = 64 * 1024;

/**
 * The rows of a CSV file of people: comma, semicolon or tab; the column named `address`, `mail` or
 * `userPrincipalName`, otherwise the first. An empty cell or something that is no address is an unusable row, never an
 * empty identity. Read as a stream, anew each time it is iterated. Throws {@link BadInput} where the file can't be
 * opened.
 */
export async function audienceRows(path: string): Promise<AsyncIterable<CsvRow>> {
  const { encoding, delimiter } = await formOf(path);
  return {
    [Symbol.asyncIterator]: () => rowsOf(path, encoding, delimiter),
  };
}

interface Form {
  readonly encoding: ReturnType<typeof encodingOf>;
  readonly delimiter: string;
}

async function formOf(path: string): Promise<Form> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16 * 1024), 0, 16 * 1024, 0);
    const start = buffer.subarray(0, bytesRead);
    const encoding = encodingOf(start);
    return { encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(start)) };
  } catch (error) {
    throw new BadInput("This CSV file can't be used", {
      file: path,
      why: fileReason(error),
      do: 'Check the name; a name in a site file is relative to that file',
    });
  }
}

/** What parts the cells of the first line, outside quotation marks. */
function delimiterOf(start: string): string {
  const firstLine = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/u.exec(start)?.[0] ?? '';
  const bare = firstLine.replaceAll(/"(?:[^"]|"")*"/gu, '');
  const times = (delimiter: string): number => bare.split(delimiter).length - 1;
  return [',', ';', '\t'].toSorted((one, other) => times(other) - times(one))[0] ?? ',';
}

const recordSchema = z.object({
  record: z.array(z.string()),
  info: z.object({ lines: z.number() }),
  raw: z.string(),
});

async function* rowsOf(path: string, encoding: Form['encoding'], delimiter: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter,
    info: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
  });
  // What goes wrong on the way ends the parser, whose reader is told.
  pipeline(createReadStream(path), decoded(encoding), parser, () => undefined);
  let column: number | undefined;
  let line = 1;
  let blanks: CsvRow[] = [];
  try {
    for await (const parsed of parser) {
      const { record, info, raw } = recordSchema.parse(parsed);
      const start = line;
      line = info.lines + 1;
      if (column === undefined) {
        const header = columnOf(record);
        column = header ?? 0;
        if (header !== undefined) continue;
      }
      const isBlank = raw.trim() === '';
      const row = rowOf(record, column, start);
      if (isBlank) {
        blanks.push(row);
        continue;
      }
      // Blank lines matter only between rows: many programs leave some at the end.
      yield* blanks;
      blanks = [];
      yield row;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw unreadable(path, error);
    yield* blanks;
    yield {
      line,
      address: '',
      unusable:
        error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
          ? 'A quotation mark opens here and is not closed, so the rest of the file was not read.'
          : `The file can't be read from here on: ${error.message}`,
    };
  }
}

const unreadable = (path: string, error: unknown): BadInput =>
  new BadInput("This CSV file can't be used", { file: path, why: fileReason(error), do: 'Check the file' });

const decoded = (encoding: Form['encoding']) =>
  async function* (source: AsyncIterable<Buffer>): AsyncGenerator<string> {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  };

function columnOf(record: readonly string[]): number | undefined {
  const names = record.map((cell) => cell.trim().toLowerCase());
  for (const wanted of addressColumns) {
    const index = names.indexOf(wanted);
    if (index >= 0) return index;
  }
  return undefined;
}

function rowOf(record: readonly string[], column: number, line: number): CsvRow {
  const cell = record[column]?.trim() ?? '';
  if (cell === '') return { line, address: '', unusable: 'The cell of the address is empty.' };
  const checked = addressField.safeParse(cell);
  if (checked.success && !cell.includes('\uFFFD')) return { line, address: cell, unusable: '' };
  const why = cell.includes('\uFFFD')
    ? "The file is not saved as UTF-8, so this can't be read."
    : (checked.error?.issues[0]?.message ?? 'This is no address.');
  const hint =
    line === 1 && !cell.includes('@') ? ' If this is a heading, name the column of addresses "address".' : '';
  return { line, address: cell, unusable: `${why}${hint}` };
}
