import { adPasswordHash, putAdPasswordHash, type AdObject } from '../../state/ad-objects.ts';
import { changeAdObject } from '../../state/ad-objects.ts';
import { adGroupsInChain } from '../../state/members.ts';
import { hashPassword, matchesPassword } from '../../state/passwords.ts';
import type { PracticeState } from '../../state/practice-file.ts';
import { setting, type Settings } from '../../state/settings.ts';
import { own } from './attributes.ts';

type Policy = Settings['activeDirectory']['passwordPolicy'];

/** The policy that applies to an account: the fine-grained one with the lowest precedence, a direct one before a group's. */
function policyFor(state: PracticeState, account: AdObject): Policy {
  const { fineGrained, passwordPolicy } = setting(state, 'activeDirectory');
  if (fineGrained.length === 0) return passwordPolicy;
  const groups = new Set(adGroupsInChain(state, account.guid));
  const sorted = fineGrained.toSorted((a, b) => a.precedence - b.precedence);
  return (
    sorted.find((policy) => policy.appliesTo.includes(account.guid)) ??
    sorted.find((policy) => policy.appliesTo.some((guid) => groups.has(guid))) ??
    passwordPolicy
  );
}

/**
 * Does the password meet the policy? Length; with complexity three of five classes and neither the account's name nor a
 * part of the display name longer than two characters; not the present one where a history is kept. (facts-windows 14)
 */
export function meetsPolicy(state: PracticeState, account: AdObject, password: string): boolean {
  const policy = policyFor(state, account);
  if ([...password].length < policy.minPasswordLength) return false;
  if (policy.passwordHistoryCount > 0 && matchesPassword(adPasswordHash(state, account.guid), password))
    return false;
  return !policy.complexityEnabled || isComplex(account, password);
}

const classes = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u, /[\p{Lt}\p{Lm}\p{Lo}]/u] as const;

function isComplex(account: AdObject, password: string): boolean {
  const lower = password.toLowerCase();
  const forbidden = [account.sam, ...account.displayName.split(/[,.\-_\s#]+/u)].filter(
    (part) => part.length > 2,
  );
  return (
    classes.filter((known) => known.test(password)).length >= 3 &&
    !forbidden.some((part) => lower.includes(part.toLowerCase()))
  );
}

/** May the account be enabled? An account without a valid password may not, unless none is required. */
export const mayBeEnabled = (state: PracticeState, account: AdObject): boolean =>
  account.hasPassword ||
  account.attributes[own.passwordNotRequired] === true ||
  policyFor(state, account).minPasswordLength === 0;

/** Sets a password that was checked. */
export function setPassword(state: PracticeState, account: AdObject, password: string, now: Date): void {
  putAdPasswordHash(state, account.guid, hashPassword(password));
  changeAdObject(
    state,
    account.guid,
    { attributes: { [own.passwordLastSet]: now.toISOString(), [own.mustChangePassword]: null } },
    now,
  );
}
