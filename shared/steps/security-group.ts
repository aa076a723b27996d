import { later } from '../commands/value.ts';
import { groupInUse } from '../run/group-in-use.ts';
import { accountsOf, groupsOf } from '../site/sides.ts';
import type { Site } from '../site/site.ts';
import { ids } from './ids.ts';
import { exchangeOf } from './security-group/exchange-of-side.ts';
import { group as groupOf } from './security-group/group.ts';
import { memberships } from './security-group/membership.ts';
import { groupSettings, hasSettings } from './security-group/settings.ts';
import type { Role, Step } from './step.ts';

/** One group a side, with the accounts of that side in it: what calendars are shared with. */
export const securityGroup: Step = {
  id: 'security-group',
  title: 'Security group',
  purpose:
    'Calendars are shared with one group, not with each account. Adding an account later is then one change instead of thousands.',
  byHandTool: (site) =>
    [
      ...new Set(
        groupsOf(site).map((group) =>
          exchangeOf(group).target === 'exchange'
            ? 'the Exchange admin centre of Exchange Server'
            : 'Exchange admin centre',
        ),
      ),
    ].join(', '),
  roles: (site) => ({ look: rolesFor(site, lookRoles), change: rolesFor(site, changeRoles) }),
  async *resources({ site }) {
    for (const group of groupsOf(site)) {
      const accounts = accountsOf(site).filter((account) => account.side === group.side);
      yield groupOf(group);
      yield* memberships(group, accounts);
      if (hasSettings(group)) yield groupSettings(group);
      const [first] = accounts;
      const isSynchronised = group.side === 'cloud' && group.madeIn === 'active-directory';
      if (first === undefined || isSynchronised) continue;
      yield groupInUse({
        id: ids.groupInUse(group.side),
        step: 'security-group',
        side: group.side,
        groupName: group.name,
        group: ids.group(group.side),
        mailbox: ids.mailbox(group.side, first.name),
        domainController: later(ids.activeDirectory, 'HostName'),
      });
    }
  },
};

const lookRoles: readonly Omit<Role, 'target'>[] = [
  { role: 'View-Only Recipients', for: 'reading the group and its members' },
];
const changeRoles: readonly Omit<Role, 'target'>[] = [
  { role: 'Distribution Groups', for: 'making the group' },
  { role: 'Security Group Creation and Membership', for: 'making a security group and changing its members' },
];

const rolesFor = (site: Site, roles: readonly Omit<Role, 'target'>[]): readonly Role[] =>
  [...new Set(groupsOf(site).map((group) => exchangeOf(group).target))].flatMap((target) =>
    roles.map((role) => ({ ...role, target })),
  );
