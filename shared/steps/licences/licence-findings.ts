import type { Finding } from '../../run/finding.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import type { FoundLicence } from './licence-look.ts';
import { freeSeats, mailboxPlan, mailboxPlanOf, type SubscribedSku } from './mailbox-plans.ts';

/** Why an assignment does not work. (facts-microsoft365 3.1) */
const assignmentErrors: Readonly<Record<string, string>> = {
  CountViolation: 'The tenant has no free seat of it.',
  MutuallyExclusiveViolation: 'It holds a service that excludes one that the account has already.',
  DependencyViolation:
    'It needs a service that the account does not have, or another licence needs one that is off.',
  ProhibitedInUsageLocationViolation: 'It may not be used in the country of the account.',
  UniquenessViolation: 'An address of the account is used elsewhere.',
};

/** What stands in the way of the licence, and what should be known of it. */
export function findingsOf(account: ServiceAccount, wanted: string, found: FoundLicence): readonly Finding[] {
  const { sku } = found;
  const about = {
    step: 'licences',
    resource: ids.licence(account.name),
    where: `${account.userPrincipalName} in Entra ID`,
  } as const;
  if (sku === undefined) {
    const fitting = found.skus.filter((one) => mailboxPlanOf(one) !== undefined);
    return [
      {
        ...about,
        id: 'licence-not-owned',
        severity: 'stops',
        what: `The tenant has no licence ${wanted}`,
        where: `${wanted} in Microsoft 365`,
        why: `Licences with a mailbox that it has: ${fitting.map((one) => one.skuPartNumber).join(', ') || 'none'}.`,
        do: 'Name one of these as sku in the site file.',
      },
    ];
  }
  const plan = mailboxPlanOf(sku);
  if (plan === undefined) {
    return [
      {
        ...about,
        id: 'licence-without-mailbox',
        severity: 'stops',
        what: `${sku.skuPartNumber} brings no mailbox`,
        where: `${sku.skuPartNumber} in Microsoft 365`,
        why: 'None of its services is an Exchange Online mailbox. EXCHANGE_S_FOUNDATION, which many products have, is none.',
        do: 'Name another licence as sku in the site file.',
      },
    ];
  }
  const findings: Finding[] = [];
  if (plan.isKiosk) {
    findings.push({
      ...about,
      id: 'licence-kiosk',
      severity: 'to-know',
      what: `${sku.skuPartNumber} brings a kiosk mailbox`,
      why: 'EWS refuses mailboxes that have only such a licence since 1 July 2026.',
      do: 'Take a licence with Exchange Online (Plan 1) or (Plan 2) where the timetable system connects by EWS.',
    });
  }
  if (found.direct !== undefined && found.direct.error !== '') {
    findings.push({
      ...about,
      id: 'licence-not-in-effect',
      severity: 'stops',
      what: `The licence of ${account.name} is assigned, but not in effect`,
      why: assignmentErrors[found.direct.error] ?? 'Microsoft 365 gives the reason below.',
      do: 'Mend the cause in the Microsoft 365 admin centre under Users, Active users, Licenses and apps, then look again.',
      original: found.direct.error,
    });
  }
  const isAssigned = found.direct !== undefined || found.groups.length > 0;
  if (!isAssigned) findings.push(...beforeAssigning(account, sku, found));
  if (found.direct === undefined && found.groups.length > 0) {
    findings.push(
      found.mailboxStatus === ''
        ? {
            ...about,
            id: 'licence-by-group-without-mailbox',
            severity: 'stops',
            what: `${account.name} gets its licence from a group, with the mailbox switched off`,
            why: `The group ${found.groups.join(', ')} assigns ${sku.skuPartNumber}, and Exchange Online is off in it.`,
            do: 'Switch Exchange Online on for that group in the Microsoft 365 admin centre under Billing, Licenses, or take the account out of the group.',
          }
        : {
            ...about,
            id: 'licence-by-group',
            severity: 'to-know',
            what: `${account.name} gets its licence from a group`,
            why: `The group ${found.groups.join(', ')} assigns ${sku.skuPartNumber}. What else is switched on is decided there.`,
            do: 'Nothing. If the account leaves that group, it loses its mailbox.',
          },
    );
  }
  return findings;
}

/** Services that are on in a licence whose others were switched off: known, and no fault of the account. */
export const plansAdded = (
  account: ServiceAccount,
  sku: SubscribedSku,
  names: readonly string[],
): Finding => ({
  id: 'licence-plans-added',
  severity: 'to-know',
  step: 'licences',
  resource: ids.licence(account.name),
  where: `${account.userPrincipalName} in Entra ID`,
  what: `The licence of ${account.name} has services that are switched on`,
  why: `Of ${sku.skuPartNumber} these are on, perhaps because Microsoft added them to the product: ${names.join(', ')}. They do no harm to the calendars.`,
  do: 'Nothing, or run the step: it switches them off.',
});

function beforeAssigning(
  account: ServiceAccount,
  sku: SubscribedSku,
  found: FoundLicence,
): readonly Finding[] {
  const about = {
    step: 'licences',
    resource: ids.licence(account.name),
    where: `${account.userPrincipalName} in Entra ID`,
  } as const;
  const { otherMailbox } = found;
  if (otherMailbox !== undefined) {
    const isTheSame = otherMailbox.plan === mailboxPlanOf(sku)?.plan;
    const name = mailboxPlan(otherMailbox.plan)?.name ?? otherMailbox.plan;
    return [
      isTheSame
        ? {
            ...about,
            id: 'licence-by-another-product',
            severity: 'to-know',
            what: `${account.name} has its mailbox by another licence`,
            why: `${otherMailbox.product} brings ${name}, which is what ${sku.skuPartNumber} would bring. A second seat is not needed.`,
            do: `Nothing, or name ${otherMailbox.product} as sku in the site file.`,
          }
        : {
            ...about,
            id: 'licence-excluded-by-another',
            severity: 'stops',
            what: `${account.name} has a licence that excludes ${sku.skuPartNumber}`,
            why: `${otherMailbox.product} brings ${name}; two different mailbox services exclude one another.`,
            do: `Name ${otherMailbox.product} as sku in the site file, or take that licence from the account first.`,
          },
    ];
  }
  if (sku.capabilityStatus !== 'Enabled' && sku.capabilityStatus !== 'Warning') {
    return [
      {
        ...about,
        id: 'licence-not-usable',
        severity: 'stops',
        what: `The tenant's licence ${sku.skuPartNumber} can't be assigned`,
        where: `${sku.skuPartNumber} in Microsoft 365`,
        why: `Its subscription is ${sku.capabilityStatus}.`,
        do: 'Renew it in the Microsoft 365 admin centre under Billing, Your products, or name another licence in the site file.',
      },
    ];
  }
  const free = freeSeats(sku);
  if (free > found.seatsAskedBefore) return [];
  return [
    {
      ...about,
      id: 'licence-no-free-seat',
      severity: 'stops',
      what: `There is no free seat of ${sku.skuPartNumber} for ${account.name}`,
      where: `${sku.skuPartNumber} in Microsoft 365`,
      why: `The tenant has ${Math.max(0, free)} free, and the accounts before this one need them.`,
      do: 'Buy a seat, take one from an account that does not need it, or name another licence in the site file.',
    },
  ];
}
