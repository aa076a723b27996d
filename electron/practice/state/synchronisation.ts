import { isGroupType, isMailboxType, type RecipientType } from './recipient-types.ts';
import type { Json } from '../../../shared/commands/value.ts';
import { hide, isPending } from '../clocks.ts';
import { adObject, adPasswordHash, type AdObject } from './ad-objects.ts';
import { settleCloudMailbox } from './cloud-mailboxes.ts';
import { removeEntraObject } from './entra-bin.ts';
import { addEntraObject, changeEntraObject, entraObjectOfAd, entraObjectsBy } from './entra-objects.ts';
import { putEntraPasswordHash, type EntraKind, type EntraObject } from './entra-objects.ts';
import { setAside } from './mailboxes.ts';
import type { PracticeState } from './practice-file.ts';
import { addRecipient, changeRecipient } from './recipients.ts';
import { proxyAddresses, recipientOfDirectory, type Recipient } from './recipients.ts';
import { findSetting, nextNumber, putSetting, setting } from './settings.ts';

/**
 * An object in Active Directory was made, changed or deleted: what is derived from it follows. Exchange Server sees it
 * at once; its copies in the cloud when a synchronisation has carried it (see `appearances.ts`).
 */
export function carryAdChange(state: PracticeState, guid: string, now: Date): void {
  carryToExchangeServer(state, guid);
  if (!isSynchronised(state)) return;
  const copy = entraObjectOfAd(state, guid);
  if (copy === undefined || isPending(state, 'graph', copy.id)) synchronise(state, guid, now, 'later');
  else hide(state, 'change', guid, now);
}

const isSynchronised = (state: PracticeState): boolean => findSetting(state, 'entra')?.synchronised === true;

function carryToExchangeServer(state: PracticeState, guid: string): void {
  const object = adObject(state, guid);
  const there = recipientOfDirectory(state, 'on-premises', guid);
  if (object === undefined || there === undefined) return;
  const { name, displayName, upn, sid } = object;
  changeRecipient(state, 'on-premises', guid, {
    name,
    displayName: displayName === '' ? name : displayName,
    upn,
    sid,
    removedAt: object.deletedAt,
  });
}

/**
 * Brings the cloud's copies of one object of Active Directory up to date: makes, changes or removes them, as Entra
 * Connect does. `later` hides what is newly made until its clocks have run out.
 */
export function synchronise(state: PracticeState, guid: string, now: Date, when: 'now' | 'later'): void {
  if (!isSynchronised(state)) return;
  const object = adObject(state, guid);
  const copy = entraObjectOfAd(state, guid);
  if (object === undefined || object.deletedAt !== '' || !isInScope(object)) {
    if (copy !== undefined && copy.deletedAt === '') removeEntraObject(state, copy.id, now);
    return;
  }
  const fresh = writeCopy(state, object, copy, now);
  if (copy === undefined && when === 'later') hide(state, 'graph', fresh.id, now);
  carryMembers(state, object, fresh);
  carryRecipient(state, object, fresh, now, when);
  if (object.kind === 'user') settleCloudMailbox(state, fresh.id, now);
  putSetting(state, 'entra', { ...setting(state, 'entra'), lastSynchronisation: now.toISOString() });
}

const isInScope = (object: AdObject): boolean =>
  object.attributes['isCriticalSystemObject'] !== true &&
  (object.kind === 'user' ||
    (object.kind === 'group' && (object.security || object.mail !== '')) ||
    (object.kind === 'contact' && object.mail !== ''));

function writeCopy(
  state: PracticeState,
  object: AdObject,
  copy: EntraObject | undefined,
  now: Date,
): EntraObject {
  const kind: EntraKind = object.kind === 'group' ? 'group' : object.kind === 'contact' ? 'contact' : 'user';
  const arrival = kind === 'user' ? arrivingUpn(state, object, copy) : { upn: '', errors: [] };
  const values = {
    displayName: object.displayName === '' ? object.name : object.displayName,
    upn: arrival.upn,
    mail: object.mail,
    mailNickname: nicknameOf(state, object),
    accountEnabled: object.enabled,
    deletedAt: '',
    attributes: { ...copiedAttributes(state, object, now), onPremisesProvisioningErrors: arrival.errors },
  };
  const fresh =
    copy === undefined
      ? addEntraObject(state, { ...values, kind, onPremisesGuid: object.guid, sid: nextCloudSid(state) }, now)
      : changeEntraObject(state, copy.id, values);
  const hash = adPasswordHash(state, object.guid);
  if (hash !== '') putEntraPasswordHash(state, fresh.id, hash);
  return fresh;
}

/** A new security identifier of the tenant. */
export const nextCloudSid = (state: PracticeState): string =>
  `S-1-5-21-1860215463-1743206812-3041599276-${nextNumber(state, 'cloud-rid', 2_001)}`;

function nicknameOf(state: PracticeState, object: AdObject): string {
  const alias = recipientOfDirectory(state, 'on-premises', object.guid)?.alias ?? '';
  return alias === '' ? object.sam : alias;
}

/**
 * The UPN with which a user arrives: an unverified suffix becomes `@tenant.onmicrosoft.com`, and one that is taken gets a
 * number and is reported as a provisioning error. (facts-microsoft365 11)
 */
function arrivingUpn(
  state: PracticeState,
  object: AdObject,
  copy: EntraObject | undefined,
): { readonly upn: string; readonly errors: Json[] } {
  const { domains } = setting(state, 'entra');
  const initial = domains.find((domain) => domain.isInitial)?.name ?? '';
  const wanted = object.upn === '' ? `${object.sam}@${initial}` : object.upn;
  const [prefix = '', suffix = ''] = wanted.split('@');
  const isVerified = domains.some(
    (domain) => domain.isVerified && domain.name.toLowerCase() === suffix.toLowerCase(),
  );
  const upn = isVerified ? wanted : `${prefix}@${initial}`;
  if (entraObjectsBy(state, 'upn', upn).every((other) => other.id === copy?.id)) return { upn, errors: [] };
  const error = {
    category: 'PropertyConflict',
    propertyCausingError: 'UserPrincipalName',
    value: upn,
    occurredDateTime: object.changedAt,
  };
  const number = String(nextNumber(state, 'upn-conflict', 1_001));
  return { upn: copy?.upn ?? `${prefix}${number}@${initial}`, errors: [error] };
}

function copiedAttributes(state: PracticeState, object: AdObject, now: Date): Readonly<Record<string, Json>> {
  const common = {
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: now.toISOString(),
    onPremisesSecurityIdentifier: object.sid,
    onPremisesSamAccountName: object.sam,
    onPremisesDomainName: setting(state, 'activeDirectory').dnsRoot,
  };
  if (object.kind === 'group')
    return { ...common, securityEnabled: object.security, mailEnabled: object.mail !== '', groupTypes: [] };
  return {
    ...common,
    onPremisesImmutableId: Buffer.from(object.guid.replaceAll('-', ''), 'hex').toString('base64'),
    onPremisesDistinguishedName: object.dn,
    onPremisesUserPrincipalName: object.upn,
    ...Object.fromEntries(
      Object.entries({
        givenName: object.attributes['givenName'],
        surname: object.attributes['sn'],
        preferredLanguage: object.attributes['preferredLanguage'],
      }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
  };
}

function carryMembers(state: PracticeState, object: AdObject, copy: EntraObject): void {
  state.run(
    `INSERT OR IGNORE INTO entra_members (group_id, member_id)
     SELECT e.id, ? FROM ad_members m JOIN entra_objects e ON e.on_premises_guid = m.group_guid AND e.on_premises_guid <> ''
     WHERE m.member_guid = ? AND NOT EXISTS (
       SELECT 1 FROM pending p WHERE p.scope = 'change' AND p.object = m.group_guid)`,
    copy.id,
    object.guid,
  );
  if (object.kind !== 'group') return;
  const inDirectory = `SELECT e.id FROM ad_members m
    JOIN entra_objects e ON e.on_premises_guid = m.member_guid AND e.on_premises_guid <> '' WHERE m.group_guid = ?`;
  state.run(
    `DELETE FROM entra_members WHERE group_id = ? AND member_id NOT IN (${inDirectory})`,
    copy.id,
    object.guid,
  );
  state.run(
    `INSERT OR IGNORE INTO entra_members (group_id, member_id) SELECT ?, id FROM (${inDirectory})`,
    copy.id,
    object.guid,
  );
}

/** What a recipient of Exchange Server becomes in Exchange Online; nothing for what is not carried. */
function typeInCloud(type: RecipientType): RecipientType | undefined {
  if (isMailboxType(type) || type === 'RemoteUserMailbox' || type === 'MailUser') return 'MailUser';
  return isGroupType(type) || type === 'MailContact' ? type : undefined;
}

function carryRecipient(
  state: PracticeState,
  object: AdObject,
  copy: EntraObject,
  now: Date,
  when: 'now' | 'later',
): void {
  const source = recipientOfDirectory(state, 'on-premises', object.guid);
  const there = recipientOfDirectory(state, 'cloud', copy.id);
  const type = source === undefined || source.removedAt !== '' ? undefined : typeInCloud(source.type);
  if (source === undefined || type === undefined) {
    if (there !== undefined && !isMailboxType(there.type)) setAside(state, 'cloud', there.guid, now);
    return;
  }
  if (there === undefined) {
    const made = addRecipient(
      state,
      { ...carried(source, copy), side: 'cloud', type, name: object.name },
      now,
    );
    addOtherAddresses(state, source, made);
    if (when === 'later')
      for (const scope of ['exchange', 'folders/cloud'] as const) hide(state, scope, made.guid, now);
    return;
  }
  changeRecipient(state, 'cloud', there.guid, {
    ...carried(source, copy),
    removedAt: '',
    ...(isMailboxType(there.type) && !isMailboxType(source.type) ? {} : { type }),
  });
}

const carried = (source: Recipient, copy: EntraObject) => ({
  displayName: source.displayName,
  alias: source.alias,
  address: source.address,
  hidden: source.hidden,
  upn: copy.upn,
  sid: copy.sid,
  directoryId: copy.id,
  attributes: {
    ...source.attributes,
    isDirSynced: true,
    /** A mailbox on-premises: no licence brings a second one. */
    onPremisesMailbox: isMailboxType(source.type),
  },
});

function addOtherAddresses(state: PracticeState, source: Recipient, made: Recipient): void {
  for (const proxy of proxyAddresses(state, 'on-premises', source.guid)) {
    const address = proxy.slice(5);
    state.run(
      'INSERT OR IGNORE INTO addresses (side, address_key, guid, address, is_primary) VALUES (?, ?, ?, ?, 0)',
      'cloud',
      address.toLowerCase(),
      made.guid,
      address,
    );
  }
}
