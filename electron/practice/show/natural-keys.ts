import { isJsonList, type Json } from '../../../shared/commands/value.ts';
import type { Side } from '../../../shared/run/ports.ts';
import type { EntraObject } from '../state/entra-objects.ts';
import { adObject, adObjectBySid } from '../state/ad-objects.ts';
import { entraObject } from '../state/entra-objects.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { recipient, recipientBySid, type Recipient } from '../state/recipients.ts';
import { isBag, type Attributes } from '../state/rows.ts';

/** What people call an object of Entra ID: never its id, which is another one each time it is made. */
export const entraKey = (object: EntraObject): string =>
  [object.kind, object.upn, object.mail, object.displayName].filter((part) => part !== '').join(' ');

/** What people call a recipient. */
const recipientKey = ({ type, address, name }: Recipient): string =>
  `${type} ${address === '' ? name : address}`;

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const sid = /^S-1-5-21-[\d-]+$/u;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/u;

/** The name of what a generated id stands for; the id itself where it stands for nothing any more. */
function nameOf(state: PracticeState, id: string): string {
  const inDirectory = adObject(state, id);
  if (inDirectory !== undefined) return inDirectory.dn;
  const inEntra = entraObject(state, id);
  if (inEntra !== undefined) return entraKey(inEntra);
  const found = recipient(state, 'cloud', id) ?? recipient(state, 'on-premises', id);
  return found === undefined ? '(id)' : recipientKey(found);
}

const anyGuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/giu;
const anyFolderId = /LgAAAAB[A-Za-z0-9+/=]+AAAB/gu;

/** A text, such as a command's, with the names of things in the place of ids that are generated anew on each site. */
export const withoutIds = (state: PracticeState, text: string): string =>
  text.replace(anyFolderId, '(folder)').replace(anyGuid, (id) => nameOf(state, id));

/** The name of whoever has a security identifier; the identifier itself where nobody has it any more. */
export function nameOfSid(state: PracticeState, side: Side, identifier: string): string {
  const found = recipientBySid(state, side, identifier);
  if (found !== undefined) return recipientKey(found);
  const inDirectory = adObjectBySid(state, identifier);
  return inDirectory === undefined || inDirectory.deletedAt !== '' ? identifier : inDirectory.dn;
}

/**
 * Values in the form in which two states compare: ids replaced by names, times left out (but for dates on which
 * something expires), and what is empty, false or null taken for "not set".
 */
export function comparableAttributes(state: PracticeState, attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const kept = comparableValue(state, name, value);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

/** Attributes that are made of a generated id or count something. */
const generated = new Set([
  'onPremisesImmutableId',
  'onPremisesSecurityIdentifier',
  'badPwdCount',
  'pwdLastSet',
  'lockoutTime',
  'ExchangeObjectId',
]);

function comparableValue(state: PracticeState, name: string, value: Json): Json | undefined {
  if (generated.has(name)) return undefined;
  if (value === null || value === false || value === '') return undefined;
  if (isJsonList(value)) {
    const kept = value.flatMap((part) => comparableValue(state, name, part) ?? []);
    return kept.length === 0 ? undefined : kept;
  }
  if (isBag(value)) return comparableAttributes(state, value);
  if (typeof value !== 'string') return value;
  if (guid.test(value)) return nameOf(state, value);
  if (sid.test(value)) return nameOfSid(state, 'cloud', value);
  return time.test(value) && !/expir/iu.test(name) ? undefined : value;
}
