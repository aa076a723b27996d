import type { Json } from '../../../shared/commands/value.ts';
import { seenInGraph } from '../state/appearances.ts';
import { removeEntraObject } from '../state/entra-bin.ts';
import {
  addEntraObject,
  changeEntraObject,
  entraObject,
  entraObjectsBy,
  putEntraPasswordHash,
  type EntraChanges,
  type EntraObject,
} from '../state/entra-objects.ts';
import { hashPassword } from '../state/passwords.ts';
import type { Attributes } from '../state/rows.ts';
import { changeRecipient, recipientOfDirectory, recipientsByAddress } from '../state/recipients.ts';
import { nextCloudSid } from '../state/synchronisation.ts';
import { isJsonObject, type JsonObject } from './body.ts';
import { graphRefusal } from './errors.ts';
import { singleOf } from './pages.ts';
import { checkPassword } from './password-rules.ts';
import { objectShape, type Served } from './shapes.ts';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The user with this id or sign-in name as Graph shows it now; throws "does not exist", also while it is still on its way. */
export function seenUser(served: Served, key: string): EntraObject {
  const { state, now } = served;
  const found = guid.test(key) ? entraObject(state, key) : entraObjectsBy(state, 'upn', key)[0];
  const seen = found?.kind === 'user' && found.deletedAt === '' ? seenInGraph(state, found, now) : undefined;
  if (seen === undefined) throw graphRefusal('notFound', key);
  return seen;
}

/** Makes a user; answers with the default properties only, never with the password. (facts-microsoft365 2.1) */
export function createUser(served: Served, body: JsonObject): Json {
  const { state, now } = served;
  const upn = textOf(body, 'userPrincipalName');
  checkSignInName(served, upn, '');
  checkNickname(textOf(body, 'mailNickname'));
  checkUsageLocation(body);
  const password = passwordOf(body);
  if (password === undefined) throw graphRefusal('valueRequired', 'password', 'User');
  checkPassword(password);
  const user = addEntraObject(
    state,
    {
      kind: 'user',
      displayName: textOf(body, 'displayName'),
      upn,
      mailNickname: textOf(body, 'mailNickname'),
      accountEnabled: body['accountEnabled'] === true,
      sid: nextCloudSid(state),
      attributes: { ...storedAttributes(body), ...forcedChange(body), ...timeOfPassword(password, now) },
    },
    now,
  );
  putEntraPasswordHash(state, user.id, hashPassword(password));
  return singleOf('users/$entity', objectShape(served, user, undefined));
}

/** Changes a user; answers nothing. A synchronised user keeps what Active Directory says. */
export function updateUser(served: Served, key: string, body: JsonObject): void {
  const { state } = served;
  const user = seenUser(served, key);
  if (user.onPremisesGuid !== '' && Object.keys(body).some((name) => !cloudOwned.has(name)))
    throw graphRefusal('synchronised');
  const upn = body['userPrincipalName'];
  if (typeof upn === 'string') checkSignInName(served, upn, user.id);
  const nickname = body['mailNickname'];
  if (typeof nickname === 'string') checkNickname(nickname);
  checkUsageLocation(body);
  const password = passwordOf(body);
  if (password !== undefined) checkPassword(password);
  const after = changeEntraObject(state, user.id, {
    ...ownChanges(body),
    attributes: { ...storedAttributes(body), ...forcedChange(body), ...timeOfPassword(password, served.now) },
  });
  if (password !== undefined) putEntraPasswordHash(state, user.id, hashPassword(password));
  carryToExchange(served, after);
}

/** Properties of a synchronised user that are the cloud's own. (facts-microsoft365 11) */
const cloudOwned: ReadonlySet<string> = new Set(['usageLocation']);

/** Moves a user to the bin. */
export function deleteUser(served: Served, key: string): void {
  const user = seenUser(served, key);
  if (user.onPremisesGuid !== '') throw graphRefusal('synchronised');
  removeEntraObject(served.state, user.id, served.now);
}

function carryToExchange(served: Served, user: EntraObject): void {
  const there = recipientOfDirectory(served.state, 'cloud', user.id);
  if (there === undefined) return;
  const { displayName, upn } = user;
  changeRecipient(served.state, 'cloud', there.guid, { displayName, upn });
}

const textOf = (body: JsonObject, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

function passwordOf(body: JsonObject): string | undefined {
  const profile = body['passwordProfile'];
  if (!isJsonObject(profile)) return undefined;
  const { password } = profile;
  return typeof password === 'string' ? password : undefined;
}

/** Of a password profile only this is kept besides the hash: must it be changed at the next sign-in? False if absent. */
function forcedChange(body: JsonObject): Attributes {
  const profile = body['passwordProfile'];
  if (!isJsonObject(profile)) return {};
  return { mustChangePassword: profile['forceChangePasswordNextSignIn'] === true ? true : null };
}

/** When the password was last set, which is all that Graph says of one. */
const timeOfPassword = (password: string | undefined, now: Date): Attributes =>
  password === undefined ? {} : { lastPasswordChangeDateTime: now.toISOString() };

const columns = new Set(['displayName', 'userPrincipalName', 'mail', 'mailNickname', 'accountEnabled']);

function ownChanges(body: JsonObject): EntraChanges {
  const { displayName, userPrincipalName, mail, mailNickname, accountEnabled } = body;
  return {
    ...(typeof displayName === 'string' ? { displayName } : {}),
    ...(typeof userPrincipalName === 'string' ? { upn: userPrincipalName } : {}),
    ...(typeof mail === 'string' ? { mail } : {}),
    ...(typeof mailNickname === 'string' ? { mailNickname } : {}),
    ...(typeof accountEnabled === 'boolean' ? { accountEnabled } : {}),
  };
}

/** What is kept under its own name; `None` takes password policies away. */
function storedAttributes(body: JsonObject): Attributes {
  const kept = Object.entries(body).filter(
    ([name]) => !columns.has(name) && name !== 'passwordProfile' && !name.includes('@odata.'),
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'passwordPolicies' && value === 'None' ? null : value]),
  );
}

/** Letters and signs that a sign-in name may have before the @. (facts-microsoft365 2.1) */
const prefixRule = /^[A-Za-z0-9'.\-_!#^~]{1,64}$/u;

function checkSignInName(served: Served, upn: string, ownId: string): void {
  const [prefix = '', suffix = '', ...rest] = upn.split('@');
  const domain = served.tenant.domains.find(({ name }) => name.toLowerCase() === suffix.toLowerCase());
  const isUsable = domain?.isVerified === true && domain.type === 'Managed';
  if (rest.length > 0 || prefix === '' || !isUsable) throw graphRefusal('unverifiedDomain');
  if (!prefixRule.test(prefix) || prefix.endsWith('.') || suffix.length > 48)
    throw graphRefusal('badUserPrincipalName');
  const others = [
    ...entraObjectsBy(served.state, 'upn', upn),
    ...entraObjectsBy(served.state, 'mail', upn),
  ].filter(({ id }) => id !== ownId);
  if (others.some((other) => other.upn.toLowerCase() === upn.toLowerCase()))
    throw graphRefusal('userPrincipalNameTaken', 'userPrincipalName');
  const holders = recipientsByAddress(served.state, 'cloud', upn).filter(
    ({ directoryId }) => directoryId !== ownId || ownId === '',
  );
  if (others.length > 0 || holders.length > 0) throw graphRefusal('userPrincipalNameTaken', 'proxyAddresses');
}

function checkNickname(nickname: string): void {
  if (!/^[\u0021-\u007E]{1,64}$/u.test(nickname) || /[@()\\[\]";:<>,]/u.test(nickname))
    throw graphRefusal('invalidProperty', 'mailNickname', 'User');
}

function checkUsageLocation(body: JsonObject): void {
  const location = body['usageLocation'];
  if (typeof location === 'string' && !/^[A-Z]{2}$/iu.test(location))
    throw graphRefusal('invalidProperty', 'usageLocation', 'User');
}
