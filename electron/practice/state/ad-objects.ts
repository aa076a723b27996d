import { randomUUID } from 'node:crypto';
import { distinguishedNameOf } from './distinguished-names.ts';
import { fold, foldCase } from './folding.ts';
import type { PracticeState } from './practice-file.ts';
import { bag, flag, text, type Attributes, type Row } from './rows.ts';
import { nextNumber, setting } from './settings.ts';

export type AdKind = 'user' | 'group' | 'contact' | 'organizationalUnit' | 'container' | 'computer';
export type GroupScope = 'Global' | 'Universal' | 'DomainLocal';

/** An object in Active Directory. `attributes` holds what has no property here, by LDAP name. Empty text means "not set". */
export interface AdObject {
  readonly guid: string;
  readonly kind: AdKind;
  readonly sid: string;
  readonly dn: string;
  /** The CN (OU for an organisational unit). */
  readonly name: string;
  readonly parentDn: string;
  readonly sam: string;
  readonly upn: string;
  readonly displayName: string;
  readonly mail: string;
  readonly enabled: boolean;
  readonly scope: GroupScope | '';
  readonly security: boolean;
  readonly attributes: Attributes;
  readonly hasPassword: boolean;
  readonly createdAt: string;
  readonly changedAt: string;
  /** When it went to the bin; empty while it is there. */
  readonly deletedAt: string;
}

type Given = 'kind' | 'name' | 'parentDn';
type NewAdObject = Pick<AdObject, Given> &
  Partial<Omit<AdObject, Given | 'dn' | 'hasPassword' | 'changedAt' | 'deletedAt'>>;
export type AdChanges = Partial<Omit<AdObject, 'guid' | 'sid' | 'dn' | 'kind' | 'hasPassword' | 'createdAt'>>;

const kindsWithSid: readonly AdKind[] = ['user', 'group', 'computer'];

/** Adds an object as it is given: no rule of the directory is checked here. */
export function addAdObject(state: PracticeState, given: NewAdObject, now: Date): AdObject {
  const object: AdObject = {
    guid: given.guid ?? randomUUID(),
    kind: given.kind,
    sid: given.sid ?? (kindsWithSid.includes(given.kind) ? nextSid(state) : ''),
    dn: distinguishedNameOf(given.kind, given.name, given.parentDn),
    name: given.name,
    parentDn: given.parentDn,
    sam: given.sam ?? '',
    upn: given.upn ?? '',
    displayName: given.displayName ?? '',
    mail: given.mail ?? '',
    enabled: given.enabled ?? true,
    scope: given.scope ?? '',
    security: given.security ?? false,
    attributes: given.attributes ?? {},
    hasPassword: false,
    createdAt: given.createdAt ?? now.toISOString(),
    changedAt: now.toISOString(),
    deletedAt: '',
  };
  write(state, object);
  return object;
}

/** A new security identifier of the domain. */
const nextSid = (state: PracticeState): string =>
  `${setting(state, 'activeDirectory').domainSid}-${nextNumber(state, 'rid', 1103)}`;

/** Changes an object; `attributes` is merged, and an attribute set to null is taken away. Returns it as it is now. */
export function changeAdObject(state: PracticeState, guid: string, changes: AdChanges, now: Date): AdObject {
  const before = adObject(state, guid);
  if (before === undefined) throw new Error(`There is no object ${guid} in Active Directory.`);
  const merged = { ...before, ...changes, changedAt: now.toISOString() };
  const after = {
    ...merged,
    dn: distinguishedNameOf(merged.kind, merged.name, merged.parentDn),
    attributes: mergeAttributes(before.attributes, changes.attributes),
  };
  write(state, after);
  return after;
}

/** The attributes with others laid over them; null takes one away. */
export function mergeAttributes(before: Attributes, changes: Attributes | undefined): Attributes {
  if (changes === undefined) return before;
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));
}

/** Moves an object to the bin. Its memberships are kept, unseen, and come back with it. */
export function deleteAdObject(state: PracticeState, guid: string, now: Date): void {
  const before = adObject(state, guid);
  if (before === undefined) return;
  const { distinguishedName } = setting(state, 'activeDirectory');
  write(state, {
    ...before,
    dn: `CN=${before.name}\\0ADEL:${guid},CN=Deleted Objects,${distinguishedName}`,
    attributes: { ...before.attributes, lastKnownParent: before.parentDn },
    changedAt: now.toISOString(),
    deletedAt: now.toISOString(),
  });
}

/** Takes an object out of the bin, to its last parent or another one. */
export function restoreAdObject(state: PracticeState, guid: string, parentDn: string, now: Date): AdObject {
  return changeAdObject(state, guid, { parentDn, deletedAt: '', attributes: { lastKnownParent: null } }, now);
}

/** The object with this GUID, in the bin or not. */
export const adObject = (state: PracticeState, guid: string): AdObject | undefined =>
  one(state.row('SELECT * FROM ad_objects WHERE guid = ?', foldCase(guid)));

export const adObjectByDn = (state: PracticeState, dn: string): AdObject | undefined =>
  one(state.row('SELECT * FROM ad_objects WHERE dn_key = ?', fold(dn)));

export const adObjectBySid = (state: PracticeState, sid: string): AdObject | undefined =>
  one(state.row("SELECT * FROM ad_objects WHERE sid = ? AND sid <> ''", sid.toUpperCase()));

/** The living object with this sAMAccountName. */
export const adObjectBySam = (state: PracticeState, sam: string): AdObject | undefined =>
  one(
    state.row("SELECT * FROM ad_objects WHERE sam_key = ? AND sam_key <> '' AND deleted_at = ''", fold(sam)),
  );

/** The living object with this user principal name. */
export const adObjectByUpn = (state: PracticeState, upn: string): AdObject | undefined =>
  one(
    state.row("SELECT * FROM ad_objects WHERE upn_key = ? AND upn_key <> '' AND deleted_at = ''", fold(upn)),
  );

/** Living objects whose indexed property has this value. */
export function adObjectsBy(
  state: PracticeState,
  property: 'name' | 'mail' | 'upn' | 'sam',
  value: string,
): AdObject[] {
  const key = property === 'mail' ? foldCase(value) : fold(value);
  return state
    .rows(
      `SELECT * FROM ad_objects WHERE ${property}_key = ? AND ${property}_key <> '' AND deleted_at = ''`,
      key,
    )
    .map(adObjectOf);
}

/** All objects, in the order of their GUIDs, page by page; of one kind if that is given. */
export function* adObjects(
  state: PracticeState,
  which: { readonly kind?: AdKind; readonly deleted?: boolean } = {},
): Generator<AdObject> {
  const deleted = which.deleted === true ? "deleted_at <> ''" : "deleted_at = ''";
  const { kind } = which;
  const rows =
    kind === undefined
      ? state.pages(
          (after, limit) =>
            state.rows(
              `SELECT * FROM ad_objects WHERE guid > ? AND ${deleted} ORDER BY guid LIMIT ?`,
              after,
              limit,
            ),
          'guid',
        )
      : state.pages(
          (after, limit) =>
            state.rows(
              `SELECT * FROM ad_objects INDEXED BY ad_objects_kind WHERE kind = ? AND guid > ? AND ${deleted} ORDER BY guid LIMIT ?`,
              kind,
              after,
              limit,
            ),
          'guid',
        );
  for (const row of rows) yield adObjectOf(row);
}

/** The hash of an account's password; empty where it has none. */
export const adPasswordHash = (state: PracticeState, guid: string): string =>
  text(state.row('SELECT password FROM ad_objects WHERE guid = ?', guid) ?? { password: '' }, 'password');

export function putAdPasswordHash(state: PracticeState, guid: string, hash: string): void {
  state.run('UPDATE ad_objects SET password = ? WHERE guid = ?', hash, guid);
}

const one = (row: Row | undefined): AdObject | undefined => (row === undefined ? undefined : adObjectOf(row));

/** Reads a row of `ad_objects`. */
export function adObjectOf(row: Row): AdObject {
  return {
    guid: text(row, 'guid'),
    kind: kindOf(text(row, 'kind')),
    sid: text(row, 'sid'),
    dn: text(row, 'dn'),
    name: text(row, 'name'),
    parentDn: text(row, 'parent_dn'),
    sam: text(row, 'sam'),
    upn: text(row, 'upn'),
    displayName: text(row, 'display_name'),
    mail: text(row, 'mail'),
    enabled: flag(row, 'enabled'),
    scope: scopeOf(text(row, 'scope')),
    security: flag(row, 'security'),
    attributes: bag(row, 'attributes'),
    hasPassword: text(row, 'password') !== '',
    createdAt: text(row, 'created_at'),
    changedAt: text(row, 'changed_at'),
    deletedAt: text(row, 'deleted_at'),
  };
}

const kinds: readonly AdKind[] = ['user', 'group', 'contact', 'organizationalUnit', 'container', 'computer'];
const kindOf = (value: string): AdKind => kinds.find((kind) => kind === value) ?? 'container';
const scopes: readonly GroupScope[] = ['Global', 'Universal', 'DomainLocal'];
const scopeOf = (value: string): GroupScope | '' => scopes.find((scope) => scope === value) ?? '';

function write(state: PracticeState, object: AdObject): void {
  state.run(
    `INSERT INTO ad_objects (guid, kind, sid, dn, dn_key, name, name_key, parent_dn, parent_key, sam, sam_key, upn, upn_key,
       display_name, mail, mail_key, enabled, scope, security, attributes, password, created_at, changed_at, deleted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)
     ON CONFLICT (guid) DO UPDATE SET dn = excluded.dn, dn_key = excluded.dn_key, name = excluded.name,
       name_key = excluded.name_key, parent_dn = excluded.parent_dn, parent_key = excluded.parent_key, sam = excluded.sam,
       sam_key = excluded.sam_key, upn = excluded.upn, upn_key = excluded.upn_key, display_name = excluded.display_name,
       mail = excluded.mail, mail_key = excluded.mail_key, enabled = excluded.enabled, scope = excluded.scope,
       security = excluded.security, attributes = excluded.attributes, changed_at = excluded.changed_at,
       deleted_at = excluded.deleted_at`,
    object.guid,
    object.kind,
    object.sid,
    object.dn,
    fold(object.dn),
    object.name,
    fold(object.name),
    object.parentDn,
    fold(object.parentDn),
    object.sam,
    fold(object.sam),
    object.upn,
    fold(object.upn),
    object.displayName,
    object.mail,
    foldCase(object.mail),
    object.enabled ? 1 : 0,
    object.scope,
    object.security ? 1 : 0,
    JSON.stringify(object.attributes),
    object.createdAt,
    object.changedAt,
    object.deletedAt,
  );
}
