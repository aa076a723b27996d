import type { Json } from '../../../shared/commands/value.ts';
import { seenInGraph } from '../state/appearances.ts';
import { addEntraObject, entraObject, type EntraObject } from '../state/entra-objects.ts';
import { addEntraMember, entraMembersPage, entraTransitiveMembersPage } from '../state/members.ts';
import { text, whole } from '../state/rows.ts';
import { nextCloudSid } from '../state/synchronisation.ts';
import type { JsonObject } from './body.ts';
import { graphRefusal } from './errors.ts';
import { pageOf, singleOf } from './pages.ts';
import type { CheckedRequest } from './request.ts';
import { objectShape, type Served } from './shapes.ts';

/** The group with this id as Graph shows it now; throws "does not exist", also while it is still on its way. */
export function seenGroup(served: Served, id: string): EntraObject {
  const found = entraObject(served.state, id);
  const seen =
    found?.kind === 'group' && found.deletedAt === ''
      ? seenInGraph(served.state, found, served.now)
      : undefined;
  if (seen === undefined) throw graphRefusal('notFound', id);
  return seen;
}

/** A page of a group's members: direct or transitive, of all kinds or, by a cast, of one. */
export function membersPage(served: Served, request: CheckedRequest): Json {
  const { state } = served;
  const group = seenGroup(served, request.keys[0] ?? '');
  const [, , , way = '', cast = ''] = request.operation.path.split('/');
  const kind = cast === '' ? '' : cast.replace('graph.', '');
  const isDirect = way === 'members';
  return pageOf<EntraObject>(request, {
    context: cast === '' ? 'directoryObjects' : `${kind}s`,
    fetch: (after, limit) =>
      isDirect
        ? directMembers(served, group.id, kind, after, limit)
        : entraTransitiveMembersPage(state, group.id, after, limit, kind),
    shape: (member) => objectShape(served, member, request.select, true),
    count: () => countOf(served, group.id, kind, isDirect),
  });
}

function directMembers(
  served: Served,
  group: string,
  kind: string,
  after: string,
  limit: number,
): readonly EntraObject[] {
  const found: EntraObject[] = [];
  let from = after;
  while (found.length < limit) {
    const page = entraMembersPage(served.state, group, from, limit);
    found.push(...page.filter((member) => kind === '' || member.kind === kind));
    const last = page.at(-1);
    if (last === undefined || page.length < limit) break;
    from = last.id;
  }
  return found.slice(0, limit);
}

const countOf = (served: Served, group: string, kind: string, isDirect: boolean): number =>
  whole(
    served.state.row(
      `WITH RECURSIVE inside (id, depth) AS (
         SELECT member_id, 1 FROM entra_members WHERE group_id = ?1
         UNION SELECT m.member_id, 2 FROM entra_members m JOIN inside i ON m.group_id = i.id WHERE ?2 = 0)
       SELECT count(DISTINCT o.id) AS members FROM inside i JOIN entra_objects o ON o.id = i.id
       WHERE o.deleted_at = '' AND (?3 = '' OR o.kind = ?3)
         AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.scope = 'graph' AND p.object = o.id)`,
      group,
      isDirect ? 1 : 0,
      kind,
    ) ?? { members: 0 },
    'members',
  );

/** Makes a group: a plain security group only, since Graph refuses those with mail. (facts-microsoft365 4) */
export function createGroup(served: Served, body: JsonObject): Json {
  const { state, now } = served;
  if (body['mailEnabled'] === true || body['securityEnabled'] !== true) throw graphRefusal('mailGroupCreate');
  const { displayName, mailNickname, ...rest } = body;
  const nickname = typeof mailNickname === 'string' ? mailNickname : '';
  if (/[@()\\[\]";:<>,\s]/u.test(nickname) || /[^\u0020-\u007E]/u.test(nickname))
    throw graphRefusal('invalidProperty', 'mailNickname', 'Group');
  const taken = state.row(
    "SELECT id FROM entra_objects WHERE kind = 'group' AND deleted_at = '' AND lower(mail_nickname) = lower(?)",
    nickname,
  );
  if (taken !== undefined && text(taken, 'id') !== '')
    throw graphRefusal('userPrincipalNameTaken', 'mailNickname');
  const group = addEntraObject(
    state,
    {
      kind: 'group',
      displayName: typeof displayName === 'string' ? displayName : '',
      mailNickname: nickname,
      sid: nextCloudSid(state),
      attributes: { groupTypes: [], ...rest },
    },
    now,
  );
  return singleOf('groups/$entity', objectShape(served, group, undefined));
}

/** Puts a member into a group; Graph refuses groups with mail, synchronised and dynamic ones. (facts-microsoft365 4) */
export function addGroupMember(served: Served, id: string, body: JsonObject): void {
  const group = seenGroup(served, id);
  if (group.onPremisesGuid !== '') throw graphRefusal('synchronised');
  const types = group.attributes['groupTypes'];
  const has = (type: string): boolean => Array.isArray(types) && types.includes(type);
  if ((group.attributes['mailEnabled'] === true && !has('Unified')) || has('DynamicMembership'))
    throw graphRefusal('mailGroupUpdate');
  const reference = body['@odata.id'];
  const member = typeof reference === 'string' ? (reference.split('/').at(-1) ?? '') : '';
  const found = entraObject(served.state, member);
  if (found === undefined || found.deletedAt !== '') throw graphRefusal('badReference');
  if (!addEntraMember(served.state, group.id, found.id)) throw graphRefusal('alreadyMember');
}
