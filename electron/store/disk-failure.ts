/** Result codes of SQLite that say what is the matter with a disk or a file. (sqlite.org/rescode.html) */
const sqliteCodes = {
  busy: 5,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The primary result code of SQLite, or undefined where the thrown thing is not SQLite's. */
function sqliteCode(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : undefined;
}

/** The code of a failed call to the operating system, such as `EACCES`. */
export function systemCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}

/** Did SQLite refuse because the content of the file is not that of a whole database? */
export function isDamage(thrown: unknown): boolean {
  const code = sqliteCode(thrown);
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}

/** Is the lock that was asked for held by someone else? */
export const isBusy = (thrown: unknown): boolean => sqliteCode(thrown) === sqliteCodes.busy;

const sqliteReasons: Readonly<Record<number, string>> = {
  [sqliteCodes.full]: 'The disk is full.',
  [sqliteCodes.readOnly]: 'The file may only be read.',
  [sqliteCodes.inputOutput]: 'The disk did not take the data (full, over its quota, or gone).',
  [sqliteCodes.cannotOpen]: 'The file could not be opened.',
  [sqliteCodes.busy]: 'Another process is writing to it.',
};

const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk is full.',
  EACCES: 'This account has no right to write there.',
  EPERM: 'This account has no right to write there.',
  EROFS: 'The disk may only be read.',
  ENOTDIR: 'A file stands where a folder is needed.',
  EEXIST: 'A file stands where a folder is needed.',
  ENOENT: 'A folder on the way there does not exist.',
};

/** Why a write or an opening did not work, as a sentence. */
export const reasonOf = (thrown: unknown): string =>
  sqliteReasons[sqliteCode(thrown) ?? -1] ??
  systemReasons[systemCode(thrown) ?? ''] ??
  (thrown instanceof Error ? thrown.message : String(thrown));
