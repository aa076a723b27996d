import type { CalendarRight } from '../site/site.ts';

/** What a right lets its holder do with a calendar, in words for people who are no administrators. */
export interface RightWords {
  readonly see: string;
  readonly change: string;
}

const everything = 'all details of all appointments: subject, place, time, text, people and attachments';
const ownOnly = 'the appointments that it made itself, and no others';
const never = 'nothing';

/**
 * The calendar's rights in words. Roles and what they contain: facts-exchange 1.2; Microsoft's page on
 * Add-MailboxFolderPermission.
 */
export const rightWords: Readonly<Record<CalendarRight, RightWords>> = {
  AvailabilityOnly: {
    see: 'only whether you are free or busy; no subject, no place, no text',
    change: never,
  },
  LimitedDetails: {
    see: 'whether you are free or busy, with subject and place of your appointments; not their text',
    change: never,
  },
  Reviewer: { see: everything, change: never },
  Contributor: {
    see: 'that the calendar is there, but none of the appointments in it',
    change: 'it can add appointments; it can change or delete none',
  },
  NonEditingAuthor: {
    see: everything,
    change: `it can add appointments, and delete ${ownOnly}; it can't change any`,
  },
  Author: { see: everything, change: `it can add appointments, and change or delete ${ownOnly}` },
  PublishingAuthor: {
    see: everything,
    change: `it can add appointments and calendars under this one, and change or delete ${ownOnly}`,
  },
  Editor: {
    see: everything,
    change: 'it can add, change and delete appointments, also those that it did not make',
  },
  PublishingEditor: {
    see: everything,
    change:
      'it can add, change and delete appointments, also those that it did not make, and add calendars under this one',
  },
  Owner: {
    see: everything,
    change:
      'it can do everything with the calendar, and decide who else may see or change it; this is more than a timetable needs',
  },
};

/**
 * Private appointments: hidden from holders of a right unless the entry carries the flag CanViewPrivateItems, which
 * this program never sets (facts-exchange 1.2, from Microsoft's page on delegate access and EWS, which speaks of Editor;
 * for the other rights that read, unverified).
 */
export const privateWords =
  'Exchange does not show it appointments that you mark as private: Calendar Push Setup never gives the extra permission that private appointments need.';

/** Does the right let its holder read appointments? */
export const readsDetails = (right: CalendarRight): boolean => rightWords[right].see === everything;
