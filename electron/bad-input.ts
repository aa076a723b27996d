/** One thing that a person gave to the program and that can't be used. */
export interface Problem {
  /** Path as it was given. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** The field, column or option. */
  readonly field?: string;
  /** What stands there, as it is written; never a secret. */
  readonly value?: string;
  readonly why: string;
  /** What to do, without a full stop. */
  readonly do: string;
  /** The command line to type afterwards. */
  readonly then?: string;
}

/**
 * What the program was given can't be used: nothing was looked at or changed, the command line ends with 2. Thrown by
 * everything that reads what people give: options, site files, practice files, run files, CSV files, secrets.
 */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  /** What can't be used, as a sentence without a full stop: "This site file can't be used". */
  readonly what: string;
  readonly problems: readonly [Problem, ...(readonly Problem[])];

  constructor(what: string, ...problems: readonly [Problem, ...(readonly Problem[])]) {
    super(`${what}: ${problems[0].why}`);
    this.what = what;
    this.problems = problems;
  }
}

const reasons = new Map([
  ['ENOENT', 'There is no file of this name.'],
  ['ENOTDIR', 'A part of this path is a file, not a folder.'],
  ['EISDIR', 'This is a folder, not a file.'],
  ['EACCES', 'You have no right to open it.'],
  ['EPERM', 'The system does not allow it.'],
  ['EROFS', 'This disk can only be read.'],
  ['ENOSPC', 'The disk is full.'],
  ['EEXIST', 'Something of this name is there already.'],
  ['EMFILE', 'Too many files are open.'],
]);

/** Why a file could not be opened, read or written, in words. */
export function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? `The system says: ${error instanceof Error ? error.message : String(error)}`;
}
