import { runOut } from '../state/appearances.ts';
import { addAdObject, adObjectByDn } from '../state/ad-objects.ts';
import { splitDn } from '../state/distinguished-names.ts';
import { addEntraObject } from '../state/entra-objects.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { addRecipient } from '../state/recipients.ts';
import { putSetting, type Settings } from '../state/settings.ts';
import { nextCloudSid } from '../state/synchronisation.ts';
import type { Blueprint, PersonPlan } from './blueprint.ts';
import { writeGroups, nestGroups, synchroniseGroups, type WrittenGroups } from './write-groups.ts';
import { furnish } from './write-calendars.ts';
import { writePerson } from './write-people.ts';

/** Writes a whole site in one transaction. 50,000 people take some seconds. */
export function writeSite(
  state: PracticeState,
  blueprint: Blueprint,
  site: Settings['site'],
  now: Date,
): void {
  state.transaction(() => {
    putSetting(state, 'site', site);
    putSetting(state, 'computer', { state: blueprint.computer });
    writeSettings(state, blueprint);
    writeDirectory(state, blueprint, now);
    writeAdministrator(state, blueprint, now);
    const groups = writeGroups(state, blueprint, now);
    writePeople(state, blueprint, groups, now);
    nestGroups(state, groups);
    synchroniseGroups(state, groups, now);
    runOut(state, now);
    state.run('ANALYZE');
  });
}

/** Without statistics SQLite takes the side of a recipient for a good key and reads all recipients each time. */
const firstStatisticsAfter = 200;

function writeSettings(state: PracticeState, { settings }: Blueprint): void {
  const { activeDirectory, exchangeServer, exchangeOnline, entra } = settings;
  if (activeDirectory !== undefined) putSetting(state, 'activeDirectory', activeDirectory);
  if (exchangeServer !== undefined) putSetting(state, 'exchangeServer', exchangeServer);
  if (exchangeOnline !== undefined) putSetting(state, 'exchangeOnline', exchangeOnline);
  if (entra !== undefined) putSetting(state, 'entra', entra);
}

/** The containers of the domain and its organisational units. */
function writeDirectory(state: PracticeState, { settings, units }: Blueprint, now: Date): void {
  const root = settings.activeDirectory?.distinguishedName;
  if (root === undefined) return;
  const builtIn = { isCriticalSystemObject: true };
  const there = (dn: string): boolean => adObjectByDn(state, dn) !== undefined;
  for (const name of ['Users', 'Computers', 'Builtin'])
    if (!there(`CN=${name},${root}`))
      addAdObject(state, { kind: 'container', name, parentDn: root, attributes: builtIn }, now);
  for (const unit of units) {
    const part = splitDn(unit);
    if (part !== undefined && !there(unit))
      addAdObject(state, { kind: 'organizationalUnit', name: part.value, parentDn: part.parent }, now);
  }
  addAdObject(
    state,
    {
      kind: 'user',
      name: 'Administrator',
      parentDn: `CN=Users,${root}`,
      sam: 'Administrator',
      sid: `${settings.activeDirectory?.domainSid ?? ''}-500`,
      attributes: { ...builtIn, adminCount: 1 },
    },
    now,
  );
}

/** Whoever is signed in to Microsoft 365: an account with a mailbox, in no group of the audience. */
function writeAdministrator(state: PracticeState, { settings }: Blueprint, now: Date): void {
  const { entra } = settings;
  if (entra === undefined) return;
  const { id, userPrincipalName: upn } = entra.admin;
  const sid = nextCloudSid(state);
  addEntraObject(
    state,
    {
      id,
      kind: 'user',
      displayName: 'Tenant administrator',
      upn,
      mail: upn,
      mailNickname: 'admin',
      sid,
      attributes: { usageLocation: entra.countryLetterCode },
    },
    now,
  );
  addRecipient(
    state,
    {
      side: 'cloud',
      type: 'MailUser',
      name: 'admin',
      displayName: 'Tenant administrator',
      alias: 'admin',
      address: upn,
      upn,
      sid,
      directoryId: id,
    },
    now,
  );
}

/** People whose identity is remembered for the entries of others: those of a preset come first. */
const mostNamed = 1_000;

/** People first, then their entries on each other's calendars, which need the others' identities. */
function writePeople(state: PracticeState, blueprint: Blueprint, groups: WrittenGroups, now: Date): void {
  const unusual: { readonly guid: string; readonly person: PersonPlan }[] = [];
  const sids = new Map<string, string>();
  let people = 0;
  for (const person of blueprint.people()) {
    people += 1;
    if (people === firstStatisticsAfter) state.run('ANALYZE');
    const written = writePerson(state, blueprint, groups, person, now);
    const isPlain = person.entries.length + person.calendars.length + person.conditions.length === 0;
    if (!isPlain && written.mailboxGuid !== '') unusual.push({ guid: written.mailboxGuid, person });
    if (sids.size < mostNamed) sids.set(person.alias, written.sid);
  }
  for (const { guid, person } of unusual) furnish(state, { guid, person, sids, ourGroupSid: groups.ourSid });
}
