import type { PracticeState } from './practice-file.ts';
import { text, type Row } from './rows.ts';
import { adObjectOf, type AdObject } from './ad-objects.ts';
import { entraObjectOf, type EntraObject } from './entra-objects.ts';

/** Adds a member to a group of Active Directory; returns false where it is one already. */
export const addAdMember = (state: PracticeState, groupGuid: string, memberGuid: string): boolean =>
  state.run(
    'INSERT OR IGNORE INTO ad_members (group_guid, member_guid) VALUES (?, ?)',
    groupGuid,
    memberGuid,
  ) > 0;

/** Takes a member out of a group of Active Directory; returns false where it was none. */
export const removeAdMember = (state: PracticeState, groupGuid: string, memberGuid: string): boolean =>
  state.run('DELETE FROM ad_members WHERE group_guid = ? AND member_guid = ?', groupGuid, memberGuid) > 0;

export const isAdMember = (state: PracticeState, groupGuid: string, memberGuid: string): boolean =>
  state.row('SELECT 1 FROM ad_members WHERE group_guid = ? AND member_guid = ?', groupGuid, memberGuid) !==
  undefined;

/** The direct members that are not in the bin, page by page. Members by primary group are not among them, as in the directory. */
export function* adMembers(state: PracticeState, groupGuid: string): Generator<AdObject> {
  const fetch = (after: string, limit: number): Row[] =>
    state.rows(
      `SELECT o.* FROM ad_members m CROSS JOIN ad_objects o ON o.guid = m.member_guid
       WHERE m.group_guid = ? AND m.member_guid > ? AND o.deleted_at = '' ORDER BY m.member_guid LIMIT ?`,
      groupGuid,
      after,
      limit,
    );
  for (const row of state.pages(fetch, 'guid')) yield adObjectOf(row);
}

/** The groups that an object is directly in. */
export const adGroupsOf = (state: PracticeState, memberGuid: string): AdObject[] =>
  state
    .rows(
      `SELECT o.* FROM ad_members m JOIN ad_objects o ON o.guid = m.group_guid
       WHERE m.member_guid = ? AND o.deleted_at = '' ORDER BY o.dn_key`,
      memberGuid,
    )
    .map(adObjectOf);

/** GUIDs of all that is in a group, however deep; cycles end by themselves. */
export const adMembersInChain = (state: PracticeState, groupGuid: string): string[] =>
  state
    .rows(
      `WITH RECURSIVE inside (guid) AS (
         SELECT member_guid FROM ad_members WHERE group_guid = ?
         UNION SELECT m.member_guid FROM ad_members m JOIN inside i ON m.group_guid = i.guid)
       SELECT o.guid FROM inside i CROSS JOIN ad_objects o ON o.guid = i.guid WHERE o.deleted_at = '' ORDER BY o.guid`,
      groupGuid,
    )
    .map((row) => text(row, 'guid'));

/** GUIDs of all groups that an object is in, however deep. */
export const adGroupsInChain = (state: PracticeState, memberGuid: string): string[] =>
  state
    .rows(
      `WITH RECURSIVE above (guid) AS (
         SELECT group_guid FROM ad_members WHERE member_guid = ?
         UNION SELECT m.group_guid FROM ad_members m JOIN above a ON m.member_guid = a.guid)
       SELECT o.guid FROM above a CROSS JOIN ad_objects o ON o.guid = a.guid WHERE o.deleted_at = '' ORDER BY o.guid`,
      memberGuid,
    )
    .map((row) => text(row, 'guid'));

export const addEntraMember = (state: PracticeState, groupId: string, memberId: string): boolean =>
  state.run('INSERT OR IGNORE INTO entra_members (group_id, member_id) VALUES (?, ?)', groupId, memberId) > 0;

export const removeEntraMember = (state: PracticeState, groupId: string, memberId: string): boolean =>
  state.run('DELETE FROM entra_members WHERE group_id = ? AND member_id = ?', groupId, memberId) > 0;

export const isEntraMember = (state: PracticeState, groupId: string, memberId: string): boolean =>
  state.row('SELECT 1 FROM entra_members WHERE group_id = ? AND member_id = ?', groupId, memberId) !==
  undefined;

/** What is hidden from Graph by a clock is no member yet either. */
const seen = `o.deleted_at = '' AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.scope = 'graph' AND p.object = o.id)`;

/** The direct members in Entra ID after a given id (empty for the first page), in the order of their ids. */
export const entraMembersPage = (
  state: PracticeState,
  groupId: string,
  after: string,
  limit: number,
): EntraObject[] =>
  state
    .rows(
      `SELECT o.* FROM entra_members m CROSS JOIN entra_objects o ON o.id = m.member_id
       WHERE m.group_id = ? AND m.member_id > ? AND ${seen} ORDER BY m.member_id LIMIT ?`,
      groupId,
      after,
      limit,
    )
    .map(entraObjectOf);

/** The direct members in Entra ID, page by page. */
export function* entraMembers(state: PracticeState, groupId: string): Generator<EntraObject> {
  let after = '';
  for (;;) {
    const page = entraMembersPage(state, groupId, after, 500);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/**
 * All that is in a group of Entra ID, however deep, groups themselves included; cycles end by themselves. A page after a
 * given id, in the order of ids: only the groups are gone through from the beginning, their members from that id on.
 */
export const entraTransitiveMembersPage = (
  state: PracticeState,
  groupId: string,
  after: string,
  limit: number,
  kind = '',
): EntraObject[] =>
  state
    .rows(
      `WITH RECURSIVE groups_inside (id) AS (
         SELECT ?
         UNION SELECT g.id FROM groups_inside i
           CROSS JOIN entra_objects g INDEXED BY entra_objects_kind
           CROSS JOIN entra_members m ON m.group_id = i.id AND m.member_id = g.id
           WHERE g.kind = 'group')
       SELECT o.* FROM entra_objects o
       WHERE o.id > ? AND (? = '' OR o.kind = ?) AND ${seen} AND EXISTS (
         SELECT 1 FROM entra_members m INDEXED BY entra_members_member
         WHERE m.member_id = o.id AND m.group_id IN (SELECT id FROM groups_inside))
       ORDER BY o.id LIMIT ?`,
      groupId,
      after,
      kind,
      kind,
      limit,
    )
    .map(entraObjectOf);
