import { recipientsByAddress } from '../../state/recipients.ts';
import { exchangeSettings, refuseExchange, type Call } from '../call.ts';

/** Letters that an address gets instead. (facts-exchange 3.1: ö becomes oe; the others from memory) */
const replacements: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  å: 'aa',
  ø: 'oe',
  æ: 'ae',
};

/** An alias derived from a name: spaces go, what an alias can't hold becomes a question mark; at most 64 characters. (facts-exchange 3.1) */
export const aliasFrom = (name: string): string =>
  [...name.replaceAll(/\s/gu, '').replace(/^\.+|\.+$/gu, '')]
    .map((character) => (aliasCharacter.test(character) ? character : '?'))
    .join('')
    .slice(0, 64);

const aliasCharacter = /^[A-Za-z0-9!#%*+\-/=?^_~$&'`{}|.\u00A1-\u00FF]$/u;

/** Refuses an alias that is malformed. */
export function checkAlias(call: Call, alias: string): void {
  const isGood =
    alias.length > 0 &&
    [...alias].length <= 64 &&
    [...alias].every((character) => aliasCharacter.test(character)) &&
    !/^\.|\.$|\.\./u.test(alias);
  if (!isGood) throw refuseExchange(call, 'badAlias', alias);
}

/** The primary address that an alias gets in the organisation's default domain. */
export function defaultAddress(call: Call, alias: string): string {
  const { acceptedDomains } = exchangeSettings(call);
  const domain = (acceptedDomains.find((one) => one.isDefault) ?? acceptedDomains[0])?.name ?? '';
  const local = [...alias.normalize('NFC')]
    .map((character) => replacements[character.toLowerCase()] ?? character)
    .join('')
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/gu, '')
    .replaceAll(/[^\u0021-\u007E]/gu, '?');
  return `${local}@${domain}`;
}

/** Refuses an address outside the accepted domains, or one that another object has. (facts-exchange 3.3) */
export function checkAddress(call: Call, address: string, self = ''): void {
  const { acceptedDomains } = exchangeSettings(call);
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  if (!acceptedDomains.some((one) => one.name.toLowerCase() === domain))
    throw refuseExchange(call, 'noDomain', address);
  const holder = recipientsByAddress(call.state, call.side, address).find((one) => one.guid !== self);
  if (holder !== undefined) throw refuseExchange(call, 'addressTaken', address, holder.displayName);
}
