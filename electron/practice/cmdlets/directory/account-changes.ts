import { plainText } from '../../state/rows.ts';
import type { Json, Value } from '../../../../shared/commands/value.ts';
import { adObjectBySam, adObjectByUpn, type AdChanges, type AdObject } from '../../state/ad-objects.ts';
import { refuseDirectory, type Call } from '../call.ts';
import { own, parameterAttributes } from './attributes.ts';

/** What the parameters of New-ADUser, Set-ADUser, New-ADGroup and Set-ADGroup change of an object, leaving passwords and Enabled aside. */
export function changesOf(call: Call): AdChanges {
  const { given } = call;
  const attributes: Record<string, Json> = {};
  for (const [parameter, attribute] of Object.entries(parameterAttributes))
    if (given.has(parameter)) attributes[attribute] = given.textOf(parameter) || null;
  for (const [parameter, attribute] of flags)
    if (given.has(parameter)) attributes[attribute] = given.flag(parameter) === true ? true : null;
  if (given.has('AccountExpirationDate'))
    attributes[own.accountExpires] = isoOf(given.date('AccountExpirationDate'));
  const sam = given.text('SamAccountName');
  const upn = given.text('UserPrincipalName');
  const displayName = given.text('DisplayName');
  const mail = given.text('EmailAddress');
  return {
    attributes,
    ...(sam === undefined ? {} : { sam }),
    ...(upn === undefined ? {} : { upn }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(mail === undefined ? {} : { mail }),
  };
}

const flags = [
  ['PasswordNeverExpires', own.passwordNeverExpires],
  ['CannotChangePassword', own.cannotChangePassword],
  ['PasswordNotRequired', own.passwordNotRequired],
  ['ChangePasswordAtLogon', own.mustChangePassword],
  ['ProtectedFromAccidentalDeletion', own.protected],
] as const;

/** A date as ISO text; null for "never". */
export const isoOf = (date: string | undefined): string | null =>
  date === undefined || date === '' ? null : new Date(date).toISOString();

/** The account's own combination: a password that never expires can't have to be changed at the next sign-in. */
export function refuseContradiction(call: Call, before: AdObject | undefined): void {
  const { given } = call;
  const never = given.flag('PasswordNeverExpires') ?? before?.attributes[own.passwordNeverExpires] === true;
  if (given.flag('ChangePasswordAtLogon') === true && never)
    throw refuseDirectory(call, 'excludes', 'ChangePasswordAtLogon', 'PasswordNeverExpires');
}

/** sAMAccountName: at most 20 characters for users, none of the forbidden ones. (facts-windows 14) */
const goodSam = /^[^"/\\[\]:;|=,+*?<>]+$/u;

/** Refuses names that are malformed or taken by another object. */
export function checkNames(call: Call, names: AdChanges, self: string, isUser: boolean): void {
  const { sam, upn } = names;
  if (sam !== undefined) {
    if (!goodSam.test(sam) || sam.endsWith('.') || (isUser && [...sam].length > 20))
      throw refuseDirectory(call, 'badAccountName');
    const holder = adObjectBySam(call.state, sam);
    if (holder !== undefined && holder.guid !== self)
      throw refuseDirectory(call, isUser ? 'accountExists' : 'groupExists');
  }
  if (upn === undefined || upn === '') return;
  const holder = adObjectByUpn(call.state, upn);
  if (holder !== undefined && holder.guid !== self) throw refuseDirectory(call, 'upnTaken');
}

const columns: Readonly<Record<string, 'displayName' | 'mail' | 'upn' | 'sam'>> = {
  displayname: 'displayName',
  mail: 'mail',
  userprincipalname: 'upn',
  samaccountname: 'sam',
};

/** `-Remove`, `-Add`, `-Replace` and `-Clear`, in that order; a null or empty value in `-Replace` is refused. (facts-windows 14) */
export function rawChanges(call: Call, object: AdObject): AdChanges {
  const attributes: Record<string, Json> = {};
  const changes: { displayName?: string; mail?: string; upn?: string; sam?: string } = {};
  const nameOf = (name: string): string =>
    Object.keys(object.attributes).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
  const now = (name: string): readonly string[] => {
    const value = attributes[nameOf(name)] ?? object.attributes[nameOf(name)];
    return value === undefined || value === null
      ? []
      : Array.isArray(value)
        ? value.map(plainText)
        : [plainText(value)];
  };
  const set = (name: string, values: readonly string[]): void => {
    const column = columns[name.toLowerCase()];
    const [first] = values;
    if (column !== undefined) changes[column] = first ?? '';
    else attributes[nameOf(name)] = values.length > 1 ? [...values] : (first ?? null);
  };
  const entries = (parameter: string) => Object.entries(call.given.hashtable(parameter) ?? {});
  for (const [name, value] of entries('Remove'))
    set(
      name,
      now(name).filter((one) => !textsOf(value).includes(one)),
    );
  for (const [name, value] of entries('Add')) set(name, [...new Set([...now(name), ...textsOf(value)])]);
  for (const [name, value] of entries('Replace')) {
    const values = textsOf(value);
    if (values.length === 0 || values.includes('')) throw refuseDirectory(call, 'emptyReplace', 'Replace');
    set(name, values);
  }
  for (const name of call.given.list('Clear') ?? []) set(name, []);
  return { ...changes, attributes };
}

const textsOf = (value: Value): readonly string[] =>
  value === null ? [] : Array.isArray(value) ? value.map(plainText) : [plainText(value)];
