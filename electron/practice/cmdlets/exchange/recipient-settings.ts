import { plainText } from '../../state/rows.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import { isHashtable, type Json } from '../../../../shared/commands/value.ts';
import { changeAdObject } from '../../state/ad-objects.ts';
import { changeEntraObject } from '../../state/entra-objects.ts';
import { changeRecipient, type Recipient, type RecipientChanges } from '../../state/recipients.ts';
import { carryAdChange } from '../../state/synchronisation.ts';
import { refuseExchange, type Call } from '../call.ts';
import { checkAddress, checkAlias } from './address-rules.ts';
import { theRecipient } from './identity.ts';
import { unchanged } from './unchanged.ts';

/** Parameters that are no property of the object. */
const notProperties = new Set([
  'Identity',
  'DomainController',
  'BypassSecurityGroupManagerCheck',
  'Force',
  'IgnoreDefaultScope',
  'ForceUpgrade',
  'IgnoreNamingPolicy',
]);

/** Parameters that have a column of their own. */
const columns = new Set([
  'Name',
  'DisplayName',
  'Alias',
  'PrimarySmtpAddress',
  'WindowsEmailAddress',
  'EmailAddresses',
  'HiddenFromAddressListsEnabled',
  'UserPrincipalName',
  'Type',
]);

/** Parameters whose values name other recipients; they are kept by name. */
const people = /^(AcceptMessagesOnlyFrom|RejectMessagesFrom|ManagedBy|ModeratedBy|GrantSendOnBehalfTo)/u;

/** Properties of a synchronised object that can be changed on-premises only: the first of them that the command sets. */
const mastered = [
  'DisplayName',
  'Name',
  'Alias',
  'PrimarySmtpAddress',
  'EmailAddresses',
  'HiddenFromAddressListsEnabled',
  'ManagedBy',
  'AcceptMessagesOnlyFrom',
];

/** Refuses a change of a synchronised object in the cloud. (facts-exchange 3.3) */
export function refuseIfSynchronised(call: Call, found: Recipient, property: string): void {
  if (call.side === 'cloud' && found.attributes['isDirSynced'] === true)
    throw refuseExchange(call, 'synchronised', found.name, call.cmdlet, property);
}

/** Refuses a Set cmdlet in the cloud that changes what a synchronised object gets from on-premises. */
export function refuseIfMastered(call: Call, found: Recipient): void {
  const property = mastered.find((name) => call.given.has(name));
  if (property !== undefined) refuseIfSynchronised(call, found, property);
}

/** What the parameters of a Set cmdlet change of a recipient. */
function changesOf(call: Call, found: Recipient): RecipientChanges {
  const { given } = call;
  const attributes: Record<string, Json> = {};
  for (const name of given.names()) {
    if (notProperties.has(name) || columns.has(name)) continue;
    attributes[name] = people.test(name) ? namesOf(call, name) : plain(call, name);
  }
  const hidden = given.flag('HiddenFromAddressListsEnabled');
  const type = given.text('Type');
  const address = given.text('PrimarySmtpAddress') ?? given.text('WindowsEmailAddress') ?? primaryOf(call);
  const alias = given.text('Alias');
  if (alias !== undefined) checkAlias(call, alias);
  if (address !== undefined) checkAddress(call, address, found.guid);
  const name = given.text('Name');
  if (name !== undefined && [...name].length > 64)
    throw refuseExchange(call, 'nameTooLong', String([...name].length));
  return {
    attributes,
    ...(name === undefined ? {} : { name }),
    ...(given.has('DisplayName') ? { displayName: given.textOf('DisplayName') } : {}),
    ...(alias === undefined ? {} : { alias }),
    ...(address === undefined ? {} : { address }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(type === 'Shared' ? { type: 'SharedMailbox' } : {}),
    ...(type === 'Regular' ? { type: 'UserMailbox' } : {}),
    ...(type === 'Room' ? { type: 'RoomMailbox' } : {}),
  };
}

/** The primary one among `-EmailAddresses`: the one marked `SMTP:`. */
const primaryOf = (call: Call): string | undefined =>
  call.given
    .list('EmailAddresses')
    ?.find((one) => one.startsWith('SMTP:'))
    ?.slice(5);

function plain(call: Call, name: string): Json {
  const value = call.given.value(name);
  if (value === undefined || isHashtable(value)) return null;
  return typeof value === 'object' ? [...(call.given.list(name) ?? [])] : value;
}

function namesOf(call: Call, parameter: string): Json {
  const value = call.given.value(parameter);
  const add = call.given.hashtable(parameter)?.['add'] ?? call.given.hashtable(parameter)?.['Add'];
  const wanted = isHashtable(value) ? [plainText(add ?? '')] : (call.given.list(parameter) ?? []);
  return wanted.filter((one) => one !== '').map((one) => theRecipient(call, one, 'recipientNotFound').name);
}

/** Carries out a Set cmdlet on a recipient: a warning where everything is so already. */
export function setRecipient(call: Call, found: Recipient): Iterable<Output> {
  refuseIfMastered(call, found);
  const changes = changesOf(call, found);
  const after = changeRecipient(call.state, call.side, found.guid, changes);
  if (JSON.stringify(after) === JSON.stringify(found)) return unchanged(found.name);
  const { displayName, address, name } = after;
  if (call.side === 'on-premises') {
    changeAdObject(call.state, found.guid, { displayName, name, mail: address }, call.now);
    carryAdChange(call.state, found.guid, call.now);
  } else if (found.directoryId !== '')
    changeEntraObject(call.state, found.directoryId, {
      displayName,
      mail: address,
      mailNickname: after.alias,
    });
  return [];
}
