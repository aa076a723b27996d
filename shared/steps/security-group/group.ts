import { cmdlet } from '../../commands/command.ts';
import { later, name, type Json } from '../../commands/value.ts';
import { resource, type Change, type Difference, type Resource, type Sight } from '../../run/resource.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';
import { findingsOf } from './group-findings.ts';
import { lookAtGroup, type DirectoryGroup, type FoundGroup } from './group-look.ts';

const tenMinutes = 10 * 60_000;

/** The mail-enabled universal security group of one side, in the Exchange where it is made. */
export function group(wanted: ServiceGroup): Resource {
  const { target, where } = exchangeOf(wanted);
  const id = ids.group(wanted.side);
  return resource<FoundGroup>({
    id,
    step: 'security-group',
    name: wanted.name,
    kind: 'mail-enabled security group',
    where,
    lane: target,
    needs: [],
    patience: { limitMs: tenMinutes, hint: 'A group that was just made shows after some seconds.' },
    inspect: (looker) => lookAtGroup(looker, wanted),
    judge: (found) => judge(wanted, found),
    remember(memory, change, isMade) {
      if (!isMade && change.id !== 'mail-enable') memory.rememberIdentity(id, '');
    },
  });
}

function judge(wanted: ServiceGroup, found: FoundGroup): Partial<Sight> {
  const findings = findingsOf(wanted, found);
  const isStopped = findings.some((finding) => finding.severity === 'stops');
  if (found.group === undefined) {
    const change = found.withoutMail === undefined ? create(wanted) : mailEnable(wanted, found.withoutMail);
    return { state: 'absent', findings, changes: isStopped ? [] : [change] };
  }
  const { Guid, Name, DisplayName, PrimarySmtpAddress, DistinguishedName, RecipientTypeDetails } =
    found.group;
  return {
    identity: Guid,
    properties: { Name, DisplayName, PrimarySmtpAddress, RecipientTypeDetails },
    findings,
    facts: { Guid, Name, DisplayName, PrimarySmtpAddress, DistinguishedName },
  };
}

const identityOf = (wanted: ServiceGroup) => ({ Identity: later(ids.group(wanted.side), 'Guid') }) as const;

const differences = (
  values: readonly (readonly [property: string, after: Json, reason: string])[],
): readonly Difference[] =>
  values.map(([property, after, reason]) => ({ property, before: null, after, reason }));

function create(wanted: ServiceGroup): Change {
  const { target, pinned, tool } = exchangeOf(wanted);
  const isOnServer = target === 'exchange';
  return {
    id: 'create',
    command: cmdlet(target, 'New-DistributionGroup', {
      Name: wanted.name,
      // Exchange would make one from the name, and refuses names that give none, such as "a..b".
      Alias: aliasOf(wanted),
      Type: 'Security',
      PrimarySmtpAddress: wanted.address,
      DisplayName: wanted.displayName,
      ...(isOnServer ? { OrganizationalUnit: wanted.organizationalUnit } : {}),
      MemberDepartRestriction: 'Closed',
      MemberJoinRestriction: 'Closed',
      Confirm: false,
      ...pinned,
    }),
    differences: differences([
      ['Name', wanted.name, 'The site asks for this group, and it is not there.'],
      ['DisplayName', wanted.displayName, 'Calendars show this name.'],
      ['PrimarySmtpAddress', wanted.address, 'Calendars are shared with this address.'],
      ['RecipientTypeDetails', 'MailUniversalSecurityGroup', 'Only such a group can hold calendar rights.'],
    ]),
    undo: {
      command: cmdlet(target, 'Remove-DistributionGroup', {
        ...identityOf(wanted),
        BypassSecurityGroupManagerCheck: true,
        Confirm: false,
        ...pinned,
      }),
      onlyIfEmpty: cmdlet(target, 'Get-DistributionGroupMember', {
        ...identityOf(wanted),
        ResultSize: 'Unlimited',
        ...pinned,
      }),
    },
    byHand: isOnServer
      ? `${tool}, choose +, Security group. Display name: ${wanted.displayName}. Alias: ${aliasOf(wanted)}. Organizational unit: ${wanted.organizationalUnit}. Save, then open the group, and under email options make ${wanted.address} the reply address. The name of the group is ${wanted.name}.`
      : `${tool}, choose Add a group, Mail-enabled security. Name: ${wanted.name}. Group email address: ${wanted.address}. Tick nothing that lets people join by themselves, and choose Create group. Then open the group, General, Edit, and set the display name to ${wanted.displayName}.`,
  };
}

const aliasOf = (wanted: ServiceGroup): string => wanted.address.split('@')[0] ?? '';

function mailEnable(wanted: ServiceGroup, found: DirectoryGroup): Change {
  const { pinned } = exchangeOf(wanted);
  return {
    id: 'mail-enable',
    command: cmdlet('exchange', 'Enable-DistributionGroup', {
      Identity: name(found.ObjectGUID),
      PrimarySmtpAddress: wanted.address,
      DisplayName: wanted.displayName,
      Confirm: false,
      ...pinned,
    }),
    differences: differences([
      [
        'PrimarySmtpAddress',
        wanted.address,
        'The group is there, but has no address to share calendars with.',
      ],
      ['RecipientTypeDetails', 'MailUniversalSecurityGroup', 'Only such a group can hold calendar rights.'],
    ]),
    undo: {
      command: cmdlet('exchange', 'Disable-DistributionGroup', {
        ...identityOf(wanted),
        Confirm: false,
        ...pinned,
      }),
    },
    byHand: `In the Exchange Management Shell, run Enable-DistributionGroup -Identity ${found.ObjectGUID} -PrimarySmtpAddress ${wanted.address} for the group ${found.DistinguishedName}.`,
  };
}
