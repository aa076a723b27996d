import type { RecipientType } from '../state/recipient-types.ts';
import { addAdObject } from '../state/ad-objects.ts';
import { addEntraObject } from '../state/entra-objects.ts';
import { addAdMember, addEntraMember } from '../state/members.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { addRecipient } from '../state/recipients.ts';
import { nextCloudSid, synchronise } from '../state/synchronisation.ts';
import type { Blueprint, GroupPlan } from './blueprint.ts';

interface WrittenGroup {
  readonly plan: GroupPlan;
  /** objectGUID in Active Directory, or id in Entra ID. */
  readonly id: string;
}

/** The groups of a site as they were written. */
export interface WrittenGroups {
  readonly byName: ReadonlyMap<string, WrittenGroup>;
  /** SID of our own group, if the site has it already. */
  readonly ourSid: string;
}

/** Writes the groups of people, still empty, and our own group where it was made by hand before. */
export function writeGroups(state: PracticeState, blueprint: Blueprint, now: Date): WrittenGroups {
  const byName = new Map<string, WrittenGroup>();
  const root = blueprint.settings.activeDirectory?.distinguishedName ?? '';
  for (const plan of blueprint.groups) {
    const id =
      plan.madeIn === 'active-directory'
        ? writeAdGroup(state, plan, root, now)
        : writeCloudGroup(state, plan, now).id;
    byName.set(plan.name, { plan, id });
  }
  return { byName, ourSid: blueprint.hasOurGroup ? writeOurGroup(state, blueprint, now) : '' };
}

function writeAdGroup(state: PracticeState, plan: GroupPlan, root: string, now: Date): string {
  return addAdObject(
    state,
    {
      kind: 'group',
      name: plan.name,
      parentDn: `CN=Users,${root}`,
      sam: plan.name,
      scope: 'Global',
      security: true,
    },
    now,
  ).guid;
}

const recipientTypes: Readonly<Partial<Record<GroupPlan['kind'], RecipientType>>> = {
  'mail-security': 'MailUniversalSecurityGroup',
  distribution: 'MailUniversalDistributionGroup',
  'microsoft-365': 'GroupMailbox',
};

const groupTypes: Readonly<Partial<Record<GroupPlan['kind'], readonly string[]>>> = {
  'microsoft-365': ['Unified'],
  dynamic: ['DynamicMembership'],
};

interface CloudGroup {
  readonly id: string;
  readonly sid: string;
}

function writeCloudGroup(
  state: PracticeState,
  plan: Pick<GroupPlan, 'name' | 'kind' | 'address'> & { readonly alias?: string },
  now: Date,
): CloudGroup {
  const sid = nextCloudSid(state);
  const alias = plan.alias ?? plan.address.split('@')[0] ?? '';
  const { id } = addEntraObject(
    state,
    {
      kind: 'group',
      displayName: plan.name,
      mail: plan.address,
      mailNickname: alias === '' ? plan.name.replaceAll(/[^A-Za-z0-9]/gu, '') : alias,
      sid,
      attributes: {
        securityEnabled: plan.kind !== 'distribution' && plan.kind !== 'microsoft-365',
        mailEnabled: plan.address !== '',
        groupTypes: groupTypes[plan.kind] ?? [],
        ...(plan.kind === 'dynamic'
          ? { membershipRule: '(user.department -eq "Research")', membershipRuleProcessingState: 'On' }
          : {}),
      },
    },
    now,
  );
  const type = recipientTypes[plan.kind];
  if (type !== undefined)
    addRecipient(
      state,
      {
        side: 'cloud',
        type,
        name: plan.name,
        displayName: plan.name,
        alias,
        address: plan.address,
        sid,
        directoryId: id,
      },
      now,
    );
  return { id, sid };
}

function writeOurGroup(state: PracticeState, { answers }: Blueprint, now: Date): string {
  const group = answers.cloud?.group;
  if (group === undefined) return '';
  return writeCloudGroup(state, { name: group.name, kind: 'mail-security', address: group.address }, now).sid;
}

/** Puts groups into groups. */
export function nestGroups(state: PracticeState, groups: WrittenGroups): void {
  for (const { plan, id } of groups.byName.values())
    for (const name of plan.groups) {
      const inner = groups.byName.get(name);
      if (inner === undefined) throw new Error(`The preset names a group ${name} that it does not have.`);
      if (plan.madeIn === 'active-directory') addAdMember(state, id, inner.id);
      else addEntraMember(state, id, inner.id);
    }
}

/** Carries groups made in Active Directory to the cloud: twice, since the copy of one may be a member of an earlier one. */
export function synchroniseGroups(state: PracticeState, groups: WrittenGroups, now: Date): void {
  for (let round = 0; round < 2; round += 1)
    for (const { plan, id } of groups.byName.values())
      if (plan.madeIn === 'active-directory') synchronise(state, id, now, 'now');
}
