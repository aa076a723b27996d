import { z } from 'zod';
import { cmdlet, type Parameters } from '../../commands/command.ts';
import { later, name, type Name } from '../../commands/value.ts';
import type { Looker, RememberedFolder, Side } from '../../run/ports.ts';
import type { CalendarEntry } from '../../run/resource.ts';
import { isNoEntry, isNotFound } from '../../run/service-failures.ts';
import { ServiceError } from '../../run/service-error.ts';
import type { CalendarRight } from '../../site/site.ts';
import { ids } from '../ids.ts';
import { entriesOf, entryRow, needsProof, type OurGroup } from './entries.ts';

/** One calendar of the audience. */
export interface Calendar {
  readonly side: Side;
  /** Exchange's GUID of the mailbox. */
  readonly mailbox: string;
  readonly person: string;
  readonly address: string;
}

/** What the site asks of each calendar. `nothing`: the person left the audience, so our own entry is to go. */
export interface Wanted {
  readonly right: CalendarRight | 'nothing';
  /** The resource whose facts name the group on this side. */
  readonly group: string;
  /** The group as somebody finds it who does this by hand: its name and address. */
  readonly groupInWords: string;
}

/** What one look at a calendar saw. */
export interface FoundCalendar {
  readonly folder: RememberedFolder;
  readonly entries: readonly CalendarEntry[];
}

export const targetOf = (side: Side): 'exchange' | 'exchangeOnline' =>
  side === 'on-premises' ? 'exchange' : 'exchangeOnline';

/** What every command of a side carries beside its own parameters. */
const pinned = (
  side: Side,
): { DomainController: ReturnType<typeof later> } | { UseCustomRouting: boolean } =>
  side === 'on-premises'
    ? { DomainController: later(ids.activeDirectory, 'HostName') }
    : { UseCustomRouting: true };

/** Looks at a calendar: its folder by type, unless that is remembered, then its whole list. */
export async function inspectCalendar(
  looker: Looker,
  calendar: Calendar,
  wanted: Wanted,
): Promise<FoundCalendar> {
  const { side, mailbox } = calendar;
  const remembered = looker.memory.folder(side, mailbox);
  if (remembered === undefined)
    return await read(looker, calendar, wanted, await findFolder(looker, calendar));
  try {
    return await read(looker, calendar, wanted, remembered);
  } catch (failure) {
    if (!isNotFound(failure)) throw failure;
    looker.memory.forgetFolder(side, mailbox);
    return await read(looker, calendar, wanted, await findFolder(looker, calendar));
  }
}

const folderRow = z.object({ Name: z.string(), FolderId: z.string(), FolderType: z.string() });

/** The default calendar by its type: its name is in whatever language the mailbox was first opened. (facts-exchange 2) */
async function findFolder(looker: Looker, { side, mailbox, person }: Calendar): Promise<RememberedFolder> {
  const rows = await looker.read(
    cmdlet(targetOf(side), 'Get-MailboxFolderStatistics', {
      Identity: name(mailbox),
      FolderScope: 'Calendar',
      ...pinned(side),
    }),
    folderRow,
  );
  const found = rows.find((row) => row.FolderType === 'Calendar');
  if (found === undefined) {
    throw new ServiceError({
      target: targetOf(side),
      kind: 'lasting',
      id: 'NoDefaultCalendar',
      text: `The mailbox of ${person} has no folder of type Calendar.`,
    });
  }
  const folder = { folderId: found.FolderId, folderName: found.Name };
  looker.memory.rememberFolder(side, mailbox, folder);
  return folder;
}

/** A folder as commands name it: mailbox and folder by their ids. */
export const folderIdentity = (calendar: Calendar, folder: RememberedFolder): Name =>
  name(`${calendar.mailbox}:${folder.folderId}`);

async function read(
  looker: Looker,
  calendar: Calendar,
  wanted: Wanted,
  folder: RememberedFolder,
): Promise<FoundCalendar> {
  const { side } = calendar;
  const look = { Identity: folderIdentity(calendar, folder), ...pinned(side) };
  const rows = await looker.read(
    cmdlet(targetOf(side), 'Get-MailboxFolderPermission', {
      ...look,
      ...(side === 'cloud' ? { ResultSize: 'Unlimited' } : {}),
    }),
    entryRow,
  );
  const folderName = rows.find((row) => row.FolderName != null)?.FolderName ?? folder.folderName;
  let group = ourGroup(looker, side, wanted.group);
  if (group !== undefined && needsProof(rows, group)) {
    group = {
      ...group,
      isKnownByName: await hasEntry(looker, targetOf(side), { ...look, User: name(group.address) }),
    };
  }
  return { folder: { ...folder, folderName }, entries: entriesOf(rows, group) };
}

/** Asks the service itself whether the folder has an entry of that principal, which it resolves by its address. */
async function hasEntry(
  looker: Looker,
  target: 'exchange' | 'exchangeOnline',
  look: Parameters,
): Promise<boolean> {
  try {
    return (await looker.read(cmdlet(target, 'Get-MailboxFolderPermission', look), entryRow)).length > 0;
  } catch (failure) {
    if (isNoEntry(failure)) return false;
    throw failure;
  }
}

function ourGroup(looker: Looker, side: Side, group: string): OurGroup | undefined {
  const text = (property: string): string | undefined => {
    const value = looker.known(group, property);
    return typeof value === 'string' ? value : undefined;
  };
  const [guid, address, displayName] = [text('Guid'), text('PrimarySmtpAddress'), text('DisplayName')];
  if (guid === undefined || address === undefined || displayName === undefined) return undefined;
  const remembered = looker.memory.identity(ids.group(side));
  return {
    guid,
    address,
    displayName,
    isKnownByName: remembered === undefined || remembered === '' || remembered === guid,
  };
}
