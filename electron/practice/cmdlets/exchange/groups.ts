import type { Output } from '../../../../shared/commands/command.ts';
import { hide } from '../../clocks.ts';
import { addAdObject, adObjectByDn, adObjectBySam, changeAdObject } from '../../state/ad-objects.ts';
import { deleteAdObject } from '../../state/ad-objects.ts';
import { distinguishedNameOf } from '../../state/distinguished-names.ts';
import { discardEntraObject } from '../../state/entra-bin.ts';
import { addEntraObject } from '../../state/entra-objects.ts';
import { discardRecipient } from '../../state/mailboxes.ts';
import type { RecipientType } from '../../state/recipient-types.ts';
import {
  addRecipient,
  recipient,
  recipientsBy,
  type NewRecipient,
  type Recipient,
} from '../../state/recipients.ts';
import { setting } from '../../state/settings.ts';
import { carryAdChange, nextCloudSid } from '../../state/synchronisation.ts';
import { exchangeSettings, refuseExchange, row, type Call, type Handlers } from '../call.ts';
import { findByIdentity, isPlace } from '../directory/identity.ts';
import { aliasFrom, checkAddress, checkAlias, defaultAddress } from './address-rules.ts';
import { addMembers, refuseNonManager, theGroup } from './group-members.ts';
import { refuseNotFound, theRecipient } from './identity.ts';
import { refuseIfMastered, refuseIfSynchronised, setRecipient } from './recipient-settings.ts';
import { groupRow } from './rows.ts';

/** The name that the group really gets: the naming policy changes it, unless the command says otherwise. (facts-exchange 3.1) */
function nameFor(call: Call): { readonly name: string; readonly displayName: string } {
  const { namingPolicy } = exchangeSettings(call);
  const name = call.given.textOf('Name');
  const displayName = call.given.text('DisplayName') ?? name;
  if (namingPolicy === null || call.given.flag('IgnoreNamingPolicy') === true) return { name, displayName };
  const blocked = namingPolicy.blockedWords.find((word) => name.toLowerCase().includes(word.toLowerCase()));
  if (blocked !== undefined) throw refuseExchange(call, 'blockedWord', name);
  const apply = (text: string): string => `${namingPolicy.prefix}${text}${namingPolicy.suffix}`;
  return { name: apply(name), displayName: apply(displayName) };
}

/** Where an on-premises group is made: the unit that is named, else the Users container. (default unit: facts-exchange 3.1, from memory) */
function unitFor(call: Call): string {
  const { distinguishedName, dnsRoot } = setting(call.state, 'activeDirectory');
  const unit = call.given.textOf('OrganizationalUnit');
  if (unit === '') return `CN=Users,${distinguishedName}`;
  const [root = '', ...names] = unit.split('/');
  const dn =
    root.toLowerCase() === dnsRoot.toLowerCase()
      ? [...names.toReversed().map((one) => `OU=${one}`), distinguishedName].join(',')
      : unit;
  return isPlace(call.state, dn) ? dn : refuseNotFound(call, 'notFoundOnServer', unit);
}

function refuseNameTaken(call: Call, name: string, unit: string): void {
  const dn = distinguishedNameOf('group', name, call.side === 'cloud' ? `OU=${unit}` : unit);
  const isTaken =
    call.side === 'cloud'
      ? recipientsBy(call.state, 'cloud', 'name', name).length > 0
      : adObjectByDn(call.state, dn) !== undefined ||
        adObjectBySam(call.state, samOf(call, name)) !== undefined;
  if (isTaken) throw refuseExchange(call, 'objectExists', dn);
}

const samOf = (call: Call, name: string): string =>
  call.given.text('SamAccountName') ?? name.replaceAll(/["/\\[\]:;|=,+*?<>]/gu, '_');

function typeOf(call: Call): RecipientType {
  if (call.given.flag('RoomList') === true) return 'RoomList';
  return call.given.text('Type') === 'Security'
    ? 'MailUniversalSecurityGroup'
    : 'MailUniversalDistributionGroup';
}

function newGroup(call: Call): Iterable<Output> {
  const { given } = call;
  const { name, displayName } = nameFor(call);
  const length = [...name].length;
  if (length > 64) throw refuseExchange(call, 'nameTooLong', String(length));
  const type = typeOf(call);
  for (const parameter of ['MemberJoinRestriction', 'MemberDepartRestriction'])
    if (type === 'MailUniversalSecurityGroup' && given.text(parameter) === 'Open')
      throw refuseExchange(call, 'openGroup', parameter);
  const alias = given.text('Alias') ?? aliasFrom(name);
  checkAlias(call, alias);
  const unit = call.side === 'cloud' ? setting(call.state, 'exchangeOnline').tenantDomain : unitFor(call);
  refuseNameTaken(call, name, unit);
  const address = given.text('PrimarySmtpAddress') ?? defaultAddress(call, alias);
  checkAddress(call, address);
  const managers = given.list('ManagedBy')?.map((one) => theRecipient(call, one, 'recipientNotFound').name);
  const attributes = {
    ManagedBy: managers ?? [exchangeSettings(call).admin],
    MemberJoinRestriction: given.text('MemberJoinRestriction') ?? 'Closed',
    MemberDepartRestriction: given.text('MemberDepartRestriction') ?? 'Closed',
    RequireSenderAuthenticationEnabled: given.flag('RequireSenderAuthenticationEnabled') ?? true,
  };
  const wanted = { side: call.side, type, name, displayName, alias, address, attributes } as const;
  const made = call.side === 'cloud' ? makeInCloud(call, wanted) : makeOnPremises(call, wanted, unit);
  hide(call.state, `folders/${call.side}`, made.guid, call.now);
  addMembers(call, made, given.list('Members') ?? []);
  return [row(groupRow(call, made))];
}

function makeInCloud(call: Call, wanted: NewRecipient): Recipient {
  const { state, now } = call;
  const object = addEntraObject(
    state,
    {
      kind: 'group',
      displayName: wanted.displayName,
      mail: wanted.address,
      mailNickname: wanted.alias,
      sid: nextCloudSid(state),
      attributes: {
        securityEnabled: wanted.type === 'MailUniversalSecurityGroup',
        mailEnabled: true,
        groupTypes: [],
      },
    },
    now,
  );
  hide(state, 'graph', object.id, now);
  return addRecipient(state, { ...wanted, sid: object.sid, directoryId: object.id }, now);
}

function makeOnPremises(call: Call, wanted: NewRecipient, parentDn: string): Recipient {
  const { state, now } = call;
  const { name, displayName } = wanted;
  const object = addAdObject(
    state,
    {
      kind: 'group',
      name,
      parentDn,
      sam: samOf(call, name),
      displayName,
      mail: wanted.address,
      scope: 'Universal',
      security: wanted.type === 'MailUniversalSecurityGroup',
    },
    now,
  );
  const { guid, sid } = object;
  const made = addRecipient(state, { ...wanted, guid, sid, directoryId: guid }, now);
  carryAdChange(state, guid, now);
  return made;
}

function setGroup(call: Call): Iterable<Output> {
  const group = theGroup(call);
  refuseIfMastered(call, group);
  refuseNonManager(call, group);
  if (group.type === 'MailUniversalSecurityGroup')
    for (const parameter of ['MemberJoinRestriction', 'MemberDepartRestriction'])
      if (call.given.text(parameter) === 'Open') throw refuseExchange(call, 'openGroup', parameter);
  return setRecipient(call, group);
}

function removeGroup(call: Call): Iterable<Output> {
  const group = theGroup(call);
  refuseIfSynchronised(call, group, 'Identity');
  refuseNonManager(call, group);
  discardRecipient(call.state, call.side, group.guid);
  if (call.side === 'cloud') {
    discardEntraObject(call.state, group.directoryId);
    return [];
  }
  deleteAdObject(call.state, group.guid, call.now);
  carryAdChange(call.state, group.guid, call.now);
  return [];
}

/** Mail-enables a universal group that is there; other scopes are refused. (facts-exchange 3.2) */
function enableGroup(call: Call): Iterable<Output> {
  const { given, state, now } = call;
  const identity = given.textOf('Identity');
  const group = findByIdentity(state, identity.replace(/^[^\\]+\\/u, ''), { kinds: ['group'] });
  if (group === undefined) return refuseNotFound(call, 'notFoundOnServer', identity);
  const there = recipient(state, 'on-premises', group.guid);
  if (there !== undefined) throw refuseExchange(call, 'wrongRecipientType', identity, there.type);
  if (group.scope !== 'Universal') throw refuseExchange(call, 'groupNotUniversal', group.name);
  const alias = given.text('Alias') ?? aliasFrom(group.name);
  checkAlias(call, alias);
  const address = given.text('PrimarySmtpAddress') ?? defaultAddress(call, alias);
  checkAddress(call, address);
  const displayName = given.text('DisplayName') ?? (group.displayName || group.name);
  const { guid, sid, name } = group;
  const made = addRecipient(
    state,
    {
      side: 'on-premises',
      guid,
      sid,
      name,
      displayName,
      alias,
      address,
      directoryId: guid,
      type: group.security ? 'MailUniversalSecurityGroup' : 'MailUniversalDistributionGroup',
      attributes: { ManagedBy: [exchangeSettings(call).admin] },
    },
    now,
  );
  changeAdObject(state, guid, { mail: address, displayName }, now);
  carryAdChange(state, guid, now);
  hide(state, 'folders/on-premises', guid, now);
  return [row(groupRow(call, made))];
}

function disableGroup(call: Call): Iterable<Output> {
  const group = theGroup(call);
  discardRecipient(call.state, 'on-premises', group.guid);
  changeAdObject(call.state, group.guid, { mail: '' }, call.now);
  carryAdChange(call.state, group.guid, call.now);
  return [];
}

/** The cmdlets that write groups of Exchange. */
export const exchangeGroupChanges: Handlers = {
  'New-DistributionGroup': newGroup,
  'Set-DistributionGroup': setGroup,
  'Remove-DistributionGroup': removeGroup,
  'Enable-DistributionGroup': enableGroup,
  'Disable-DistributionGroup': disableGroup,
};
