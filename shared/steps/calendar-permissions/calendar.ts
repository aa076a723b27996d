import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { later, name, type Name } from '../../commands/value.ts';
import { systemNames } from '../../run/failure-findings.ts';
import type { Finding } from '../../run/finding.ts';
import type { Looker, RememberedFolder, Side } from '../../run/ports.ts';
import {
  resource,
  type CalendarEntry,
  type Change,
  type Difference,
  type Resource,
  type Sight,
} from '../../run/resource.ts';
import { isNotFound } from '../../run/service-failures.ts';
import { ServiceError } from '../../run/service-error.ts';
import type { CalendarRight } from '../../site/site.ts';
import { ids } from '../ids.ts';
import { entriesOf, entryRow, isDeadEntry, type OurGroup } from './entries.ts';
import { compareRights, rightsToSet } from './rights.ts';

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
}

interface FoundCalendar {
  readonly folder: RememberedFolder;
  readonly entries: readonly CalendarEntry[];
}

/** The calendar of one person: its folder is found by type, its list read whole, and one entry added or raised. (steps.md 7) */
export function calendarResource(calendar: Calendar, wanted: Wanted): Resource {
  const { side, mailbox, person, address } = calendar;
  return resource<FoundCalendar>({
    id: ids.calendar(side, mailbox),
    step: 'calendar-permissions',
    name: person,
    kind: 'calendar',
    where: systemNames[targetOf(side)],
    lane: targetOf(side),
    address,
    isLeaf: true,
    needs: [ids.audience, wanted.group, ids.groupInUse(side)],
    inspect: (looker) => inspect(looker, calendar, wanted),
    judge: (found) => judge(calendar, wanted, found),
    remember: (memory, change, isMade) => {
      memory.rememberMadeEntry(side, mailbox, change.id === 'remove' ? !isMade : isMade);
    },
  });
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

const pinnedWrite = (side: Side): { DomainController?: ReturnType<typeof later> } =>
  side === 'on-premises' ? { DomainController: later(ids.activeDirectory, 'HostName') } : {};

async function inspect(looker: Looker, calendar: Calendar, wanted: Wanted): Promise<FoundCalendar> {
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

const folderIdentity = (calendar: Calendar, folder: RememberedFolder): Name =>
  name(`${calendar.mailbox}:${folder.folderId}`);

async function read(
  looker: Looker,
  calendar: Calendar,
  wanted: Wanted,
  folder: RememberedFolder,
): Promise<FoundCalendar> {
  const { side } = calendar;
  const rows = await looker.read(
    cmdlet(targetOf(side), 'Get-MailboxFolderPermission', {
      Identity: folderIdentity(calendar, folder),
      ...(side === 'cloud' ? { ResultSize: 'Unlimited' } : {}),
      ...pinned(side),
    }),
    entryRow,
  );
  const folderName = rows.find((row) => row.FolderName != null)?.FolderName ?? folder.folderName;
  return { folder: { ...folder, folderName }, entries: entriesOf(rows, ourGroup(looker, wanted.group)) };
}

function ourGroup(looker: Looker, group: string): OurGroup | undefined {
  const text = (property: string): string | undefined => {
    const value = looker.known(group, property);
    return typeof value === 'string' ? value : undefined;
  };
  const [guid, address, displayName] = [text('Guid'), text('PrimarySmtpAddress'), text('DisplayName')];
  if (guid === undefined || address === undefined || displayName === undefined) return undefined;
  return { guid, address, displayName };
}

function judge(calendar: Calendar, wanted: Wanted, { folder, entries }: FoundCalendar): Partial<Sight> {
  const ours = entries.find((entry) => entry.ours);
  return {
    identity: folder.folderId,
    properties: { folder: folder.folderName, right: ours?.rights ?? null, flags: ours?.flags ?? null },
    entries,
    changes: changes(calendar, wanted, folder, ours),
    findings: findings(calendar, wanted, entries, ours),
  };
}

function changes(
  calendar: Calendar,
  wanted: Wanted,
  folder: RememberedFolder,
  ours: CalendarEntry | undefined,
): readonly Change[] {
  const { side, person } = calendar;
  const target = targetOf(side);
  const on = { Identity: folderIdentity(calendar, folder), User: later(wanted.group, 'PrimarySmtpAddress') };
  const difference = (after: readonly string[] | null, reason: string): Difference => ({
    property: 'right',
    before: ours?.rights ?? null,
    after,
    reason,
  });
  const remove = cmdlet(target, 'Remove-MailboxFolderPermission', {
    ...on,
    ...pinnedWrite(side),
    Confirm: false,
  });
  if (wanted.right === 'nothing') {
    if (ours === undefined) return [];
    return [
      {
        id: 'remove',
        command: remove,
        differences: [
          difference(
            null,
            'The person is not part of the audience any more, and this program made the entry.',
          ),
        ],
        undo: {
          command: cmdlet(target, 'Add-MailboxFolderPermission', {
            ...on,
            AccessRights: ours.rights,
            ...pinnedWrite(side),
          }),
        },
        byHand: `In Outlook, open the calendar of ${person}, choose Properties, then Permissions, select the group and choose Remove.`,
      },
    ];
  }
  const byHand = `In Windows PowerShell or in Outlook, open the permissions of the calendar "${folder.folderName}" of ${person} (${calendar.address}) and give the group the right ${wanted.right}.`;
  if (ours === undefined) {
    return [
      {
        id: 'add',
        command: cmdlet(target, 'Add-MailboxFolderPermission', {
          ...on,
          AccessRights: [wanted.right],
          ...pinnedWrite(side),
        }),
        differences: [
          difference([wanted.right], 'The timetable service reaches the calendar through this entry.'),
        ],
        undo: { command: remove },
        byHand,
      },
    ];
  }
  if (compareRights(ours.rights, wanted.right) !== 'less') return [];
  const rights = rightsToSet(ours.rights, wanted.right);
  return [
    {
      id: 'set',
      command: cmdlet(target, 'Set-MailboxFolderPermission', {
        ...on,
        AccessRights: rights,
        ...pinnedWrite(side),
        Confirm: false,
      }),
      differences: [difference(rights, 'The right that is there does not let the service do its work.')],
      undo: {
        command: cmdlet(target, 'Set-MailboxFolderPermission', {
          ...on,
          AccessRights: ours.rights,
          ...(ours.flags.length > 0 ? { SharingPermissionFlags: ours.flags } : {}),
          ...pinnedWrite(side),
          Confirm: false,
        }),
      },
      byHand,
    },
  ];
}

function findings(
  calendar: Calendar,
  wanted: Wanted,
  entries: readonly CalendarEntry[],
  ours: CalendarEntry | undefined,
): readonly Finding[] {
  const about = {
    step: 'calendar-permissions' as const,
    resource: ids.calendar(calendar.side, calendar.mailbox),
    where: `${calendar.person} (${calendar.address}), in ${systemNames[targetOf(calendar.side)]}`,
  };
  const found: Finding[] = [];
  if (ours !== undefined && wanted.right !== 'nothing') {
    const isMore = compareRights(ours.rights, wanted.right) === 'more' || ours.flags.length > 0;
    if (isMore) {
      found.push({
        ...about,
        id: 'more-than-asked',
        severity: 'to-know',
        what: `The group may do more on the calendar of ${calendar.person} than your site asks`,
        why: `It has ${[...ours.rights, ...ours.flags].join(', ')}; the site asks for ${wanted.right}. Nothing was taken away.`,
        do: 'Lower the right by hand if it is not meant.',
      });
    }
  }
  const dead = entries.filter(isDeadEntry);
  if (dead.length > 0) {
    found.push({
      ...about,
      id: 'dead-entries',
      severity: 'information',
      what: `The calendar of ${calendar.person} has ${dead.length === 1 ? 'an entry' : `${String(dead.length)} entries`} of accounts that are gone`,
      why: 'An account or group was deleted, or lost its mailbox; its entry stayed. It does no harm.',
      do: 'Nothing. To tidy up, remove the entry by exactly the name that is shown.',
      original: dead.map((entry) => entry.user).join('\n'),
    });
  }
  return found;
}
