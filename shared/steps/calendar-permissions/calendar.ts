import { cmdlet } from '../../commands/command.ts';
import { later } from '../../commands/value.ts';
import { systemNames } from '../../run/failure-findings.ts';
import type { Finding } from '../../run/finding.ts';
import type { RememberedFolder, Side } from '../../run/ports.ts';
import {
  resource,
  type CalendarEntry,
  type Change,
  type Difference,
  type Resource,
  type Sight,
} from '../../run/resource.ts';
import { ids } from '../ids.ts';
import {
  folderIdentity,
  inspectCalendar,
  targetOf,
  type Calendar,
  type FoundCalendar,
  type Wanted,
} from './calendar-look.ts';
import { isDeadEntry } from './entries.ts';
import { compareRights, rightsToSet } from './rights.ts';

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
    inspect: (looker) => inspectCalendar(looker, calendar, wanted),
    judge: (found) => judge(calendar, wanted, found),
    remember: (memory, change, isMade) => {
      memory.rememberMadeEntry(side, mailbox, change.id === 'remove' ? !isMade : isMade);
    },
  });
}

const pinnedWrite = (side: Side): { DomainController?: ReturnType<typeof later> } =>
  side === 'on-premises' ? { DomainController: later(ids.activeDirectory, 'HostName') } : {};

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
        byHand: `In Outlook, open the calendar of ${person}, choose Properties, then Permissions, select ${wanted.groupInWords} and choose Remove.`,
      },
    ];
  }
  const byHand = `In Windows PowerShell or in Outlook, open the permissions of the calendar "${folder.folderName}" of ${person} (${calendar.address}) and give ${wanted.groupInWords} the right ${wanted.right}.`;
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
