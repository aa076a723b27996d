import { randomUUID } from 'node:crypto';
import type { Side } from '../../../shared/run/ports.ts';
import { mergeAttributes } from './ad-objects.ts';
import { fold, foldCase } from './folding.ts';
import type { PracticeState } from './practice-file.ts';
import { isMailboxType, recipientTypes, type RecipientType } from './recipient-types.ts';
import { bag, flag, text, type Attributes, type Row } from './rows.ts';

/**
 * What Exchange of one side knows. On-premises `guid` and `directoryId` are the objectGUID in Active Directory; in the
 * cloud `guid` is Exchange's own and `directoryId` is the id in Entra ID (empty for what lives in Exchange only).
 * `attributes` holds what has no property here, by Exchange's name.
 */
export interface Recipient {
  readonly side: Side;
  readonly guid: string;
  /** The mailbox's own GUID; empty for what is no mailbox. */
  readonly exchangeGuid: string;
  readonly type: RecipientType;
  readonly name: string;
  readonly displayName: string;
  readonly alias: string;
  /** Primary SMTP address. */
  readonly address: string;
  readonly sid: string;
  readonly upn: string;
  readonly directoryId: string;
  /** Hidden from address lists. */
  readonly hidden: boolean;
  readonly attributes: Attributes;
  readonly createdAt: string;
  /** When its mailbox was taken away and kept aside; empty while it is there. */
  readonly removedAt: string;
}

type Given = 'side' | 'type' | 'name' | 'displayName' | 'alias' | 'address';
export type NewRecipient = Pick<Recipient, Given> &
  Partial<Omit<Recipient, Given | 'removedAt'>> & {
    /** Further addresses. */
    readonly otherAddresses?: readonly string[];
  };
export type RecipientChanges = Partial<Omit<Recipient, 'side' | 'guid' | 'createdAt'>>;

/** Can this kind hold rights on a folder? (facts-exchange 1.6) */
export const isSecurityPrincipal = (recipient: Recipient): boolean =>
  isMailboxType(recipient.type) ||
  recipient.type === 'MailUniversalSecurityGroup' ||
  recipient.type === 'RemoteUserMailbox' ||
  (recipient.type === 'MailUser' && recipient.sid !== '');

/** Adds a recipient as it is given, with its addresses; a mailbox gets no folders by this (see `mailboxes.ts`). */
export function addRecipient(state: PracticeState, given: NewRecipient, now: Date): Recipient {
  const recipient: Recipient = {
    side: given.side,
    guid: given.guid ?? randomUUID(),
    exchangeGuid: given.exchangeGuid ?? (isMailboxType(given.type) ? randomUUID() : ''),
    type: given.type,
    name: given.name,
    displayName: given.displayName,
    alias: given.alias,
    address: given.address,
    sid: given.sid ?? '',
    upn: given.upn ?? '',
    directoryId: given.directoryId ?? '',
    hidden: given.hidden ?? false,
    attributes: given.attributes ?? {},
    createdAt: given.createdAt ?? now.toISOString(),
    removedAt: '',
  };
  write(state, recipient);
  addAddress(state, recipient, recipient.address, true);
  for (const address of given.otherAddresses ?? []) addAddress(state, recipient, address, false);
  return recipient;
}

/** Changes a recipient; `attributes` is merged, null takes one away. A new primary address keeps the old one as a further one. */
export function changeRecipient(
  state: PracticeState,
  side: Side,
  guid: string,
  changes: RecipientChanges,
): Recipient {
  const before = recipient(state, side, guid);
  if (before === undefined) throw new Error(`There is no recipient ${guid} on the side ${side}.`);
  const after = {
    ...before,
    ...changes,
    attributes: mergeAttributes(before.attributes, changes.attributes),
  };
  write(state, after);
  if (foldCase(after.address) !== foldCase(before.address)) {
    state.run(
      'UPDATE addresses INDEXED BY addresses_guid SET is_primary = 0 WHERE side = ? AND guid = ?',
      side,
      guid,
    );
    addAddress(state, after, after.address, true);
  }
  return after;
}

/** Takes a recipient and its addresses away for good; folders and entries of a mailbox are left for `mailboxes.ts`. */
export function deleteRecipient(state: PracticeState, side: Side, guid: string): void {
  state.run('DELETE FROM recipients WHERE side = ? AND guid = ?', side, guid);
  state.run('DELETE FROM addresses INDEXED BY addresses_guid WHERE side = ? AND guid = ?', side, guid);
}

function addAddress(state: PracticeState, owner: Recipient, address: string, primary: boolean): void {
  if (address === '') return;
  state.run(
    `INSERT INTO addresses (side, address_key, guid, address, is_primary) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET address = excluded.address, is_primary = excluded.is_primary`,
    owner.side,
    foldCase(address),
    owner.guid,
    address,
    primary ? 1 : 0,
  );
}

/** All addresses of a recipient, the primary one first, in Exchange's form (`SMTP:` marks the primary one). */
export const proxyAddresses = (state: PracticeState, side: Side, guid: string): string[] =>
  state
    .rows(
      'SELECT address, is_primary FROM addresses INDEXED BY addresses_guid WHERE side = ? AND guid = ? ORDER BY is_primary DESC, address_key',
      side,
      guid,
    )
    .map((row) => `${flag(row, 'is_primary') ? 'SMTP' : 'smtp'}:${text(row, 'address')}`);

/** The recipient with this GUID, kept aside or not, hidden by a clock or not (see `appearances.ts`). */
export const recipient = (state: PracticeState, side: Side, guid: string): Recipient | undefined =>
  one(state.row('SELECT * FROM recipients WHERE side = ? AND guid = ?', side, foldCase(guid)));

/** The recipient with this SID that is not kept aside: whose current name an entry shows. */
export const recipientBySid = (state: PracticeState, side: Side, sid: string): Recipient | undefined =>
  one(
    state.row(
      "SELECT * FROM recipients INDEXED BY recipients_sid WHERE side = ? AND sid = ? AND sid <> '' AND removed_at = ''",
      side,
      sid,
    ),
  );

/** The recipient of a directory object, kept aside or not. */
export const recipientOfDirectory = (
  state: PracticeState,
  side: Side,
  directoryId: string,
): Recipient | undefined =>
  one(
    state.row(
      'SELECT * FROM recipients INDEXED BY recipients_directory WHERE side = ? AND directory_id = ? ORDER BY removed_at LIMIT 1',
      side,
      directoryId,
    ),
  );

/** Recipients that carry this address, whether primary or not. */
export const recipientsByAddress = (state: PracticeState, side: Side, address: string): Recipient[] =>
  state
    .rows(
      `SELECT r.* FROM addresses a JOIN recipients r ON r.side = a.side AND r.guid = a.guid
       WHERE a.side = ? AND a.address_key = ? AND r.removed_at = ''`,
      side,
      foldCase(address),
    )
    .map(recipientOf);

/** Recipients whose indexed property has this value. (The index is named: SQLite would go through the whole side by its primary key.) */
export function recipientsBy(
  state: PracticeState,
  side: Side,
  property: 'name' | 'display' | 'alias' | 'upn' | 'exchange_guid',
  value: string,
): Recipient[] {
  const column = property === 'exchange_guid' ? property : `${property}_key`;
  const key = property === 'name' || property === 'display' ? fold(value) : foldCase(value);
  return state
    .rows(
      `SELECT * FROM recipients INDEXED BY recipients_${property}
       WHERE side = ? AND ${column} = ? AND ${column} <> '' AND removed_at = ''`,
      side,
      key,
    )
    .map(recipientOf);
}

/** All recipients of a side, in the order of their GUIDs, page by page; those kept aside or hidden by a clock are left out. */
export function* recipients(state: PracticeState, side: Side, type?: RecipientType): Generator<Recipient> {
  const seen = `r.removed_at = '' AND NOT EXISTS (
    SELECT 1 FROM pending p WHERE p.scope = 'exchange' AND p.object = r.guid)`;
  const rows =
    type === undefined
      ? state.pages(
          (after, limit) =>
            state.rows(
              `SELECT * FROM recipients r WHERE side = ? AND guid > ? AND ${seen} ORDER BY guid LIMIT ?`,
              side,
              after,
              limit,
            ),
          'guid',
        )
      : state.pages(
          (after, limit) =>
            state.rows(
              `SELECT * FROM recipients r INDEXED BY recipients_type WHERE side = ? AND type = ? AND guid > ? AND ${seen} ORDER BY guid LIMIT ?`,
              side,
              type,
              after,
              limit,
            ),
          'guid',
        );
  for (const row of rows) yield recipientOf(row);
}

const one = (row: Row | undefined): Recipient | undefined =>
  row === undefined ? undefined : recipientOf(row);

const sideOf = (value: string): Side => (value === 'cloud' ? 'cloud' : 'on-premises');
const typeOf = (value: string): RecipientType => recipientTypes.find((type) => type === value) ?? 'MailUser';

/** Reads a row of `recipients`. */
function recipientOf(row: Row): Recipient {
  return {
    side: sideOf(text(row, 'side')),
    guid: text(row, 'guid'),
    exchangeGuid: text(row, 'exchange_guid'),
    type: typeOf(text(row, 'type')),
    name: text(row, 'name'),
    displayName: text(row, 'display_name'),
    alias: text(row, 'alias'),
    address: text(row, 'address'),
    sid: text(row, 'sid'),
    upn: text(row, 'upn'),
    directoryId: text(row, 'directory_id'),
    hidden: flag(row, 'hidden'),
    attributes: bag(row, 'attributes'),
    createdAt: text(row, 'created_at'),
    removedAt: text(row, 'removed_at'),
  };
}

function write(state: PracticeState, object: Recipient): void {
  state.run(
    `INSERT INTO recipients (side, guid, exchange_guid, type, name, name_key, display_name, display_key, alias, alias_key,
       address, sid, upn, upn_key, directory_id, hidden, attributes, created_at, removed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (side, guid) DO UPDATE SET exchange_guid = excluded.exchange_guid, type = excluded.type,
       name = excluded.name, name_key = excluded.name_key, display_name = excluded.display_name,
       display_key = excluded.display_key, alias = excluded.alias, alias_key = excluded.alias_key,
       address = excluded.address, sid = excluded.sid, upn = excluded.upn, upn_key = excluded.upn_key,
       directory_id = excluded.directory_id, hidden = excluded.hidden, attributes = excluded.attributes,
       removed_at = excluded.removed_at`,
    object.side,
    object.guid,
    object.exchangeGuid,
    object.type,
    object.name,
    fold(object.name),
    object.displayName,
    fold(object.displayName),
    object.alias,
    foldCase(object.alias),
    object.address,
    object.sid,
    object.upn,
    foldCase(object.upn),
    object.directoryId,
    object.hidden ? 1 : 0,
    JSON.stringify(object.attributes),
    object.createdAt,
    object.removedAt,
  );
}
