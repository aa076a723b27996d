import type { Output } from '../../../../shared/commands/command.ts';
import { adObjectByUpn, changeAdObject, type AdObject } from '../../state/ad-objects.ts';
import { discardRecipient, furnishMailbox } from '../../state/mailboxes.ts';
import type { RecipientType } from '../../state/recipient-types.ts';
import { addRecipient, recipient, type Recipient } from '../../state/recipients.ts';
import { findSetting } from '../../state/settings.ts';
import { carryAdChange } from '../../state/synchronisation.ts';
import { refuseExchange, row, type Call, type Handlers } from '../call.ts';
import { findByIdentity } from '../directory/identity.ts';
import { aliasFrom, checkAddress, checkAlias, defaultAddress } from './address-rules.ts';
import { refuseNotFound, theMailbox, theRecipient } from './identity.ts';
import { setRecipient } from './recipient-settings.ts';
import { mailboxRow } from './rows.ts';

/** The account that is to get a mailbox; refused where it has one, or is another kind of recipient, already. */
function theAccount(call: Call): AdObject {
  const identity = call.given.textOf('Identity');
  const found =
    findByIdentity(call.state, identity.replace(/^[^\\]+\\/u, ''), { kinds: ['user'] }) ??
    adObjectByUpn(call.state, identity);
  if (found === undefined || found.deletedAt !== '')
    return refuseNotFound(call, 'notFoundOnServer', identity);
  const there = recipient(call.state, 'on-premises', found.guid);
  if (there !== undefined && there.removedAt === '')
    throw refuseExchange(call, 'wrongRecipientType', identity, there.type);
  return found;
}

function enable(call: Call, type: RecipientType, more: Readonly<Record<string, string>>): Iterable<Output> {
  const account = theAccount(call);
  const { given, state, now } = call;
  const alias = given.text('Alias') ?? aliasFrom(account.sam);
  checkAlias(call, alias);
  const address = given.text('PrimarySmtpAddress') ?? defaultAddress(call, alias);
  checkAddress(call, address);
  const displayName = given.text('DisplayName') ?? (account.displayName || account.name);
  discardRecipient(state, 'on-premises', account.guid);
  const { preferredLanguage } = account.attributes;
  const made = addRecipient(
    state,
    {
      side: 'on-premises',
      guid: account.guid,
      type,
      name: account.name,
      displayName,
      alias,
      address,
      sid: account.sid,
      upn: account.upn,
      directoryId: account.guid,
      attributes: {
        ...more,
        ...(typeof preferredLanguage === 'string' ? { language: preferredLanguage } : {}),
      },
    },
    now,
  );
  if (type !== 'RemoteUserMailbox') furnishMailbox(state, made);
  changeAdObject(state, account.guid, { mail: address, displayName }, now);
  carryAdChange(state, account.guid, now);
  return [row(mailboxRow(call, made))];
}

function enableMailbox(call: Call): Iterable<Output> {
  const { set } = call.given;
  const type: RecipientType =
    set === 'Shared'
      ? 'SharedMailbox'
      : set === 'Room'
        ? 'RoomMailbox'
        : set === 'Equipment'
          ? 'EquipmentMailbox'
          : 'UserMailbox';
  return enable(call, type, {});
}

/** A remote mailbox routes to the tenant; the mailbox itself comes with the licence. */
function enableRemoteMailbox(call: Call): Iterable<Output> {
  const given = call.given.text('RemoteRoutingAddress');
  const initial = findSetting(call.state, 'entra')?.domains.find((domain) => domain.isInitial)?.name ?? '';
  const routing = initial.replace(/\.onmicrosoft\.com$/iu, '.mail.onmicrosoft.com');
  const account = theAccount(call);
  return enable(call, 'RemoteUserMailbox', {
    RemoteRoutingAddress: given ?? `SMTP:${call.given.text('Alias') ?? aliasFrom(account.sam)}@${routing}`,
  });
}

function disable(call: Call, found: Recipient): Iterable<Output> {
  discardRecipient(call.state, 'on-premises', found.guid);
  changeAdObject(call.state, found.guid, { mail: '' }, call.now);
  carryAdChange(call.state, found.guid, call.now);
  return [];
}

function disableMailbox(call: Call): Iterable<Output> {
  const identity = call.given.textOf('Identity');
  const found = theMailbox(call, identity, 'notFoundOnServer');
  if (call.side === 'on-premises') return disable(call, found);
  throw refuseExchange(call, 'wrongRecipientType', identity, found.type);
}

const disableRemoteMailbox = (call: Call): Iterable<Output> =>
  disable(
    call,
    theRecipient(
      call,
      call.given.textOf('Identity'),
      'notFoundOnServer',
      (found) => found.type === 'RemoteUserMailbox',
    ),
  );

const setMailbox = (call: Call): Iterable<Output> =>
  setRecipient(call, theMailbox(call, call.given.textOf('Identity'), 'notFoundOnServer'));

/** The cmdlets that write mailboxes. */
export const mailboxChanges: Handlers = {
  'Enable-Mailbox': enableMailbox,
  'Disable-Mailbox': disableMailbox,
  'Enable-RemoteMailbox': enableRemoteMailbox,
  'Disable-RemoteMailbox': disableRemoteMailbox,
  'Set-Mailbox': setMailbox,
  'Set-CASMailbox': setMailbox,
};
