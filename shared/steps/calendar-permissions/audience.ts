import type { Finding } from '../../run/finding.ts';
import type { Looker, Person } from '../../run/ports.ts';
import type { Site } from '../../site/site.ts';
import { ids } from '../ids.ts';
import type { CsvRow, StepContext } from '../step.ts';
import { activeDirectoryGroups } from './active-directory-groups.ts';
import { entraGroups } from './entra-groups.ts';
import { joinMailboxes } from './mailboxes.ts';
import type { FoundGroup } from './people.ts';

/** Reads whose calendars are meant into the run's file, and says what stands in the way. Nothing is read twice in a run. */
export async function readAudience(context: StepContext): Promise<readonly Finding[]> {
  const { looker, site } = context;
  if (looker.people.complete) return [];
  const reading = new Reading(context);
  if (site.audience.csv === undefined) await reading.groups();
  else await reading.csv();
  await reading.exceptions();
  if (reading.findings.some((finding) => finding.severity === 'stops')) return reading.findings;
  await joinMailboxes(looker, site);
  looker.people.finish();
  return [...reading.findings, ...reading.notPartOfIt()];
}

class Reading {
  readonly findings: Finding[] = [];
  readonly #site: Site;
  readonly #looker: Looker;
  readonly #request: StepContext['request'];
  readonly #exceptedPeople: ReadonlySet<string>;
  /** Addresses that the run is limited to and that were not met yet. */
  readonly #unmet: Set<string>;

  constructor({ site, looker, request }: StepContext) {
    this.#site = site;
    this.#looker = looker;
    this.#request = request;
    this.#exceptedPeople = new Set(site.audience.except.people.map((one) => one.toLowerCase()));
    this.#unmet = new Set(request.onlyPeople);
    for (const row of request.unusableRows) this.#unusableRow(row.file, row);
  }

  async groups(): Promise<void> {
    for (const called of this.#site.audience.groups) {
      const group = await this.#theGroup(called);
      if (group === undefined) continue;
      for await (const people of group.members()) this.#add(people);
    }
  }

  async csv(): Promise<void> {
    for await (const row of this.#request.csv ?? []) {
      if (row.unusable !== '') this.#unusableRow(this.#site.audience.csv ?? '', row);
      else {
        const key = row.address.toLowerCase();
        this.#add([
          { key, secondKey: '', name: row.address, address: row.address, leftOut: '', unusable: '' },
        ]);
      }
    }
  }

  async exceptions(): Promise<void> {
    for (const called of this.#site.audience.except.groups) {
      const group = await this.#theGroup(called);
      if (group === undefined) continue;
      for await (const people of group.members())
        this.#looker.people.except(people.map((person) => person.key));
    }
  }

  /** People whom the run is limited to and who are not part of the audience. */
  notPartOfIt(): readonly Finding[] {
    return [...this.#unmet].map((address) => ({
      id: 'not-in-audience',
      severity: 'to-know' as const,
      step: 'calendar-permissions' as const,
      resource: ids.audience,
      what: `${address} is not part of the audience`,
      where: 'The list of people that this run is limited to',
      why: 'The audience of the site file does not contain this person.',
      do: 'Check the address, or add the person to one of the groups of the audience.',
    }));
  }

  #add(people: readonly Person[]): void {
    const wanted = people.filter((person) => !this.#exceptedPeople.has(person.address.toLowerCase()));
    const { onlyPeople } = this.#request;
    if (onlyPeople === undefined) {
      this.#looker.people.add(wanted);
      return;
    }
    const chosen = wanted.filter((person) => onlyPeople.has(person.address.toLowerCase()));
    for (const person of chosen) this.#unmet.delete(person.address.toLowerCase());
    this.#looker.people.add(chosen);
  }

  async #theGroup(called: string): Promise<FoundGroup | undefined> {
    const found = await groupsCalled(this.#looker, this.#site, called);
    const [group, ...others] = found;
    if (group !== undefined && others.length === 0) return group;
    this.findings.push({
      id: group === undefined ? 'audience-group-unknown' : 'audience-group-ambiguous',
      severity: 'stops',
      step: 'calendar-permissions',
      resource: ids.audience,
      what:
        group === undefined
          ? `No group has the name "${called}"`
          : `${String(found.length)} groups have the name "${called}"`,
      where: 'The audience of the site file',
      why:
        group === undefined
          ? 'Neither the name, the address nor the id of a group is this; or the account that is signed in can not see it.'
          : 'A display name need not be unique, so it does not say which group is meant.',
      do: 'Name the group in the site file by its address or its id.',
    });
    return undefined;
  }

  #unusableRow(file: string, row: CsvRow): void {
    this.findings.push({
      id: 'unusable-row',
      severity: 'stops',
      step: 'calendar-permissions',
      resource: ids.audience,
      what: `Line ${String(row.line)} of the list of people can't be used`,
      where: `${file}, line ${String(row.line)}`,
      why: row.address === '' ? row.unusable : `"${row.address}": ${row.unusable}`,
      do: 'Put an address there or delete the line. Nothing is sent for a row without an address: to Exchange an empty name means everyone.',
    });
  }
}

/** A hybrid site's groups are looked for in Entra ID first, where synchronised ones are too. */
async function groupsCalled(looker: Looker, site: Site, called: string): Promise<readonly FoundGroup[]> {
  const inCloud = site.cloud === undefined ? [] : await entraGroups(looker, called);
  if (inCloud.length > 0 || site.onPremises === undefined) return inCloud;
  return await activeDirectoryGroups(looker, called);
}
