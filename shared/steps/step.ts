import type { Target } from '../commands/command.ts';
import type { Looker } from '../run/ports.ts';
import type { Resource } from '../run/resource.ts';
import type { StepId } from '../run/step-id.ts';
import type { Site } from '../site/site.ts';

/** A role, right or permission that a step needs, as the system spells it. */
export interface Role {
  readonly target: Target;
  readonly role: string;
  readonly for: string;
}

/** What a run asks of its steps beyond the site file. */
export interface StepRequest {
  /** Ids of accounts (`ids.account`) that get a new password though they exist. */
  readonly newPasswords: ReadonlySet<string>;
  /** Addresses, lower case, that the run is limited to; undefined means everybody. */
  readonly onlyPeople: ReadonlySet<string> | undefined;
  /** Rows of the file of those people that can't be used. */
  readonly unusableRows: readonly (CsvRow & { readonly file: string })[];
  /** At most that many calendars; Infinity means all. */
  readonly limit: number;
  /** Rows of the site's CSV file, if the audience comes from one; read by the caller, since shared code has no files. */
  readonly csv: AsyncIterable<CsvRow> | undefined;
}

/** A row of an audience file: its line for messages, and its address, or what makes it unusable. */
export interface CsvRow {
  readonly line: number;
  readonly address: string;
  readonly unusable: string;
}

export interface StepContext {
  readonly site: Site;
  readonly looker: Looker;
  readonly request: StepRequest;
}

/** One step of the page: its wording, its resources, and the roles it needs. */
export interface Step {
  readonly id: StepId;
  readonly title: string;
  /** Two sentences: what it is for. */
  readonly purpose: string;
  /** The tool in which it is done by hand, for this site. */
  readonly byHandTool: (site: Site) => string;
  readonly roles: (site: Site) => { readonly look: readonly Role[]; readonly change: readonly Role[] };
  /** In order of need; page by page where there are many. */
  readonly resources: (context: StepContext) => AsyncIterable<Resource>;
}
