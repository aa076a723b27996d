import { graph } from '../../commands/command.ts';
import { askOnce } from '../../run/ask-once.ts';
import { resource, type Change, type Resource, type Sight } from '../../run/resource.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { findingsOf, plansAdded } from './licence-findings.ts';
import { lookAtLicence, readSkus, type FoundLicence } from './licence-look.ts';
import { mailboxPlanOf, planNames, userPlansOf, type SubscribedSku } from './mailbox-plans.ts';
import { targetUser, type TargetUser } from './target-user.ts';

const halfAnHour = 30 * 60_000;

/** Makes the resources of licences; what the tenant has bought is read once, and its free seats are counted out. */
export function licences(wanted: string): (account: ServiceAccount) => Resource {
  const skus = askOnce(readSkus);
  const askers: string[] = [];
  return (account) => {
    const user = targetUser(account);
    return resource<FoundLicence>({
      id: ids.licence(account.name),
      step: 'licences',
      name: `Licence of ${account.name}`,
      kind: 'licence in Microsoft 365',
      where: 'Entra ID',
      lane: 'graph',
      needs: [ids.usageLocation(account.name)],
      patience: {
        limitMs: halfAnHour,
        hint: 'A licence shows after two to five minutes.',
      },
      async inspect(looker) {
        const isThere = typeof looker.known(user.need, 'Id') === 'string';
        const found = await lookAtLicence(
          looker,
          await skus(looker),
          wanted,
          isThere ? user.values : undefined,
        );
        if (found.direct === undefined && !askers.includes(account.name)) askers.push(account.name);
        return { ...found, seatsAskedBefore: Math.max(0, askers.indexOf(account.name)) };
      },
      judge: (found) => judge(account, wanted, user, found),
    });
  };
}

function judge(
  account: ServiceAccount,
  wanted: string,
  user: TargetUser,
  found: FoundLicence,
): Partial<Sight> {
  const findings = findingsOf(account, wanted, found);
  const { sku, direct } = found;
  const plan = sku === undefined ? undefined : mailboxPlanOf(sku);
  if (sku === undefined || plan === undefined) return { state: 'absent', findings };

  const seen = { identity: sku.skuId, findings };
  const isStopped = findings.some((finding) => finding.severity === 'stops');
  const others = userPlansOf(sku).filter((id) => id !== plan.plan);
  if (direct === undefined) {
    const isSettled = found.groups.length > 0 || found.otherMailbox !== undefined;
    if (isSettled)
      return { ...seen, properties: { licence: sku.skuPartNumber, mailbox: found.mailboxStatus } };
    return {
      state: 'absent',
      findings,
      changes: isStopped ? [] : [assign(account, user, sku, plan.name, others)],
    };
  }

  const properties = {
    licence: sku.skuPartNumber,
    disabledPlans: [...direct.disabledPlans].sort(),
    mailbox: found.mailboxStatus,
  };
  if (isStopped) return { ...seen, properties };
  const isMailboxOff = direct.disabledPlans.includes(plan.plan);
  const stillOn = others.filter((id) => !direct.disabledPlans.includes(id));
  if (isMailboxOff || stillOn.length > 0) {
    const change = switchOff(user, account, sku, direct.disabledPlans, { isMailboxOff, others, stillOn });
    return {
      ...seen,
      properties,
      changes: [change],
      findings:
        change.isOffer === true ? [...findings, plansAdded(account, sku, planNames(sku, stillOn))] : findings,
    };
  }
  if (found.mailboxStatus !== 'Success') {
    return {
      ...seen,
      state: 'waiting',
      reason: `Exchange Online is "${found.mailboxStatus || 'not there yet'}" in the licence.`,
      properties,
    };
  }
  return { ...seen, properties };
}

const request = (
  user: TargetUser,
  add: readonly { readonly skuId: string; readonly disabledPlans: readonly string[] }[],
  remove: readonly string[],
) =>
  graph('POST', '/users/{user}/assignLicense', {
    values: user.values,
    body: { addLicenses: add, removeLicenses: remove },
  });

const assign = (
  account: ServiceAccount,
  user: TargetUser,
  sku: SubscribedSku,
  planName: string,
  others: readonly string[],
): Change => ({
  id: 'assign',
  command: request(user, [{ skuId: sku.skuId, disabledPlans: others }], []),
  differences: [
    {
      property: 'licence',
      before: null,
      after: sku.skuPartNumber,
      reason: `It brings the mailbox: ${planName}.`,
    },
    {
      property: 'disabledPlans',
      before: null,
      after: [...others].sort(),
      reason: 'A service account needs no other service of it.',
    },
  ],
  undo: { command: request(user, [], [sku.skuId]) },
  byHand: `In the Microsoft 365 admin centre, open Users, Active users, ${account.userPrincipalName}, Licenses and apps. Tick ${sku.skuPartNumber}, then under Apps leave only ${planName} ticked, and choose Save changes.`,
});

/** What Microsoft added to a product since arrives switched on: to switch it off again is offered, nothing is wrong without it. */
function switchOff(
  user: TargetUser,
  account: ServiceAccount,
  sku: SubscribedSku,
  before: readonly string[],
  plans: {
    readonly isMailboxOff: boolean;
    readonly others: readonly string[];
    readonly stillOn: readonly string[];
  },
): Change {
  const { isMailboxOff, others, stillOn } = plans;
  const names = planNames(sku, stillOn).join(', ');
  const wasSetBefore = !isMailboxOff && stillOn.length < others.length;
  return {
    id: wasSetBefore ? 'switch-off-added-plans' : 'set-plans',
    command: request(user, [{ skuId: sku.skuId, disabledPlans: others }], []),
    differences: [
      {
        property: 'disabledPlans',
        before: [...before].sort(),
        after: [...others].sort(),
        reason: isMailboxOff
          ? 'Exchange Online is switched off in the licence, so there is no mailbox.'
          : wasSetBefore
            ? `These services are on, perhaps because Microsoft added them to the product: ${names}.`
            : `A service account needs no other service of the licence: ${names}.`,
      },
    ],
    undo: { command: request(user, [{ skuId: sku.skuId, disabledPlans: before }], []) },
    byHand: `In the Microsoft 365 admin centre, open Users, Active users, ${account.userPrincipalName}, Licenses and apps. Under Apps, of ${sku.skuPartNumber} ${isMailboxOff ? 'tick Exchange Online and clear everything else' : `clear ${names}`}, and choose Save changes.`,
    ...(wasSetBefore ? { isOffer: true } : {}),
  };
}
