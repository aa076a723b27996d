import { cmdlet } from '../../commands/command.ts';
import { later } from '../../commands/value.ts';
import type { Finding } from '../../run/finding.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import type { ServiceAccount, ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';
import { carriesNoRight, membersOf, recipientOf, type Member, type Members } from './members.ts';

const tenMinutes = 10 * 60_000;

/** The memberships of a group's accounts. The first one also tells of members that are not ours. */
export function memberships(group: ServiceGroup, accounts: readonly ServiceAccount[]): readonly Resource[] {
  const members = membersOf(group, accounts);
  const { target, where } = exchangeOf(group);
  return accounts.map((account, index) =>
    resource<Members | undefined>({
      id: ids.membership(group.side, account.name),
      step: 'security-group',
      name: `${account.name} in ${group.name}`,
      kind: 'member of the group',
      where,
      lane: target,
      needs: [ids.group(group.side), recipientOf(account)],
      patience: { limitMs: tenMinutes, hint: 'A member that was just added shows after some seconds.' },
      inspect: (looker) => members(looker, account),
      judge(found) {
        const findings = index === 0 && found !== undefined ? strangers(group, account, found) : [];
        const member = found?.all.find((one) => found.accounts[one.Guid.toLowerCase()] === account.name);
        if (member === undefined) return { state: 'absent', findings, changes: [add(group, account)] };
        return { identity: member.Guid, properties: { member: true }, findings };
      },
    }),
  );
}

function add(group: ServiceGroup, account: ServiceAccount): Change {
  const { target, pinned, tool } = exchangeOf(group);
  const parameters = {
    Identity: later(ids.group(group.side), 'Guid'),
    Member: later(recipientOf(account), 'Guid'),
    BypassSecurityGroupManagerCheck: true,
    Confirm: false,
    ...pinned,
  };
  return {
    id: 'add',
    command: cmdlet(target, 'Add-DistributionGroupMember', parameters),
    differences: [
      {
        property: 'member',
        before: null,
        after: true,
        reason: 'Calendars are shared with the group, so the account must be in it.',
      },
    ],
    undo: { command: cmdlet(target, 'Remove-DistributionGroupMember', parameters) },
    byHand: `${tool}, open ${group.name} (${group.address}), Members, choose Add members, and add ${account.displayName} (${account.userPrincipalName}).`,
  };
}

/** Members that are not ours are shown, not removed. */
function strangers(group: ServiceGroup, account: ServiceAccount, found: Members): readonly Finding[] {
  const others = found.all.filter((member) => found.accounts[member.Guid.toLowerCase()] === undefined);
  const about = {
    severity: 'to-know',
    step: 'security-group',
    resource: ids.membership(group.side, account.name),
    where: `${group.name} in ${exchangeOf(group).where}`,
  } as const;
  const findings: Finding[] = [];
  const empty = others.filter(carriesNoRight);
  if (empty.length > 0) {
    findings.push({
      ...about,
      id: 'members-without-rights',
      what: 'Some members of the group cannot use its rights',
      why: `Contacts and plain lists have no account: ${namesOf(empty)}.`,
      do: 'Nothing, or take them out of the group.',
    });
  }
  const foreign = others.filter((member) => !carriesNoRight(member));
  if (foreign.length > 0) {
    findings.push({
      ...about,
      id: 'members-not-ours',
      what: 'The group has members that this site does not name',
      why: `They get the same rights on every calendar: ${namesOf(foreign)}.`,
      do: 'Check that each of them should have these rights; take out whoever should not. This program removes nobody.',
    });
  }
  return findings;
}

const mostNames = 20;

function namesOf(members: readonly Member[]): string {
  const names = members
    .slice(0, mostNames)
    .map((member) =>
      member.PrimarySmtpAddress === '' ? member.Name : `${member.Name} (${member.PrimarySmtpAddress})`,
    );
  const more = members.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
