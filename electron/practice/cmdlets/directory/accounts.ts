import type { Output } from '../../../../shared/commands/command.ts';
import { addAdObject, adObjectByDn, changeAdObject, deleteAdObject } from '../../state/ad-objects.ts';
import { adPasswordHash, type AdChanges, type AdObject } from '../../state/ad-objects.ts';
import { distinguishedNameOf, isDn } from '../../state/distinguished-names.ts';
import { matchesPassword } from '../../state/passwords.ts';
import { carryAdChange } from '../../state/synchronisation.ts';
import { refuseDirectory, row, type Call, type Handlers } from '../call.ts';
import { changesOf, checkNames, isoOf, rawChanges, refuseContradiction } from './account-changes.ts';
import { own } from './attributes.ts';
import { checkServer, isPlace, named } from './identity.ts';
import { mayBeEnabled, meetsPolicy, setPassword } from './passwords.ts';
import { directoryRow } from './rows.ts';

/** The name and place of a new object: refused where the place is not there, or something there has that name already. */
export function placeFor(call: Call, kind: 'user' | 'group', fallback: string): string {
  const path = call.given.textOf('Path') || fallback;
  const name = call.given.textOf('Name');
  if (!isDn(path)) throw refuseDirectory(call, 'badDn');
  if (!isPlace(call.state, path)) throw refuseDirectory(call, 'parentNotFound');
  if ([...name].length > 64) throw refuseDirectory(call, 'constraint');
  if (adObjectByDn(call.state, distinguishedNameOf(kind, name, path)) !== undefined)
    throw refuseDirectory(call, 'nameInUse');
  return path;
}

/** What `-PassThru` shows. */
export const passThru = (call: Call, object: AdObject): Iterable<Output> =>
  call.given.flag('PassThru') === true
    ? [row(directoryRow(call.state, object, object.kind === 'group' ? 'group' : 'user'))]
    : [];

/**
 * New-ADUser: the account is made first, without password and disabled, and then gets its password. Where that fails the
 * account stays behind, disabled, and none of its further settings is made. (facts-windows 14)
 */
function newUser(call: Call): Iterable<Output> {
  const { distinguishedName } = checkServer(call, true);
  const { given, state, now } = call;
  const changes = changesOf(call);
  const names = { ...changes, sam: given.text('SamAccountName') ?? given.textOf('Name') };
  checkNames(call, names, '', true);
  const parentDn = placeFor(call, 'user', `CN=Users,${distinguishedName}`);
  refuseContradiction(call, undefined);
  const { sam, upn = '', displayName = '', mail = '' } = names;
  const made = addAdObject(
    state,
    { kind: 'user', name: given.textOf('Name'), parentDn, sam, upn, displayName, mail, enabled: false },
    now,
  );
  carryAdChange(state, made.guid, now);
  const password = given.secret('AccountPassword');
  if (password !== undefined) {
    if (!meetsPolicy(state, made, password)) throw refuseDirectory(call, 'passwordRefused');
    setPassword(state, made, password, now);
  }
  const { attributes = {} } = changes;
  const other = call.given.hashtable('OtherAttributes') ?? {};
  const settled = changeAdObject(
    state,
    made.guid,
    { attributes: { ...textAttributes(other), ...attributes } },
    now,
  );
  if (given.flag('Enabled') !== true) return finish(call, settled);
  if (!mayBeEnabled(state, settled)) throw refuseDirectory(call, 'passwordRefused');
  return finish(call, changeAdObject(state, made.guid, { enabled: true }, now));
}

const textAttributes = (other: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(other).map(([name, value]) => [name, String(value)]));

function finish(call: Call, object: AdObject): Iterable<Output> {
  carryAdChange(call.state, object.guid, call.now);
  return passThru(call, object);
}

const account = (call: Call): AdObject => named(call, 'Identity', { kinds: ['user', 'computer'] });

function change(call: Call, object: AdObject, changes: AdChanges): Iterable<Output> {
  return finish(call, changeAdObject(call.state, object.guid, changes, call.now));
}

function setUser(call: Call): Iterable<Output> {
  checkServer(call, true);
  const user = named(call, 'Identity', { kinds: ['user'] });
  refuseContradiction(call, user);
  const raw = rawChanges(call, user);
  const changes = changesOf(call);
  const merged = { ...raw, ...changes, attributes: { ...raw.attributes, ...changes.attributes } };
  checkNames(call, merged, user.guid, true);
  const enabled = call.given.flag('Enabled');
  if (enabled === true && !mayBeEnabled(call.state, user)) throw refuseDirectory(call, 'passwordRefused');
  return change(call, user, { ...merged, ...(enabled === undefined ? {} : { enabled }) });
}

function setControl(call: Call): Iterable<Output> {
  checkServer(call, true);
  const object = account(call);
  const { attributes = {} } = changesOf(call);
  const enabled = call.given.flag('Enabled');
  if (enabled === true && !mayBeEnabled(call.state, object)) throw refuseDirectory(call, 'passwordRefused');
  return change(call, object, { attributes, ...(enabled === undefined ? {} : { enabled }) });
}

function enable(call: Call): Iterable<Output> {
  checkServer(call, true);
  const object = account(call);
  if (!mayBeEnabled(call.state, object)) throw refuseDirectory(call, 'passwordRefused');
  return change(call, object, { enabled: true });
}

const simply =
  (changes: (call: Call) => AdChanges) =>
  (call: Call): Iterable<Output> => {
    checkServer(call, true);
    return change(call, account(call), changes(call));
  };

/** `-Reset` needs no old password; without it the old one must be given and right, and its absence would ask back. */
function setAccountPassword(call: Call): Iterable<Output> {
  checkServer(call, true);
  const object = account(call);
  const password = call.given.secret('NewPassword') ?? '';
  if (call.given.flag('Reset') !== true) {
    const old = call.given.secret('OldPassword') ?? '';
    if (!matchesPassword(adPasswordHash(call.state, object.guid), old))
      throw refuseDirectory(call, 'noOldPassword');
  }
  if (!meetsPolicy(call.state, object, password)) throw refuseDirectory(call, 'passwordRefused');
  setPassword(call.state, object, password, call.now);
  return finish(call, object);
}

/** When an account ends: a date, or a span from now; neither means never. */
function expirationOf(call: Call): AdChanges {
  const span = call.given.textOf('TimeSpan');
  if (span === '') return { attributes: { [own.accountExpires]: isoOf(call.given.date('DateTime')) } };
  const days = Number(span.split('.')[0]);
  const end = new Date(call.now.getTime() + days * 86_400_000);
  return { attributes: { [own.accountExpires]: end.toISOString() } };
}

/** Removes a user or a group: to the bin; a protected one is refused. */
export function removeObject(call: Call, object: AdObject): Iterable<Output> {
  if (object.attributes[own.protected] === true) throw refuseDirectory(call, 'accessDenied');
  deleteAdObject(call.state, object.guid, call.now);
  carryAdChange(call.state, object.guid, call.now);
  return [];
}

function removeUser(call: Call): Iterable<Output> {
  checkServer(call, true);
  return removeObject(call, named(call, 'Identity', { kinds: ['user'] }));
}

/** The cmdlets that write accounts in Active Directory. */
export const accountChanges: Handlers = {
  'New-ADUser': newUser,
  'Set-ADUser': setUser,
  'Remove-ADUser': removeUser,
  'Enable-ADAccount': enable,
  'Disable-ADAccount': simply(() => ({ enabled: false })),
  'Unlock-ADAccount': simply(() => ({ attributes: { [own.lockedOut]: null } })),
  'Clear-ADAccountExpiration': simply(() => ({ attributes: { [own.accountExpires]: null } })),
  'Set-ADAccountExpiration': simply(expirationOf),
  'Set-ADAccountControl': setControl,
  'Set-ADAccountPassword': setAccountPassword,
};
