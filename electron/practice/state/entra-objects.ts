import { randomUUID } from 'node:crypto';
import { mergeAttributes } from './ad-objects.ts';
import { foldCase } from './folding.ts';
import type { PracticeState } from './practice-file.ts';
import { bag, flag, text, type Attributes, type Row } from './rows.ts';

export type EntraKind = 'user' | 'group' | 'contact' | 'device' | 'servicePrincipal';

/**
 * An object in Entra ID. `attributes` holds what has no property here, by Graph's name (`usageLocation`,
 * `securityEnabled`, `mailEnabled`, `groupTypes`, `passwordPolicies` …). Empty text means "not set".
 */
export interface EntraObject {
  readonly id: string;
  readonly kind: EntraKind;
  readonly displayName: string;
  readonly upn: string;
  readonly mail: string;
  readonly mailNickname: string;
  /** `Member` or `Guest` for users. */
  readonly userType: string;
  readonly accountEnabled: boolean;
  /** The objectGUID of the object in Active Directory that it is the copy of; empty for one made in the cloud. */
  readonly onPremisesGuid: string;
  readonly sid: string;
  readonly attributes: Attributes;
  readonly hasPassword: boolean;
  readonly createdAt: string;
  /** When it went to the bin; empty while it is there. */
  readonly deletedAt: string;
}

type NewEntraObject = Pick<EntraObject, 'kind' | 'displayName'> &
  Partial<Omit<EntraObject, 'kind' | 'displayName' | 'hasPassword' | 'deletedAt'>>;
export type EntraChanges = Partial<Omit<EntraObject, 'id' | 'kind' | 'hasPassword' | 'createdAt'>>;

/** Adds an object as it is given: no rule of Graph is checked here, and it is visible at once. */
export function addEntraObject(state: PracticeState, given: NewEntraObject, now: Date): EntraObject {
  const object: EntraObject = {
    id: given.id ?? randomUUID(),
    kind: given.kind,
    displayName: given.displayName,
    upn: given.upn ?? '',
    mail: given.mail ?? '',
    mailNickname: given.mailNickname ?? '',
    userType: given.userType ?? (given.kind === 'user' ? 'Member' : ''),
    accountEnabled: given.accountEnabled ?? true,
    onPremisesGuid: given.onPremisesGuid ?? '',
    sid: given.sid ?? '',
    attributes: given.attributes ?? {},
    hasPassword: false,
    createdAt: given.createdAt ?? now.toISOString(),
    deletedAt: '',
  };
  write(state, object);
  return object;
}

/** Changes an object; `attributes` is merged, and an attribute set to null is taken away. Returns it as it is now. */
export function changeEntraObject(state: PracticeState, id: string, changes: EntraChanges): EntraObject {
  const before = entraObject(state, id);
  if (before === undefined) throw new Error(`There is no object ${id} in Entra ID.`);
  const after = {
    ...before,
    ...changes,
    attributes: mergeAttributes(before.attributes, changes.attributes),
  };
  write(state, after);
  return after;
}

/** The object with this id, in the bin or not, hidden by a clock or not (see `appearances.ts`). */
export const entraObject = (state: PracticeState, id: string): EntraObject | undefined =>
  one(state.row('SELECT * FROM entra_objects WHERE id = ?', foldCase(id)));

/** Living objects whose indexed property has this value (without case). */
export function entraObjectsBy(
  state: PracticeState,
  property: 'upn' | 'mail' | 'display',
  value: string,
): EntraObject[] {
  return state
    .rows(
      `SELECT * FROM entra_objects WHERE ${property}_key = ? AND ${property}_key <> '' AND deleted_at = ''`,
      foldCase(value),
    )
    .map(entraObjectOf);
}

/** The copy of an object of Active Directory, in the bin or not. */
export const entraObjectOfAd = (state: PracticeState, adGuid: string): EntraObject | undefined =>
  one(
    state.row(
      "SELECT * FROM entra_objects WHERE on_premises_guid = ? AND on_premises_guid <> '' ORDER BY deleted_at LIMIT 1",
      adGuid,
    ),
  );

/** All objects of one kind after an id (empty for the first page), in the order of their ids; those hidden from Graph by a clock left out. */
export const entraObjectsPage = (
  state: PracticeState,
  kind: EntraKind,
  after: string,
  limit: number,
  deleted = false,
): EntraObject[] =>
  state
    .rows(
      `SELECT * FROM entra_objects o INDEXED BY entra_objects_kind WHERE kind = ? AND id > ? AND deleted_at ${deleted ? '<>' : '='} ''
       AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.scope = 'graph' AND p.object = o.id) ORDER BY id LIMIT ?`,
      kind,
      after,
      limit,
    )
    .map(entraObjectOf);

/** All living objects of one kind, hidden ones too, page by page. */
export function* entraObjects(state: PracticeState, kind: EntraKind): Generator<EntraObject> {
  const fetch = (after: string, limit: number): Row[] =>
    state.rows(
      "SELECT * FROM entra_objects INDEXED BY entra_objects_kind WHERE kind = ? AND id > ? AND deleted_at = '' ORDER BY id LIMIT ?",
      kind,
      after,
      limit,
    );
  for (const row of state.pages(fetch, 'id')) yield entraObjectOf(row);
}

/** The hash of an account's password; empty where it has none. */
export const entraPasswordHash = (state: PracticeState, id: string): string =>
  text(state.row('SELECT password FROM entra_objects WHERE id = ?', id) ?? { password: '' }, 'password');

export function putEntraPasswordHash(state: PracticeState, id: string, hash: string): void {
  state.run('UPDATE entra_objects SET password = ? WHERE id = ?', hash, id);
}

const one = (row: Row | undefined): EntraObject | undefined =>
  row === undefined ? undefined : entraObjectOf(row);

/** Reads a row of `entra_objects`. */
export function entraObjectOf(row: Row): EntraObject {
  return {
    id: text(row, 'id'),
    kind: kindOf(text(row, 'kind')),
    displayName: text(row, 'display_name'),
    upn: text(row, 'upn'),
    mail: text(row, 'mail'),
    mailNickname: text(row, 'mail_nickname'),
    userType: text(row, 'user_type'),
    accountEnabled: flag(row, 'account_enabled'),
    onPremisesGuid: text(row, 'on_premises_guid'),
    sid: text(row, 'sid'),
    attributes: bag(row, 'attributes'),
    hasPassword: text(row, 'password') !== '',
    createdAt: text(row, 'created_at'),
    deletedAt: text(row, 'deleted_at'),
  };
}

const kinds: readonly EntraKind[] = ['user', 'group', 'contact', 'device', 'servicePrincipal'];
const kindOf = (value: string): EntraKind => kinds.find((kind) => kind === value) ?? 'contact';

function write(state: PracticeState, object: EntraObject): void {
  state.run(
    `INSERT INTO entra_objects (id, kind, display_name, display_key, upn, upn_key, mail, mail_key, mail_nickname, user_type,
       account_enabled, on_premises_guid, sid, attributes, password, created_at, deleted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)
     ON CONFLICT (id) DO UPDATE SET display_name = excluded.display_name, display_key = excluded.display_key,
       upn = excluded.upn, upn_key = excluded.upn_key, mail = excluded.mail, mail_key = excluded.mail_key,
       mail_nickname = excluded.mail_nickname, user_type = excluded.user_type, account_enabled = excluded.account_enabled,
       on_premises_guid = excluded.on_premises_guid, sid = excluded.sid, attributes = excluded.attributes,
       deleted_at = excluded.deleted_at`,
    object.id,
    object.kind,
    object.displayName,
    foldCase(object.displayName),
    object.upn,
    foldCase(object.upn),
    object.mail,
    foldCase(object.mail),
    object.mailNickname,
    object.userType,
    object.accountEnabled ? 1 : 0,
    object.onPremisesGuid,
    object.sid,
    JSON.stringify(object.attributes),
    object.createdAt,
    object.deletedAt,
  );
}
