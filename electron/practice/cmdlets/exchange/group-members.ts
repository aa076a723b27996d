import { plainText } from '../../state/rows.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import type { AdObject } from '../../state/ad-objects.ts';
import type { EntraObject } from '../../state/entra-objects.ts';
import { addAdMember, addEntraMember, adMembers, entraMembers } from '../../state/members.ts';
import { isAdMember, isEntraMember, removeAdMember, removeEntraMember } from '../../state/members.ts';
import { isGroupType } from '../../state/recipient-types.ts';
import { recipientOfDirectory, recipients, type Recipient } from '../../state/recipients.ts';
import { isPending } from '../../clocks.ts';
import { carryAdChange } from '../../state/synchronisation.ts';
import { fold } from '../../state/folding.ts';
import { exchangeSettings, refuseExchange, type Call, type Handlers } from '../call.ts';
import { parsePowerShellFilter } from '../filters/powershell-filter.ts';
import { testOf } from '../filters/search-filter.ts';
import { theRecipient } from './identity.ts';
import { limited } from './lists.ts';
import { refuseIfSynchronised } from './recipient-settings.ts';
import { recipientRow, type JsonObject } from './rows.ts';

/** The group that a command names. */
export const theGroup = (call: Call): Recipient =>
  theRecipient(
    call,
    call.given.textOf('Identity'),
    call.cmdlet.startsWith('Get-') ? 'notFoundOnServer' : 'recipientNotFound',
    (found) => isGroupType(found.type),
  );

/** Only a manager of the group may change it, unless `-BypassSecurityGroupManagerCheck` says otherwise. (facts-exchange 3.3) */
export function refuseNonManager(call: Call, group: Recipient): void {
  const managers = group.attributes['ManagedBy'];
  const isManager = Array.isArray(managers) && managers.includes(exchangeSettings(call).admin);
  if (!isManager && call.given.flag('BypassSecurityGroupManagerCheck') !== true)
    throw refuseExchange(call, 'notManager');
}

/** A member must be a recipient; an account without mail is unknown here. (facts-exchange 3.4) */
const theMember = (call: Call, identity: string): Recipient =>
  theRecipient(call, identity, 'recipientNotFound', (found) => found.directoryId !== '');

const isMember = (call: Call, group: Recipient, member: Recipient): boolean =>
  call.side === 'cloud'
    ? isEntraMember(call.state, group.directoryId, member.directoryId)
    : isAdMember(call.state, group.guid, member.guid);

/** Adds members that are named. */
export function addMembers(call: Call, group: Recipient, identities: readonly string[]): void {
  for (const member of identities.map((identity) => theMember(call, identity))) {
    if (isMember(call, group, member))
      throw refuseExchange(call, 'memberExists', member.displayName, group.displayName);
    if (call.side === 'cloud') addEntraMember(call.state, group.directoryId, member.directoryId);
    else addAdMember(call.state, group.guid, member.guid);
  }
  if (call.side === 'on-premises' && identities.length > 0) carryAdChange(call.state, group.guid, call.now);
}

function add(call: Call): Iterable<Output> {
  const group = theGroup(call);
  refuseIfSynchronised(call, group, 'Members');
  refuseNonManager(call, group);
  addMembers(call, group, [call.given.textOf('Member')]);
  return [];
}

function remove(call: Call): Iterable<Output> {
  const group = theGroup(call);
  refuseIfSynchronised(call, group, 'Members');
  refuseNonManager(call, group);
  const member = theMember(call, call.given.textOf('Member'));
  if (!isMember(call, group, member))
    throw refuseExchange(call, 'memberMissing', member.displayName, group.displayName);
  if (call.side === 'cloud') removeEntraMember(call.state, group.directoryId, member.directoryId);
  else {
    removeAdMember(call.state, group.guid, member.guid);
    carryAdChange(call.state, group.guid, call.now);
  }
  return [];
}

/** A member that is no recipient shows as a plain user or group. (facts-exchange 3.4) */
const plainRow = (name: string, object: AdObject | EntraObject): JsonObject => ({
  Identity: name,
  Name: name,
  DisplayName: object.displayName || name,
  PrimarySmtpAddress: '',
  RecipientType: object.kind === 'group' ? 'Group' : 'User',
  RecipientTypeDetails: object.kind === 'group' ? 'UniversalSecurityGroup' : 'User',
  Guid: 'guid' in object ? object.guid : object.id,
  ExternalDirectoryObjectId: 'guid' in object ? '' : object.id,
});

function memberRow(call: Call, object: AdObject | EntraObject): JsonObject {
  const id = 'guid' in object ? object.guid : object.id;
  const found = recipientOfDirectory(call.state, call.side, id);
  const isHere =
    found !== undefined &&
    found.removedAt === '' &&
    !(call.side === 'cloud' && isPending(call.state, 'exchange', found.guid));
  return isHere
    ? recipientRow(call, found)
    : plainRow('name' in object ? object.name : object.displayName, object);
}

/** The direct members; nested groups are not expanded. (facts-exchange 3.4) */
function get(call: Call): Iterable<Output> {
  const group = theGroup(call);
  const members: Iterable<AdObject | EntraObject> =
    call.side === 'cloud' ? entraMembers(call.state, group.directoryId) : adMembers(call.state, group.guid);
  return limited(call, members, (member) => memberRow(call, member));
}

/** Whoever the group's RecipientFilter fits at this moment. */
function getDynamic(call: Call): Iterable<Output> {
  const group = theRecipient(
    call,
    call.given.textOf('Identity'),
    'notFoundOnServer',
    (found) => found.type === 'DynamicDistributionGroup',
  );
  const filter = group.attributes['RecipientFilter'];
  const test = testOf(parsePowerShellFilter(typeof filter === 'string' ? filter : ''), {
    values: (found: Recipient, attribute) => {
      const shown = Object.entries({ ...found.attributes, ...recipientRow(call, found) });
      const value = shown.find(([name]) => name.toLowerCase() === attribute.toLowerCase())?.[1];
      return value === undefined || value === null ? [] : [plainText(value)];
    },
    fold,
    rule: () => false,
  });
  return limited(call, recipients(call.state, call.side).filter(test), (found) => recipientRow(call, found));
}

/** The cmdlets of group members. */
export const groupMembers: Handlers = {
  'Get-DistributionGroupMember': get,
  'Add-DistributionGroupMember': add,
  'Remove-DistributionGroupMember': remove,
  'Get-DynamicDistributionGroupMember': getDynamic,
};
