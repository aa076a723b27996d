import { isMailboxType } from '../../state/recipient-types.ts';
import { adObjectByDn, adObjectBySam } from '../../state/ad-objects.ts';
import { seenInExchange } from '../../state/appearances.ts';
import { splitDn } from '../../state/distinguished-names.ts';
import {
  recipient,
  recipientOfDirectory,
  recipientsBy,
  recipientsByAddress,
} from '../../state/recipients.ts';
import { type Recipient } from '../../state/recipients.ts';
import { exchangeSettings, refuseExchange, type Call } from '../call.ts';

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/iu;
const legacyDn = /\/cn=recipients\/cn=([0-9a-f]{32})-/iu;

/** Is this text shaped like an address? */
export const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+$/u.test(text);

/**
 * All recipients of the call's side that a text may mean: GUID (its own, the mailbox's or the directory's), distinguished
 * name, LegacyExchangeDN, address, UPN, `DOMAIN\name`, alias, name, display name, sAMAccountName. (facts-exchange 1.1)
 * Each that is found counts as looked for; those that a clock still hides are left out.
 */
export function findRecipients(call: Call, identity: string): Recipient[] {
  const found = new Map<string, Recipient>();
  for (const one of matches(call, identity.trim())) if (one.removedAt === '') found.set(one.guid, one);
  return [...found.values()].flatMap((one) => seenInExchange(call.state, one, call.now) ?? []);
}

function matches(call: Call, text: string): readonly Recipient[] {
  const { state, side } = call;
  const asGuid = guid.exec(text)?.[1];
  if (asGuid !== undefined) return byGuid(call, asGuid.toLowerCase());
  const asLegacy = legacyDn.exec(text)?.[1];
  if (asLegacy !== undefined)
    return byGuid(
      call,
      asLegacy.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5'),
    );
  if (/^CN=/iu.test(text)) return byDn(call, text);
  const address = text.replace(/^smtp:/iu, '');
  if (isAddress(address))
    return [...recipientsByAddress(state, side, address), ...recipientsBy(state, side, 'upn', address)];
  const account = /^[^\\]+\\([^\\]+)$/u.exec(text)?.[1];
  return [
    ...recipientsBy(state, side, 'alias', text),
    ...recipientsBy(state, side, 'name', text),
    ...recipientsBy(state, side, 'display', text),
    ...bySam(call, account ?? text),
  ];
}

const present = (found: Recipient | undefined): Recipient[] => (found === undefined ? [] : [found]);

const byGuid = ({ state, side }: Call, text: string): Recipient[] => [
  ...present(recipient(state, side, text)),
  ...recipientsBy(state, side, 'exchange_guid', text),
  ...present(recipientOfDirectory(state, side, text)),
];

function byDn(call: Call, dn: string): Recipient[] {
  if (call.side === 'cloud') return recipientsBy(call.state, 'cloud', 'name', splitDn(dn)?.value ?? '');
  const object = adObjectByDn(call.state, dn);
  return object === undefined ? [] : present(recipient(call.state, 'on-premises', object.guid));
}

function bySam(call: Call, sam: string): Recipient[] {
  if (call.side === 'cloud') return [];
  const object = adObjectBySam(call.state, sam);
  return object === undefined ? [] : present(recipient(call.state, 'on-premises', object.guid));
}

/** How a cmdlet says that there is no such object. */
type NotFound = 'notFoundOnServer' | 'mailboxNotFound' | 'recipientNotFound';

/** Refuses with one of the three not-found texts. (facts-exchange 1.4) */
export function refuseNotFound(call: Call, how: NotFound, identity: string): never {
  throw refuseExchange(call, how, identity, exchangeSettings(call).domainController);
}

/** The one recipient that a text means, among those that fit; refused where there is none or more than one. */
export function theRecipient(
  call: Call,
  identity: string,
  how: NotFound,
  fits: (found: Recipient) => boolean = () => true,
): Recipient {
  const found = findRecipients(call, identity).filter(fits);
  const [first] = found;
  if (first === undefined) return refuseNotFound(call, how, identity);
  if (found.length > 1) throw refuseExchange(call, 'ambiguous', identity);
  return first;
}

/** The mailbox that a text means. A remote mailbox is none on-premises. (facts-exchange 6.4) */
export const theMailbox = (call: Call, identity: string, how: NotFound): Recipient =>
  theRecipient(call, identity, how, (found) => isMailboxType(found.type) || found.type === 'GroupMailbox');
