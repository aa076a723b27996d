import type { Finding } from '../../run/finding.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';
import type { DirectoryGroup, FoundGroup, MailGroup, OtherRecipient } from './group-look.ts';

/** What kinds of recipients are called. */
const kinds: Readonly<Record<string, string>> = {
  GroupMailbox: 'the Microsoft 365 group',
  MailUniversalDistributionGroup: 'the distribution list',
  MailNonUniversalGroup: 'the group that is not universal',
  DynamicDistributionGroup: 'the dynamic distribution list',
  RoomList: 'the room list',
  UserMailbox: 'the mailbox',
  MailContact: 'the contact',
};

/** What stands in the way of the group, and what should be known of it. */
export function findingsOf(group: ServiceGroup, found: FoundGroup): readonly Finding[] {
  const findings: Finding[] = [];
  if (found.holder !== undefined) findings.push(taken(group, found.holder));
  if (found.group !== undefined) findings.push(...ofTheGroup(group, found.group, found.isAnotherOne));
  if (found.withoutMail !== undefined) findings.push(...ofAnother(group, found.withoutMail));
  const [namesake] = found.namesakes;
  if (namesake !== undefined) findings.push(notUnique(group, found, namesake));
  return findings;
}

const about = (group: ServiceGroup) =>
  ({
    step: 'security-group',
    resource: ids.group(group.side),
    where: `${group.address} in ${exchangeOf(group).where}`,
  }) as const;

const taken = (group: ServiceGroup, holder: OtherRecipient): Finding => ({
  ...about(group),
  id: 'group-name-taken',
  severity: 'stops',
  what:
    holder.PrimarySmtpAddress.toLowerCase() === group.address.toLowerCase()
      ? "The group's address is taken"
      : "The group's name or address is taken",
  why: `It belongs to ${kinds[holder.RecipientTypeDetails] ?? `the ${holder.RecipientTypeDetails}`} "${holder.DisplayName}" (${holder.PrimarySmtpAddress}), which cannot hold calendar rights as a group.`,
  do: 'Give the group another name and address in the site file, or rename the other object.',
});

const notUnique = (group: ServiceGroup, found: FoundGroup, namesake: OtherRecipient): Finding => ({
  ...about(group),
  id: 'group-display-name-not-unique',
  severity: 'stops',
  what: 'Another recipient has the display name of the group',
  why: `"${found.group?.DisplayName ?? group.displayName}" is also the name of ${namesake.PrimarySmtpAddress} (${kinds[namesake.RecipientTypeDetails] ?? namesake.RecipientTypeDetails}). Calendars show entries by display name only, so the two could not be told apart.`,
  do: 'Give the group another displayName in the site file, or rename the other one.',
});

function ofTheGroup(group: ServiceGroup, found: MailGroup, isAnotherOne: boolean): readonly Finding[] {
  const findings: Finding[] = [];
  if (found.RecipientTypeDetails !== 'MailUniversalSecurityGroup') {
    findings.push({
      ...about(group),
      id: 'group-of-another-kind',
      severity: 'stops',
      what: `${group.name} is no mail-enabled security group`,
      why: `It is ${kinds[found.RecipientTypeDetails] ?? `a ${found.RecipientTypeDetails}`} "${found.DisplayName}". Only a universal security group can hold calendar rights.`,
      do: 'Give the group another name and address in the site file, or rename that one.',
    });
  }
  if (found.IsDirSynced === true && group.madeIn === 'entra') {
    findings.push({
      ...about(group),
      id: 'group-is-synchronised',
      severity: 'stops',
      what: `${group.name} is synchronised from Active Directory`,
      why: 'Its members can only be changed there; Exchange Online refuses to.',
      do: 'Set madeIn to active-directory in the site file, or take another group.',
    });
  }
  const isElsewhere = found.PrimarySmtpAddress.toLowerCase() !== group.address.toLowerCase();
  if (isElsewhere || found.DisplayName !== group.displayName) {
    findings.push({
      ...about(group),
      id: 'group-is-called-otherwise',
      severity: 'information',
      what: `The group is "${found.DisplayName}" with the address ${found.PrimarySmtpAddress}`,
      why: `The site file says "${group.displayName}" and ${group.address}. A naming policy changes names, or the group was there before.`,
      do: 'Nothing: the real name and address are used, and stand on the hand-over page.',
    });
  }
  if (isAnotherOne) {
    findings.push({
      ...about(group),
      id: 'group-made-again',
      severity: 'to-know',
      what: `${group.name} is another group than before, under the same name`,
      why: 'Its lasting id differs from the one that was remembered: it was deleted and made again. Every entry of the former one on the calendars is dead, though it may show the right name.',
      do: 'Run all steps again: members and calendar entries are given to the group that is there now.',
    });
  }
  return findings;
}

function ofAnother(group: ServiceGroup, found: DirectoryGroup): readonly Finding[] {
  const isSecurity = found.GroupCategory === 'Security';
  if (isSecurity && found.GroupScope === 'Universal') return [];
  return [
    {
      ...about(group),
      id: isSecurity ? 'group-not-universal' : 'group-is-a-list',
      severity: 'stops',
      what: isSecurity
        ? `${found.Name} is a ${found.GroupScope} group, not a universal one`
        : `${found.Name} is a distribution group, not a security group`,
      where: `${found.DistinguishedName} in Active Directory`,
      why: 'Exchange gives an address only to universal groups, and only security groups can hold rights.',
      do: isSecurity
        ? `Convert it: Set-ADGroup -Identity ${found.ObjectGUID} -GroupScope Universal. From domain local it is refused while it has domain local members, from global while it is in a global group. Then look again.`
        : `Convert it: Set-ADGroup -Identity ${found.ObjectGUID} -GroupCategory Security -GroupScope Universal, or give the group another name in the site file.`,
    },
  ];
}
