import { isMailboxType, type RecipientType } from '../state/recipient-types.ts';
import { randomUUID } from 'node:crypto';
import { addAdObject, adObjectByDn } from '../state/ad-objects.ts';
import { settleCloudMailbox } from '../state/cloud-mailboxes.ts';
import { distinguishedNameOf } from '../state/distinguished-names.ts';
import { addEntraObject, changeEntraObject, entraObjectOfAd } from '../state/entra-objects.ts';
import { calendarFolder, renameFolder } from '../state/folders.ts';
import { putLicence } from '../state/licences.ts';
import { furnishMailbox } from '../state/mailboxes.ts';
import { addAdMember, addEntraMember } from '../state/members.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { addRecipient, changeRecipient, recipientOfDirectory } from '../state/recipients.ts';
import { nextCloudSid, synchronise } from '../state/synchronisation.ts';
import type { Blueprint, PersonKind, PersonPlan } from './blueprint.ts';
import { skuIdOf } from './products.ts';
import type { WrittenGroups } from './write-groups.ts';

/** A person as written: the mailbox's GUID on its side (empty for none) and the SID that entries name it by. */
export interface WrittenPerson {
  readonly person: PersonPlan;
  readonly mailboxGuid: string;
  readonly sid: string;
}

const types: Readonly<Record<PersonKind, RecipientType | undefined>> = {
  person: 'UserMailbox',
  'no-mailbox': undefined,
  guest: 'GuestMailUser',
  contact: 'MailContact',
  room: 'RoomMailbox',
  shared: 'SharedMailbox',
  bookings: 'SchedulingMailbox',
};

/** Accounts of rooms and shared mailboxes are disabled; that says nothing about their mailbox. (facts-microsoft365 4) */
const isEnabled = (person: PersonPlan): boolean =>
  person.enabled && !['room', 'shared', 'bookings'].includes(person.kind);

/** Writes a person with account, mailbox, licence and memberships, wherever the site has them. */
export function writePerson(
  state: PracticeState,
  blueprint: Blueprint,
  groups: WrittenGroups,
  person: PersonPlan,
  now: Date,
): WrittenPerson {
  const hasDirectory = blueprint.settings.activeDirectory !== undefined && person.kind !== 'guest';
  return hasDirectory
    ? writeInDirectory(state, blueprint, groups, person, now)
    : writeInCloud(state, blueprint, groups, person, now);
}

function writeInCloud(
  state: PracticeState,
  blueprint: Blueprint,
  groups: WrittenGroups,
  person: PersonPlan,
  now: Date,
): WrittenPerson {
  const isContact = person.kind === 'contact';
  const sid = isContact ? '' : nextCloudSid(state);
  const upn = isContact ? '' : cloudUpn(blueprint, person);
  const { id } = addEntraObject(
    state,
    {
      kind: isContact ? 'contact' : 'user',
      displayName: person.displayName,
      upn,
      mail: person.kind === 'no-mailbox' ? '' : person.address,
      mailNickname: person.alias,
      userType: isContact ? '' : person.kind === 'guest' ? 'Guest' : 'Member',
      accountEnabled: isEnabled(person),
      sid,
      attributes: {
        preferredLanguage: person.language,
        ...(person.kind === 'guest' ? { externalUserState: 'Accepted' } : { usageLocation: 'NL' }),
      },
    },
    now,
  );
  license(state, blueprint, person, id);
  for (const name of person.groups) {
    const group = groups.byName.get(name);
    if (group?.plan.madeIn === 'cloud') addEntraMember(state, group.id, id);
  }
  const type = types[person.kind];
  if (type === undefined) return { person, mailboxGuid: '', sid };
  const recipient = addRecipient(
    state,
    {
      side: 'cloud',
      type,
      name: person.alias,
      displayName: person.displayName,
      alias: person.alias,
      address: person.address,
      upn,
      sid,
      directoryId: id,
      hidden: person.hidden,
      attributes: { language: person.language },
      otherAddresses: person.otherAddresses,
    },
    now,
  );
  if (!isMailboxType(type)) return { person, mailboxGuid: '', sid };
  furnishMailbox(state, recipient, person.calendar);
  return { person, mailboxGuid: recipient.guid, sid };
}

/** A guest's sign-in name keeps the outside address, with its @ as an underscore. (facts-microsoft365 2.4) */
function cloudUpn(blueprint: Blueprint, person: PersonPlan): string {
  if (person.kind !== 'guest') return person.userPrincipalName;
  const initial = blueprint.settings.entra?.domains.find(({ isInitial }) => isInitial)?.name ?? '';
  return `${person.alias}_elsewhere.example#EXT#@${initial}`;
}

function license(state: PracticeState, blueprint: Blueprint, person: PersonPlan, id: string): void {
  if (person.kind !== 'person') return;
  const part = person.kiosk ? blueprint.kioskSku : blueprint.peopleSku;
  putLicence(state, id, { skuId: skuIdOf(part), byGroup: '', disabledPlans: [], problem: '' });
}

function writeInDirectory(
  state: PracticeState,
  blueprint: Blueprint,
  groups: WrittenGroups,
  person: PersonPlan,
  now: Date,
): WrittenPerson {
  const isContact = person.kind === 'contact';
  const kind = isContact ? 'contact' : 'user';
  const parentDn = peopleUnit(blueprint);
  const object = addAdObject(
    state,
    {
      kind,
      name: commonName(state, kind, person, parentDn),
      parentDn,
      sam: isContact ? '' : person.alias.slice(0, 20),
      upn: isContact ? '' : person.userPrincipalName,
      displayName: person.displayName,
      mail: person.kind === 'no-mailbox' ? '' : person.address,
      enabled: isEnabled(person),
      attributes: { preferredLanguage: person.language },
    },
    now,
  );
  for (const name of person.groups) {
    const group = groups.byName.get(name);
    if (group?.plan.madeIn === 'active-directory') addAdMember(state, group.id, object.guid);
  }
  const type = types[person.kind];
  const isRemote = person.side === 'cloud' && type !== undefined && isMailboxType(type);
  if (type !== undefined) {
    const recipient = addRecipient(
      state,
      {
        side: 'on-premises',
        guid: object.guid,
        type: isRemote ? 'RemoteUserMailbox' : type,
        name: object.name,
        displayName: person.displayName,
        alias: person.alias,
        address: person.address,
        upn: object.upn,
        sid: object.sid,
        directoryId: object.guid,
        hidden: person.hidden,
        attributes: { language: person.language },
        otherAddresses: person.otherAddresses,
      },
      now,
    );
    if (!isRemote && isMailboxType(type)) furnishMailbox(state, recipient, person.calendar);
  }
  if (blueprint.settings.entra !== undefined) synchronise(state, object.guid, now, 'now');
  if (isRemote) return bringToCloud(state, blueprint, person, object.guid, type, now);
  return {
    person,
    mailboxGuid: type !== undefined && isMailboxType(type) ? object.guid : '',
    sid: object.sid,
  };
}

/** A mailbox that was moved to the cloud: licensed there, and no more than a remote mailbox on-premises. */
function bringToCloud(
  state: PracticeState,
  blueprint: Blueprint,
  person: PersonPlan,
  adGuid: string,
  type: RecipientType,
  now: Date,
): WrittenPerson {
  const copy = entraObjectOfAd(state, adGuid);
  if (copy === undefined) throw new Error(`${person.alias} was not synchronised.`);
  changeEntraObject(state, copy.id, { attributes: { usageLocation: 'NL' } });
  license(state, blueprint, person, copy.id);
  settleCloudMailbox(state, copy.id, now);
  const found = recipientOfDirectory(state, 'cloud', copy.id);
  if (found === undefined) throw new Error(`${person.alias} has no recipient in the cloud.`);
  const mailbox = isMailboxType(found.type)
    ? found
    : changeRecipient(state, 'cloud', found.guid, { type, exchangeGuid: randomUUID() });
  const calendar = furnishMailbox(state, mailbox, person.calendar);
  if (person.calendar !== '' && calendar.name !== person.calendar)
    renameFolder(state, calendar, person.calendar);
  return {
    person,
    mailboxGuid: calendarFolder(state, 'cloud', mailbox.guid)?.mailboxGuid ?? '',
    sid: mailbox.sid,
  };
}

const peopleUnit = ({ settings, units }: Blueprint): string =>
  units.find((unit) => /^OU=People,/iu.test(unit)) ??
  `CN=Users,${settings.activeDirectory?.distinguishedName ?? ''}`;

/** The display name where it is free and short enough for a common name, else the alias: two people may share a name. */
function commonName(state: PracticeState, kind: string, person: PersonPlan, parentDn: string): string {
  const { displayName, alias } = person;
  const isFree = adObjectByDn(state, distinguishedNameOf(kind, displayName, parentDn)) === undefined;
  return isFree && displayName.length <= 64 ? displayName : alias;
}
