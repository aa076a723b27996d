import type { AudienceMember, Person, Side } from '../../run/ports.ts';
import type { Site } from '../../site/site.ts';
import { sidesOf } from '../../site/sides.ts';

/** A group of the audience as a directory found it: who is in it, page by page. */
export interface FoundGroup {
  readonly displayName: string;
  readonly members: () => AsyncIterable<readonly Person[]>;
}

/** The owners of shared mailboxes and rooms are disabled accounts too, so this reason yields to the kind of mailbox. */
export const disabledAccount = 'Disabled account';

/** How Exchange's kinds of recipients are called when they are left out. (facts-exchange 3.1; RecipientTypeDetails) */
const kinds: Readonly<Record<string, string>> = {
  MailUser: 'Mailbox elsewhere',
  RemoteUserMailbox: 'Mailbox elsewhere',
  GuestMailUser: 'Guest account',
  MailContact: 'Mail contact',
  SchedulingMailbox: 'Bookings mailbox',
  GroupMailbox: 'Mailbox of a group',
  DisabledUser: disabledAccount,
  DiscoveryMailbox: "Exchange's own mailbox",
};

/** What becomes of one person: the calendar to look at, or why the person is left out. */
export type Place =
  { readonly side: Side; readonly mailbox: string; readonly address: string } | { readonly leftOut: string };

/** Decides where a person's calendar is, or why there is none to look at. Nobody is passed over in silence. */
export function placeOf(site: Site, member: AudienceMember, ours: ReadonlySet<string>): Place {
  const { mailbox } = member;
  if (mailbox === undefined) return { leftOut: member.leftOut || 'No mailbox' };
  if (ours.has(mailbox.address.toLowerCase())) return { leftOut: 'Service account of the timetable' };
  const isRoom = mailbox.type === 'RoomMailbox' || mailbox.type === 'EquipmentMailbox';
  if (isRoom && !site.audience.rooms) return { leftOut: 'Room or equipment' };
  if (mailbox.type === 'SharedMailbox' && !site.audience.sharedMailboxes)
    return { leftOut: 'Shared mailbox' };
  const isMailbox =
    isRoom ||
    mailbox.type === 'SharedMailbox' ||
    mailbox.type === 'UserMailbox' ||
    mailbox.type === 'LinkedMailbox';
  if (!isMailbox) return { leftOut: kinds[mailbox.type] ?? `Not a mailbox of a person (${mailbox.type})` };
  const isOwnedByDisabled = isRoom || mailbox.type === 'SharedMailbox' || mailbox.type === 'LinkedMailbox';
  if (member.leftOut !== '' && !(member.leftOut === disabledAccount && isOwnedByDisabled)) {
    return { leftOut: member.leftOut };
  }
  if (!sidesOf(site).includes(mailbox.side))
    return { leftOut: `On a side without an account (${mailbox.side})` };
  return { side: mailbox.side, mailbox: mailbox.guid, address: mailbox.address };
}
