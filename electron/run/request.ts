import { dirname, resolve } from 'node:path';
import type { StepId } from '../../shared/run/step-id.ts';
import type { CsvRow, StepRequest } from '../../shared/steps/step.ts';
import { stepsOf } from '../../shared/steps/index.ts';
import type { Site } from '../../shared/site/site.ts';
import { audienceRows } from '../audience-csv.ts';
import { BadInput } from '../bad-input.ts';

/** What a run is limited to, as a person asked for it. */
export interface Limits {
  /** Undefined means all steps of the site. */
  readonly only: readonly StepId[] | undefined;
  /** A CSV file of addresses; empty means everybody. */
  readonly people: string;
  readonly limit: number;
}

/** The steps that are selected; throws {@link BadInput} for one that this site does not have. */
export function selectedSteps(site: Site, only: readonly StepId[] | undefined): ReadonlySet<StepId> {
  const has = stepsOf(site).map((step) => step.id);
  const foreign = only?.find((step) => !has.includes(step));
  if (foreign === undefined) return new Set(only ?? has);
  throw new BadInput('This step is none of this site', {
    field: '--only',
    value: foreign,
    why: `A site of kind ${site.kind} has no step ${foreign}.`,
    do: `Name one or more of: ${has.join(', ')}`,
  });
}

/** What the steps are asked beyond the site file; reads the files of people. */
export async function stepRequest(
  site: Site,
  siteFile: string,
  limits: Limits,
  newPasswords: ReadonlySet<string> = new Set(),
): Promise<StepRequest> {
  const { csv } = site.audience;
  const chosen = limits.people === '' ? undefined : await chosenPeople(limits.people);
  return {
    newPasswords,
    onlyPeople: chosen?.addresses,
    unusableRows: chosen?.unusable ?? [],
    limit: limits.limit,
    csv: csv === undefined ? undefined : await audienceRows(resolve(dirname(siteFile), csv)),
  };
}

async function chosenPeople(
  file: string,
): Promise<{ addresses: ReadonlySet<string>; unusable: StepRequest['unusableRows'] }> {
  const addresses = new Set<string>();
  const unusable: (CsvRow & { readonly file: string })[] = [];
  for await (const row of await audienceRows(file)) {
    if (row.unusable === '') addresses.add(row.address.toLowerCase());
    else unusable.push({ ...row, file });
  }
  return { addresses, unusable };
}
