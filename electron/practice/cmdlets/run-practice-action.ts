import { z } from 'zod';
import type { Json } from '../../../shared/commands/value.ts';
import type { Side } from '../../../shared/run/ports.ts';
import { adObject, adObjectByDn, adObjectBySam, adObjectByUpn, adObjectsBy } from '../state/ad-objects.ts';
import { changeAdObject, type AdObject } from '../state/ad-objects.ts';
import { runOut } from '../state/appearances.ts';
import {
  putCondition,
  takeCondition,
  mailboxConditions,
  type MailboxCondition,
} from '../state/conditions.ts';
import { changeEntraObject, entraObject, entraObjectsBy, type EntraObject } from '../state/entra-objects.ts';
import { anonymousPrincipal, defaultPrincipal, putEntry, type Entry } from '../state/entries.ts';
import { addFolder, calendarFolder, folderByPath, renameFolder, type Folder } from '../state/folders.ts';
import { addAdMember, addEntraMember, removeAdMember, removeEntraMember } from '../state/members.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { changeRecipient, recipient, recipientOfDirectory, type Recipient } from '../state/recipients.ts';
import { recipientsBy, recipientsByAddress } from '../state/recipients.ts';
import { putSetting, setting } from '../state/settings.ts';
import { carryAdChange } from '../state/synchronisation.ts';
import { formWords } from '../form-words.ts';
import { practiceActions, type PracticeActionName } from './practice-actions.ts';

/** The action is not known, lacks something, or names what is not there. */
export class BadPracticeAction extends Error {
  override readonly name = 'BadPracticeAction';
}

/** Is this a practice-only form? */
export const isPracticeAction = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'target' in value && value.target === 'practice';

/** Carries out a practice-only action as one transaction, and says what was done. Throws {@link BadPracticeAction}. */
export function runPracticeAction(state: PracticeState, given: unknown, now: Date): Json {
  const { action, rest } = split(given);
  return state.transaction(() => carryOutAction(state, action, rest, now));
}

function split(given: unknown): { action: PracticeActionName; rest: Record<string, unknown> } {
  const form = z.looseObject({ target: z.literal('practice'), action: z.string() }).safeParse(given);
  if (!form.success)
    throw new BadPracticeAction('A practice action looks like {"target":"practice","action":"…"}.');
  const { target: _, action, ...rest } = form.data;
  const names = Object.keys(practiceActions);
  const found = isActionName(action) ? action : undefined;
  if (found === undefined)
    throw new BadPracticeAction(
      `There is no practice action ${JSON.stringify(action)}. There are: ${names.join(', ')}.`,
    );
  return { action: found, rest };
}

const isActionName = (text: string): text is PracticeActionName => Object.hasOwn(practiceActions, text);

function read<T>(schema: z.ZodType<T>, rest: unknown): T {
  const result = schema.safeParse(rest);
  if (!result.success) throw new BadPracticeAction(formWords(result.error));
  return result.data;
}

function carryOutAction(state: PracticeState, action: PracticeActionName, rest: unknown, now: Date): Json {
  switch (action) {
    case 'rename-folder': {
      const asked = read(practiceActions[action], rest);
      const renamed = renameFolder(state, theFolder(state, asked), asked.name);
      return { folder: renamed.path };
    }
    case 'add-folder': {
      const asked = read(practiceActions[action], rest);
      const { side: on, guid } = theMailbox(state, asked);
      const { name, below } = asked;
      return {
        folder: addFolder(state, { side: on, mailboxGuid: guid, name, below, type: 'User Created' }).path,
      };
    }
    case 'add-entry':
      return addEntry(state, read(practiceActions[action], rest));
    case 'damage-list':
      return setCondition(state, read(practiceActions[action], rest), { 'damaged-list': true });
    case 'repair-list':
      return setCondition(state, read(practiceActions[action], rest), {
        'damaged-list': false,
        'full-list': false,
      });
    case 'fill-list':
      return setCondition(state, read(practiceActions[action], rest), { 'full-list': true });
    case 'move-mailbox-state': {
      const asked = read(practiceActions[action], rest);
      const { state: how } = asked;
      return setCondition(state, asked, { moving: how === 'once', 'moving-lasting': how === 'lasting' });
    }
    case 'fail-mailbox': {
      const asked = read(practiceActions[action], rest);
      const { state: how } = asked;
      return setCondition(state, asked, { 'failing-once': how === 'once', failing: how === 'lasting' });
    }
    case 'rename-object':
      return renameObject(state, read(practiceActions[action], rest), now);
    case 'run-out-clocks':
      read(practiceActions[action], rest);
      runOut(state, now);
      return {};
    case 'add-member-to-audience-group':
      return { changed: setMember(state, read(practiceActions[action], rest), true, now) };
    case 'remove-member-from-audience-group':
      return { changed: setMember(state, read(practiceActions[action], rest), false, now) };
    case 'set-policy':
      return setPolicy(state, read(practiceActions[action], rest));
    case 'set-roles': {
      const { of, roles } = read(practiceActions[action], rest);
      if (of === 'exchange-online')
        putSetting(state, 'exchangeOnline', { ...setting(state, 'exchangeOnline'), roles });
      else putSetting(state, 'exchangeServer', { ...setting(state, 'exchangeServer'), roles });
      return { roles };
    }
  }
}

interface Asked {
  readonly mailbox: string;
  readonly side?: Side | undefined;
}

const sides: readonly Side[] = ['on-premises', 'cloud'];

function theMailbox(state: PracticeState, asked: Asked): Recipient {
  const found = (asked.side === undefined ? sides : [asked.side])
    .flatMap((side) => recipientsNamed(state, side, asked.mailbox))
    .filter((one) => one.removedAt === '' && calendarFolder(state, one.side, one.guid) !== undefined);
  return only(found, asked.mailbox, 'mailbox');
}

function only<T>(found: readonly T[], named: string, what: string): T {
  const [first] = found;
  if (first === undefined) throw new BadPracticeAction(`There is no ${what} ${JSON.stringify(named)}.`);
  if (found.length > 1)
    throw new BadPracticeAction(`${JSON.stringify(named)} means more than one ${what}; name it by its GUID.`);
  return first;
}

function recipientsNamed(state: PracticeState, side: Side, named: string): readonly Recipient[] {
  const all = [
    recipient(state, side, named),
    recipientOfDirectory(state, side, named),
    ...recipientsByAddress(state, side, named),
    ...(['alias', 'name', 'display', 'upn', 'exchange_guid'] as const).flatMap((property) =>
      recipientsBy(state, side, property, named),
    ),
  ].filter((one) => one !== undefined);
  return [...new Map(all.map((one) => [one.guid, one])).values()];
}

function theFolder(state: PracticeState, asked: Asked & { readonly folder?: string | undefined }): Folder {
  const { side, guid } = theMailbox(state, asked);
  const found =
    asked.folder === undefined
      ? calendarFolder(state, side, guid)
      : folderByPath(state, side, guid, asked.folder);
  if (found === undefined) throw new BadPracticeAction(`There is no folder ${JSON.stringify(asked.folder)}.`);
  return found;
}

function addEntry(state: PracticeState, asked: z.infer<(typeof practiceActions)['add-entry']>): Json {
  const found = theFolder(state, asked);
  const { rights, flags } = asked;
  putEntry(state, { folder: found.folder, ...holderOf(state, found.side, asked.user), rights, flags });
  return { folder: found.path };
}

function holderOf(state: PracticeState, side: Side, user: string): Pick<Entry, 'principal' | 'kind'> {
  if (/^default$/iu.test(user)) return { principal: defaultPrincipal, kind: 'default' };
  if (/^anonymous$/iu.test(user)) return { principal: anonymousPrincipal, kind: 'anonymous' };
  if (/^S-1-[\d-]+$/iu.test(user)) return { principal: user.toUpperCase(), kind: 'sid' };
  const [found] = recipientsNamed(state, side, user);
  return found === undefined ? { principal: user, kind: 'external' } : { principal: found.sid, kind: 'sid' };
}

function setCondition(
  state: PracticeState,
  asked: Asked,
  wanted: Readonly<Partial<Record<MailboxCondition, boolean>>>,
): Json {
  const { side, guid, displayName } = theMailbox(state, asked);
  for (const condition of mailboxConditions) {
    if (wanted[condition] === true) putCondition(state, side, guid, condition);
    if (wanted[condition] === false) takeCondition(state, side, guid, condition);
  }
  return { mailbox: displayName, side };
}

function renameObject(
  state: PracticeState,
  asked: z.infer<(typeof practiceActions)['rename-object']>,
  now: Date,
): Json {
  const { identity, displayName } = asked;
  if (asked.in === 'active-directory') {
    const found = inDirectory(state, identity);
    changeAdObject(state, found.guid, { displayName }, now);
    carryAdChange(state, found.guid, now);
    return { guid: found.guid };
  }
  if (asked.in === 'exchange-online') {
    const { guid } = only(recipientsNamed(state, 'cloud', identity), identity, 'recipient');
    changeRecipient(state, 'cloud', guid, { displayName });
    return { guid };
  }
  const { id } = inEntra(state, identity);
  changeEntraObject(state, id, { displayName });
  const shown = recipientOfDirectory(state, 'cloud', id);
  if (shown !== undefined) changeRecipient(state, 'cloud', shown.guid, { displayName });
  return { id };
}

function inDirectory(state: PracticeState, named: string): AdObject {
  const all = [
    adObject(state, named),
    adObjectByDn(state, named),
    adObjectBySam(state, named),
    adObjectByUpn(state, named),
    ...adObjectsBy(state, 'mail', named),
    ...adObjectsBy(state, 'name', named),
  ].filter((one) => one !== undefined && one.deletedAt === '');
  const found = [...new Map(all.flatMap((one) => (one === undefined ? [] : [[one.guid, one]]))).values()];
  return only(found, named, 'object in Active Directory');
}

function inEntra(state: PracticeState, named: string): EntraObject {
  const all = [
    entraObject(state, named),
    ...(['upn', 'mail', 'display'] as const).flatMap((property) => entraObjectsBy(state, property, named)),
  ].flatMap((one) => (one === undefined || one.deletedAt !== '' ? [] : [one]));
  return only([...new Map(all.map((one) => [one.id, one])).values()], named, 'object in Entra ID');
}

interface MemberAsked {
  readonly in: 'active-directory' | 'entra';
  readonly group: string;
  readonly member: string;
}

function setMember(state: PracticeState, asked: MemberAsked, isMember: boolean, now: Date): boolean {
  if (asked.in === 'entra') {
    const group = inEntra(state, asked.group).id;
    const { id } = inEntra(state, asked.member);
    return isMember ? addEntraMember(state, group, id) : removeEntraMember(state, group, id);
  }
  const group = inDirectory(state, asked.group).guid;
  const { guid } = inDirectory(state, asked.member);
  const changed = isMember ? addAdMember(state, group, guid) : removeAdMember(state, group, guid);
  carryAdChange(state, group, now);
  return changed;
}

function setPolicy(state: PracticeState, asked: z.infer<(typeof practiceActions)['set-policy']>): Json {
  const { of, name, value } = asked;
  if (of === 'entra') {
    const entra = setting(state, 'entra');
    putSetting(state, 'entra', { ...entra, policies: { ...entra.policies, [name]: value } });
  } else if (of === 'active-directory-password') {
    const known = setting(state, 'activeDirectory');
    const passwordPolicy = { ...known.passwordPolicy, [name]: value };
    try {
      putSetting(state, 'activeDirectory', { ...known, passwordPolicy });
    } catch (thrown) {
      if (thrown instanceof z.ZodError) throw new BadPracticeAction(formWords(thrown));
      throw thrown;
    }
  } else {
    const key = of === 'exchange-online' ? 'exchangeOnline' : 'exchangeServer';
    if (key === 'exchangeOnline') {
      const known = setting(state, key);
      putSetting(state, key, { ...known, organization: { ...known.organization, [name]: value } });
    } else {
      const known = setting(state, key);
      putSetting(state, key, { ...known, organization: { ...known.organization, [name]: value } });
    }
  }
  return { of, name };
}
