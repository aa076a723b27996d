/** Why a practice file is not opened. Each says which file, why, and what to do; nothing of the file was changed. */
abstract class RefusedPracticeFile extends Error {
  readonly file: string;
  /** What is the matter, a part of a sentence. */
  readonly reason: string;
  /** What to do next, one sentence. */
  readonly advice: string;

  constructor(file: string, reason: string, advice: string) {
    super(`${file}: ${reason}. ${advice}`);
    this.file = file;
    this.reason = reason;
    this.advice = advice;
  }
}

/** The file is not a practice site, or is broken. It is refused, never guessed over. */
export class DamagedPracticeFile extends RefusedPracticeFile {
  override readonly name = 'DamagedPracticeFile';
  constructor(file: string, reason: string) {
    super(file, reason, 'Make a new practice site with "practice new".');
  }
}

/** The file was made by a newer version of this program. */
export class NewerPracticeFile extends RefusedPracticeFile {
  override readonly name = 'NewerPracticeFile';
  constructor(file: string, version: number, known: number) {
    super(
      file,
      `it is a practice site of form ${version}, and this program knows forms up to ${known}`,
      'Use the newer program, or make a new practice site with "practice new".',
    );
  }
}

/** There is no file to open. */
export class MissingPracticeFile extends RefusedPracticeFile {
  override readonly name = 'MissingPracticeFile';
  constructor(file: string) {
    super(file, 'there is no such file', 'Check the name, or make a practice site with "practice new".');
  }
}

/** A new practice site would have to overwrite something. */
export class ExistingPracticeFile extends RefusedPracticeFile {
  override readonly name = 'ExistingPracticeFile';
  constructor(file: string) {
    super(file, 'there is a file already', 'Name another file, or remove this one first.');
  }
}

/** The file's folder can't be written to. */
export class UnwritablePracticeFile extends RefusedPracticeFile {
  override readonly name = 'UnwritablePracticeFile';
  constructor(file: string, reason: string) {
    super(file, reason, 'Name a file in a folder that can be written to.');
  }
}

export type { RefusedPracticeFile };
