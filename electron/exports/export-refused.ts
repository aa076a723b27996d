/** An export could not be written: which file, why, and what to do. The file that was there before, if any, is as it was. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
  readonly file: string;
  readonly why: string;
  readonly remedy: string;

  constructor(file: string, why: string, remedy: string) {
    super(`${file} was not written. ${why} ${remedy}`);
    this.file = file;
    this.why = why;
    this.remedy = remedy;
  }
}

const reasons: Readonly<Record<string, readonly [why: string, remedy: string]>> = {
  ENOENT: ['Its folder does not exist.', 'Make the folder, or name another one.'],
  ENOTDIR: ['A part of its path is a file, not a folder.', 'Name another folder.'],
  EACCES: ['You may not write in this folder.', 'Name a folder of your own, or ask its owner.'],
  EPERM: [
    'The system did not allow it: the file is open in another program, or the folder is protected.',
    'Close the file there, or name another one.',
  ],
  EBUSY: ['The file is open in another program.', 'Close it there, or name another file.'],
  EROFS: ['This disk can only be read.', 'Name a folder on another disk.'],
  ENOSPC: ['The disk is full.', 'Free some space, or name a folder on another disk.'],
  EDQUOT: ['Your share of this disk is used up.', 'Free some space, or name a folder on another disk.'],
  EISDIR: ['There is a folder of this name.', 'Name a file in it.'],
  EEXIST: ['There is a folder of this name.', 'Name a file in it.'],
  ENOTEMPTY: ['There is a folder of this name.', 'Name a file in it.'],
  ENAMETOOLONG: ['The name is too long for this disk.', 'Give it a shorter name.'],
};

/** Turns a failure of the file system into an {@link ExportRefused}; anything else is thrown on as it is. */
export function refusedBy(failure: unknown, file: string): unknown {
  if (!(failure instanceof Error) || !('code' in failure) || typeof failure.code !== 'string') return failure;
  const reason = reasons[failure.code];
  if (reason === undefined) return failure;
  return new ExportRefused(file, ...reason);
}
