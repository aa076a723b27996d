import type { Side } from '../../../shared/run/ports.ts';
import { forget } from '../clocks.ts';
import { calendarName } from './calendar-names.ts';
import { anonymousPrincipal, defaultPrincipal, putEntry } from './entries.ts';
import { addFolder, deleteFolders, foldersOf, type Folder } from './folders.ts';
import type { PracticeState } from './practice-file.ts';
import { changeRecipient, deleteRecipient, recipient, type Recipient } from './recipients.ts';

/** The language of a mailbox (`nl-NL`): in it its folders were named, and its special entries are shown. */
export function languageOf(owner: Recipient): string {
  const { language } = owner.attributes;
  return typeof language === 'string' && language !== '' ? language : 'en-US';
}

/**
 * Gives a mailbox its calendar, named in the mailbox's language, with the two entries that each calendar has from the
 * start (facts-exchange 1.2). Does nothing where it has one.
 */
export function furnishMailbox(state: PracticeState, owner: Recipient, name = ''): Folder {
  const there = foldersOf(state, owner.side, owner.guid).find((folder) => folder.type === 'Calendar');
  if (there !== undefined) return there;
  const calendar = addFolder(state, {
    side: owner.side,
    mailboxGuid: owner.guid,
    name: name === '' ? calendarName(languageOf(owner)) : name,
    type: 'Calendar',
  });
  giveSpecialEntries(state, calendar, 'AvailabilityOnly');
  return calendar;
}

/** The two entries that each folder has: what everyone may, and nothing for the world. */
export function giveSpecialEntries(state: PracticeState, folder: Folder, everyone: string): void {
  const common = { folder: folder.folder, flags: [] };
  putEntry(state, { ...common, principal: defaultPrincipal, kind: 'default', rights: [everyone] });
  putEntry(state, { ...common, principal: anonymousPrincipal, kind: 'anonymous', rights: ['None'] });
}

/** Keeps a recipient aside: nobody finds it, and entries that it has elsewhere show as `NT:<SID>`. Its folders stay. */
export function setAside(state: PracticeState, side: Side, guid: string, now: Date): void {
  const there = recipient(state, side, guid);
  if (there === undefined || there.removedAt !== '') return;
  changeRecipient(state, side, guid, { removedAt: now.toISOString() });
  forgetRecipient(state, guid);
}

/** Takes a recipient away for good, with its folders. */
export function discardRecipient(state: PracticeState, side: Side, guid: string): void {
  deleteFolders(state, side, guid);
  deleteRecipient(state, side, guid);
  state.run('DELETE FROM conditions WHERE side = ? AND guid = ?', side, guid);
  forgetRecipient(state, guid);
}

function forgetRecipient(state: PracticeState, guid: string): void {
  for (const scope of ['exchange', 'folders/cloud', 'folders/on-premises'] as const)
    forget(state, scope, guid);
}
