import type { Json } from '../../../shared/commands/value.ts';
import { adObject } from '../state/ad-objects.ts';
import { conditionsOf } from '../state/conditions.ts';
import { entraObject } from '../state/entra-objects.ts';
import { entriesOf } from '../state/entries.ts';
import { foldersOf } from '../state/folders.ts';
import { licencesOf } from '../state/licences.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { proxyAddresses, recipient, type Recipient } from '../state/recipients.ts';
import { text, type Row } from '../state/rows.ts';
import type { Settings } from '../state/settings.ts';
import { compareText } from '../canonical-json.ts';
import { comparableAttributes, entraKey, nameOfSid } from './natural-keys.ts';

/** How objects are shown. `skus` are the tenant's products, so that licences are shown by name. */
export interface Showing {
  readonly state: PracticeState;
  readonly comparable: boolean;
  readonly skus: Settings['entra']['skus'];
}

const names = (rows: readonly Row[], name: (row: Row) => string): string[] =>
  rows.map(name).sort(compareText);

/** An object of Active Directory with its direct members. */
export function showAdObject({ state, comparable }: Showing, guid: string): Json {
  const object = adObject(state, guid);
  if (object === undefined) return null;
  const members = names(
    state.rows(
      `SELECT o.dn FROM ad_members m JOIN ad_objects o ON o.guid = m.member_guid
       WHERE m.group_guid = ? AND (o.deleted_at = '' OR ?)`,
      guid,
      comparable ? 0 : 1,
    ),
    (row) => text(row, 'dn'),
  );
  const { kind, dn, sam, upn, displayName, mail, enabled, scope, security } = object;
  const common = { kind, dn, sam, upn, displayName, mail, enabled, scope, security, members };
  if (comparable) return { ...common, attributes: comparableAttributes(state, object.attributes) };
  const { sid, attributes, hasPassword, createdAt, changedAt, deletedAt } = object;
  return { ...common, guid, sid, attributes, hasPassword, createdAt, changedAt, deletedAt };
}

/** An object of Entra ID with its direct members and its licences. */
export function showEntraObject(showing: Showing, id: string): Json {
  const { state, comparable } = showing;
  const object = entraObject(state, id);
  if (object === undefined) return null;
  const members = state
    .rows('SELECT member_id FROM entra_members WHERE group_id = ?', id)
    .flatMap((row) => entraObject(state, text(row, 'member_id')) ?? [])
    .filter((member) => !comparable || member.deletedAt === '')
    .map(entraKey)
    .sort(compareText);
  const { kind, displayName, upn, mail, mailNickname, userType, accountEnabled } = object;
  const common = {
    kind,
    displayName,
    upn,
    mail,
    mailNickname,
    userType,
    accountEnabled,
    synchronised: object.onPremisesGuid !== '',
    licences: showLicences(showing, id),
    members,
  };
  if (comparable) return { ...common, attributes: comparableAttributes(state, object.attributes) };
  const { sid, attributes, hasPassword, createdAt, deletedAt, onPremisesGuid } = object;
  return { ...common, id, sid, onPremisesGuid, attributes, hasPassword, createdAt, deletedAt };
}

function showLicences({ state, skus }: Showing, id: string): readonly Json[] {
  return licencesOf(state, id)
    .map((licence) => {
      const sku = skus.find(({ skuId }) => skuId === licence.skuId);
      const group = entraObject(state, licence.byGroup);
      return {
        sku: sku?.skuPartNumber ?? licence.skuId,
        byGroup: group === undefined ? '' : entraKey(group),
        disabledPlans: licence.disabledPlans
          .map(
            (plan) =>
              sku?.servicePlans.find(({ servicePlanId }) => servicePlanId === plan)?.servicePlanName ?? plan,
          )
          .sort(compareText),
        problem: licence.problem,
      };
    })
    .sort((left, right) => compareText(left.sku + left.byGroup, right.sku + right.byGroup));
}

/** Conditions that are used up by a look count looks, and are no part of the state at rest. */
const usedUp = new Set(['failing-once', 'moving']);

/** A recipient with its addresses and, for a mailbox, its folders and who has rights on them. */
export function showRecipient(showing: Showing, side: Recipient['side'], guid: string): Json {
  const { state, comparable } = showing;
  const found = recipient(state, side, guid);
  if (found === undefined) return null;
  const { type, name, displayName, alias, address, upn, hidden } = found;
  const common = {
    side,
    type,
    name,
    displayName,
    alias,
    address,
    upn,
    hidden,
    addresses: proxyAddresses(state, side, guid),
    conditions: conditionsOf(state, side, guid).filter((condition) => !comparable || !usedUp.has(condition)),
    folders: foldersOf(state, side, guid).map((folder) => ({
      name: folder.name,
      path: folder.path,
      type: folder.type,
      items: folder.items,
      entries: showEntries(showing, side, folder.folder),
      ...(comparable ? {} : { folderId: folder.folderId }),
    })),
  };
  if (comparable) return { ...common, attributes: comparableAttributes(state, found.attributes) };
  const { exchangeGuid, sid, directoryId, attributes, createdAt, removedAt } = found;
  return { ...common, guid, exchangeGuid, sid, directoryId, attributes, createdAt, removedAt };
}

function showEntries(
  { state, comparable }: Showing,
  side: Recipient['side'],
  folder: number,
): readonly Json[] {
  const entries = entriesOf(state, folder).map((entry) => ({
    user: entry.kind === 'sid' ? nameOfSid(state, side, entry.principal) : entry.principal,
    rights: [...entry.rights].sort(compareText),
    flags: [...entry.flags].sort(compareText),
    ...(comparable ? {} : { principal: entry.principal, seq: entry.seq }),
  }));
  return comparable ? entries.sort((left, right) => compareText(left.user, right.user)) : entries;
}
