/**
 * A file or folder of the store can't be used. Every one says what is the matter, which file or folder it is about,
 * why, and what to do; the message is all of it in one text.
 */
export abstract class StoreProblem extends Error {
  /** One sentence: what is the matter. */
  readonly what: string;
  /** The file or folder. */
  readonly file: string;
  readonly why: string;
  readonly do: string;

  constructor(details: {
    readonly what: string;
    readonly file: string;
    readonly why: string;
    readonly do: string;
    readonly cause?: unknown;
  }) {
    super(
      `${details.what}: ${details.file}. ${details.why} ${details.do}`,
      details.cause === undefined ? {} : { cause: details.cause },
    );
    this.what = details.what;
    this.file = details.file;
    this.why = details.why;
    this.do = details.do;
  }
}

/** A run's file is not whole. It is refused, never guessed over. */
export class DamagedRunFile extends StoreProblem {
  override readonly name = 'DamagedRunFile';
  constructor(file: string, why: string, cause?: unknown) {
    super({
      what: "This run's file is damaged",
      file,
      why,
      do: 'Put back a copy of the file from a backup, or start a new run: it looks at the site itself and does only what is still missing.',
      cause,
    });
  }
}

/** A run's file was made by a newer version of the program. */
export class NewerRunFile extends StoreProblem {
  override readonly name = 'NewerRunFile';
  constructor(file: string, version: number, known: number) {
    super({
      what: "This run's file was made by a newer version of Calendar Push Setup",
      file,
      why: `Its form has version ${version}; this program knows up to ${known}.`,
      do: 'Open it with the version that made it, or a newer one.',
    });
  }
}

/** A run's file is there, but can't be opened: a matter of rights, of the disk, or of another process. */
export class ClosedRunFile extends StoreProblem {
  override readonly name = 'ClosedRunFile';
  constructor(file: string, why: string, cause: unknown) {
    super({
      what: "This run's file can't be opened",
      file,
      why,
      do: 'Copy the file to a folder of your own and name that with --runs DIR, or ask whoever looks after this computer for the right to read and write it.',
      cause,
    });
  }
}

/** What is remembered of a site is not whole. */
export class DamagedSiteMemory extends StoreProblem {
  override readonly name = 'DamagedSiteMemory';
  constructor(file: string, why: string, cause?: unknown) {
    super({
      what: 'What is remembered of this site is damaged',
      file,
      why,
      do: 'Put back a copy of the file from a backup. Without one, move it away: the calendar folders are then read anew, and which entries earlier runs made is no longer known here, only in the files of those runs.',
      cause,
    });
  }
}

/** What is remembered of a site was written by a newer version of the program. */
export class NewerSiteMemory extends StoreProblem {
  override readonly name = 'NewerSiteMemory';
  constructor(file: string, version: number, known: number) {
    super({
      what: 'What is remembered of this site was written by a newer version of Calendar Push Setup',
      file,
      why: `Its form has version ${version}; this program knows up to ${known}.`,
      do: 'Go on with the version that wrote it, or a newer one.',
    });
  }
}

/** No run has that id. */
export class UnknownRun extends StoreProblem {
  override readonly name = 'UnknownRun';
  readonly run: string;
  /** The ids that were probably meant: likeliest first. */
  readonly nearest: readonly string[];
  constructor(run: string, folder: string, nearest: readonly string[]) {
    super({
      what: `There is no run ${JSON.stringify(run)}`,
      file: folder,
      why: nearest.length === 0 ? 'This folder has no runs.' : `Runs there: ${nearest.join(', ')}.`,
      do: '"calendar-push-setup runs" lists them all; with --runs DIR it looks in another folder.',
    });
    this.run = run;
    this.nearest = nearest;
  }
}

/** A run of that id is there already, or is just being made by another process. */
export class RunIdTaken extends StoreProblem {
  override readonly name = 'RunIdTaken';
  constructor(run: string, folder: string) {
    super({
      what: `The run ${run} is there already`,
      file: folder,
      why: 'Another run began in the same minute.',
      do: 'Start again; the run gets the next free number.',
    });
  }
}

/** The folder for runs can't be made, or nothing can be written in it. */
export class FolderNotWritable extends StoreProblem {
  override readonly name = 'FolderNotWritable';
  constructor(folder: string, why: string, cause: unknown) {
    super({
      what: "The folder for runs can't be written",
      file: folder,
      why,
      do: 'Name another folder with --runs DIR, or ask whoever looks after this computer for the right to write there. Nothing was looked at or changed.',
      cause,
    });
  }
}

/** Who holds a site, as it stands beside the lock. */
export interface Holder {
  readonly run: string;
  readonly pid: number;
  readonly computer: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** Another process runs on this site. */
export class SiteIsHeld extends StoreProblem {
  override readonly name = 'SiteIsHeld';
  /** Who it is; undefined where the holder has not yet written it down. */
  readonly by: Holder | undefined;
  constructor(file: string, by: Holder | undefined) {
    super({
      what: 'Another run holds this site',
      file,
      why:
        by === undefined
          ? 'It has only just begun.'
          : `Run ${by.run} goes on in process ${by.pid} on ${by.computer} since ${by.since}.`,
      do: 'Wait until it has ended, or stop it there. Nothing was looked at or changed.',
    });
    this.by = by;
  }
}
