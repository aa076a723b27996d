import type { Output } from '../../../../shared/commands/command.ts';
import { addAdObject, changeAdObject, restoreAdObject } from '../../state/ad-objects.ts';
import { adObjectByDn, type AdObject, type GroupScope } from '../../state/ad-objects.ts';
import { distinguishedNameOf } from '../../state/distinguished-names.ts';
import { addAdMember, adGroupsOf, adMembers, removeAdMember } from '../../state/members.ts';
import { carryAdChange } from '../../state/synchronisation.ts';
import { refuseDirectory, type Call, type Handlers } from '../call.ts';
import { changesOf, checkNames, rawChanges } from './account-changes.ts';
import { passThru, placeFor, removeObject } from './accounts.ts';
import { checkServer, findByIdentity, isPlace, named, notFound } from './identity.ts';

const scopeOf = (call: Call): GroupScope | undefined => {
  const text = call.given.text('GroupScope');
  return text === 'Global' || text === 'Universal' || text === 'DomainLocal' ? text : undefined;
};

function newGroup(call: Call): Iterable<Output> {
  const { distinguishedName } = checkServer(call, true);
  const { given, state, now } = call;
  const changes = changesOf(call);
  const sam = given.text('SamAccountName') ?? given.textOf('Name');
  checkNames(call, { sam }, '', false);
  const made = addAdObject(
    state,
    {
      kind: 'group',
      name: given.textOf('Name'),
      parentDn: placeFor(call, 'group', `CN=Users,${distinguishedName}`),
      sam,
      displayName: changes.displayName ?? '',
      scope: scopeOf(call) ?? 'Global',
      security: given.text('GroupCategory') !== 'Distribution',
      attributes: Object.fromEntries(
        Object.entries(changes.attributes ?? {}).filter(([, value]) => value !== null),
      ),
    },
    now,
  );
  carryAdChange(state, made.guid, now);
  return passThru(call, made);
}

/**
 * Global and domain local become each other only by way of universal; a scope that would break the rules of nesting is
 * refused. (facts-windows 14; win32 `AD/changing-a-groupampaposs-scope-or-type.md`)
 */
function checkScope(call: Call, group: AdObject, to: GroupScope): void {
  if (group.scope === to) return;
  if (to !== 'Universal' && group.scope !== 'Universal') throw refuseDirectory(call, 'unwilling');
  const { state } = call;
  const isIn = (scope: GroupScope): boolean =>
    adGroupsOf(state, group.guid).some((one) => one.scope === scope);
  const holds = (scope: GroupScope): boolean =>
    adMembers(state, group.guid).some((one) => one.kind === 'group' && one.scope === scope);
  if (to === 'Universal' && group.scope === 'Global' && isIn('Global'))
    throw refuseDirectory(call, 'globalHoldsUniversal');
  if (to === 'Universal' && holds('DomainLocal')) throw refuseDirectory(call, 'universalHoldsLocal');
  if (to === 'Global' && holds('Universal')) throw refuseDirectory(call, 'globalHoldsUniversal');
}

function setGroup(call: Call): Iterable<Output> {
  checkServer(call, true);
  const group = named(call, 'Identity', { kinds: ['group'] });
  const raw = rawChanges(call, group);
  const changes = changesOf(call);
  const merged = { ...raw, ...changes, attributes: { ...raw.attributes, ...changes.attributes } };
  checkNames(call, merged, group.guid, false);
  const scope = scopeOf(call);
  if (scope !== undefined) checkScope(call, group, scope);
  const category = call.given.text('GroupCategory');
  const changed = changeAdObject(
    call.state,
    group.guid,
    {
      ...merged,
      ...(scope === undefined ? {} : { scope }),
      ...(category === undefined ? {} : { security: category === 'Security' }),
    },
    call.now,
  );
  carryAdChange(call.state, group.guid, call.now);
  return passThru(call, changed);
}

function removeGroup(call: Call): Iterable<Output> {
  checkServer(call, true);
  return removeObject(call, named(call, 'Identity', { kinds: ['group'] }));
}

/** The members that a command names; one that is not there fails the command as a whole. */
function membersOf(call: Call): readonly AdObject[] {
  return (call.given.list('Members') ?? []).map(
    (identity) =>
      findByIdentity(call.state, identity, { kinds: ['user', 'group', 'computer', 'contact'] }) ??
      notFound(call, identity),
  );
}

/** A member that is in already is passed over in silence; a group may even hold itself. (facts-windows 14) */
function addMember(call: Call): Iterable<Output> {
  checkServer(call, true);
  const group = named(call, 'Identity', { kinds: ['group'] });
  const members = membersOf(call);
  for (const member of members) {
    if (member.kind !== 'group' || member.guid === group.guid) continue;
    if (group.scope === 'Global' && member.scope === 'Universal')
      throw refuseDirectory(call, 'globalHoldsUniversal');
    if (group.scope === 'Universal' && member.scope === 'DomainLocal')
      throw refuseDirectory(call, 'universalHoldsLocal');
  }
  for (const member of members) addAdMember(call.state, group.guid, member.guid);
  carryAdChange(call.state, group.guid, call.now);
  return passThru(call, group);
}

function removeMember(call: Call): Iterable<Output> {
  checkServer(call, true);
  const group = named(call, 'Identity', { kinds: ['group'] });
  for (const member of membersOf(call)) removeAdMember(call.state, group.guid, member.guid);
  carryAdChange(call.state, group.guid, call.now);
  return passThru(call, group);
}

function setObject(call: Call): Iterable<Output> {
  checkServer(call, true);
  const object = named(call, 'Identity', { bySam: false });
  const raw = rawChanges(call, object);
  const changes = changesOf(call);
  const merged = { ...raw, ...changes, attributes: { ...raw.attributes, ...changes.attributes } };
  checkNames(call, merged, object.guid, object.kind === 'user');
  const changed = changeAdObject(call.state, object.guid, merged, call.now);
  carryAdChange(call.state, object.guid, call.now);
  return passThru(call, changed);
}

/** Restore-ADObject: to the last known parent, or to `-TargetPath`; refused where that is gone or the name is taken. */
function restoreObject(call: Call): Iterable<Output> {
  checkServer(call, true);
  const object = named(call, 'Identity', { bySam: false, deleted: true });
  if (object.deletedAt === '') throw refuseDirectory(call, 'unwilling');
  const parent = call.given.textOf('TargetPath') || object.parentDn;
  if (!isPlace(call.state, parent)) throw refuseDirectory(call, 'parentMissing');
  if (adObjectByDn(call.state, distinguishedNameOf(object.kind, object.name, parent)) !== undefined)
    throw refuseDirectory(call, 'nameInUse');
  checkNames(call, { sam: object.sam || object.name, upn: object.upn }, object.guid, object.kind === 'user');
  const restored = restoreAdObject(call.state, object.guid, parent, call.now);
  carryAdChange(call.state, object.guid, call.now);
  return passThru(call, restored);
}

/** The cmdlets that write groups and other objects of Active Directory. */
export const groupChanges: Handlers = {
  'New-ADGroup': newGroup,
  'Set-ADGroup': setGroup,
  'Remove-ADGroup': removeGroup,
  'Add-ADGroupMember': addMember,
  'Remove-ADGroupMember': removeMember,
  'Set-ADObject': setObject,
  'Restore-ADObject': restoreObject,
};
