import { z } from 'zod';
import { cmdlet } from '../commands/command.ts';
import { later, name } from '../commands/value.ts';
import type { Side } from './ports.ts';
import { resource, type Resource } from './resource.ts';
import { isNoEntry, isNotFound, isUnknownPrincipal } from './service-failures.ts';
import type { StepId } from './step-id.ts';

/** What is asked about: a group, and a mailbox of ours in which the folder cmdlets are asked for it. Ids of resources. */
export interface GroupInUse {
  readonly id: string;
  readonly step: StepId;
  readonly side: Side;
  readonly groupName: string;
  /** Gives `PrimarySmtpAddress`. */
  readonly group: string;
  /** Gives `Guid`. */
  readonly mailbox: string;
  /** The domain controller that commands of Exchange Server are pinned to. */
  readonly domainController: { readonly from: string; readonly property: string };
}

type Found = 'known' | 'not-yet' | 'nothing-to-ask-with';

const tenMinutes = 10 * 60_000;

/**
 * The group as the folder cmdlets of its side see it: a new group is unknown to them for seconds to a minute
 * (facts-exchange 1.6). Asked by looking for its entry on a mailbox of ours: "no such entry" means that it is known.
 */
export function groupInUse(about: GroupInUse): Resource {
  const isOnline = about.side === 'cloud';
  const where = isOnline ? 'Exchange Online' : 'Exchange Server';
  const target = isOnline ? 'exchangeOnline' : 'exchange';
  const { from, property } = about.domainController;
  return resource<Found>({
    id: about.id,
    step: about.step,
    name: about.groupName,
    kind: 'group as calendars see it',
    where,
    lane: target,
    needs: [about.group, about.mailbox],
    patience: {
      limitMs: tenMinutes,
      hint: 'A group that was just made is known to the calendars after some seconds, sometimes minutes.',
    },
    async inspect(looker) {
      const mailbox = looker.known(about.mailbox, 'Guid');
      const group = looker.known(about.group, 'PrimarySmtpAddress');
      if (typeof mailbox !== 'string' || typeof group !== 'string') return 'nothing-to-ask-with';
      const entry = cmdlet(target, 'Get-MailboxFolderPermission', {
        Identity: name(mailbox),
        User: name(group),
        ...(isOnline ? {} : { DomainController: later(from, property) }),
      });
      try {
        await looker.read(entry, z.unknown());
        return 'known';
      } catch (failure) {
        if (isNoEntry(failure)) return 'known';
        if (isUnknownPrincipal(failure) || isNotFound(failure)) return 'not-yet';
        throw failure;
      }
    },
    judge(found) {
      if (found === 'known') return { properties: { visible: true } };
      const reason =
        found === 'not-yet'
          ? `${where} does not know the group on calendars yet.`
          : 'The group, or a mailbox to ask with, is not there yet.';
      return { state: 'waiting', reason, properties: { visible: false } };
    },
  });
}
