import type { PracticeState } from './practice-file.ts';
import { text, texts, whole, type Row } from './rows.ts';

/** Principals that are no account. */
export const defaultPrincipal = 'default';
export const anonymousPrincipal = 'anonymous';

/**
 * Whose entry it is: everyone (`default`), the world (`anonymous`), an account or group by its SID (shown by its current
 * name, or as `NT:<SID>` once it is gone), or somebody outside by a text such as `ExchangePublishedUser.x@y`.
 */
export type PrincipalKind = 'default' | 'anonymous' | 'sid' | 'external';

/** One entry of a folder's list. */
export interface Entry {
  readonly folder: number;
  readonly principal: string;
  readonly kind: PrincipalKind;
  /** A role's name, or single rights, as they were given. */
  readonly rights: readonly string[];
  /** SharingPermissionFlags: `Delegate`, `CanViewPrivateItems`; Exchange Online only. */
  readonly flags: readonly string[];
  readonly seq: number;
}

/** The entries of a folder: Default and Anonymous first, then in the order in which they were made. */
export const entriesOf = (state: PracticeState, folder: number): Entry[] =>
  state.rows('SELECT * FROM entries WHERE folder = ? ORDER BY seq, principal', folder).map(entryOf);

export function entry(state: PracticeState, folder: number, principal: string): Entry | undefined {
  const row = state.row('SELECT * FROM entries WHERE folder = ? AND principal = ?', folder, principal);
  return row === undefined ? undefined : entryOf(row);
}

/** Writes an entry: a new one goes to the end of the list, one that is there keeps its place. */
export function putEntry(state: PracticeState, given: Omit<Entry, 'seq'>): void {
  state.run(
    `INSERT INTO entries (folder, principal, kind, rights, flags, seq)
     VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(seq), 0) + 1 FROM entries WHERE folder = ?1))
     ON CONFLICT (folder, principal) DO UPDATE SET rights = excluded.rights, flags = excluded.flags`,
    given.folder,
    given.principal,
    given.kind,
    JSON.stringify(given.rights),
    JSON.stringify(given.flags),
  );
}

/** Takes an entry away; returns false where there was none. */
export const deleteEntry = (state: PracticeState, folder: number, principal: string): boolean =>
  state.run('DELETE FROM entries WHERE folder = ? AND principal = ?', folder, principal) > 0;

const kinds: readonly PrincipalKind[] = ['default', 'anonymous', 'sid', 'external'];

function entryOf(row: Row): Entry {
  const kind = text(row, 'kind');
  return {
    folder: whole(row, 'folder'),
    principal: text(row, 'principal'),
    kind: kinds.find((known) => known === kind) ?? 'external',
    rights: texts(row, 'rights'),
    flags: texts(row, 'flags'),
    seq: whole(row, 'seq'),
  };
}
