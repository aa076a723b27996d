import type { Json } from '../../../shared/commands/value.ts';
import { isMailboxPlan, type Licence, type Sku } from '../state/licences.ts';

/** The service that a plan belongs to, as `assignedPlans` names it. Unverified but for `exchange`: from memory. */
function serviceOf(servicePlanId: string, servicePlanName: string): string {
  if (isMailboxPlan(servicePlanId) || servicePlanName.startsWith('EXCHANGE')) return 'exchange';
  if (servicePlanName.startsWith('SHAREPOINT')) return 'SharePoint';
  if (servicePlanName.startsWith('TEAMS')) return 'TeamspaceAPI';
  if (servicePlanName.startsWith('MCO')) return 'MicrosoftCommunicationsOnline';
  if (servicePlanName.startsWith('YAMMER')) return 'YammerEnterprise';
  if (servicePlanName.startsWith('RMS')) return 'RMSOnline';
  if (servicePlanName.startsWith('INTUNE')) return 'SCO';
  return 'MicrosoftOffice';
}

const skuOf = (skus: readonly Sku[], skuId: string): Sku | undefined =>
  skus.find((sku) => sku.skuId === skuId);

/** A user's `assignedPlans`: every plan of every licence, those switched off as deleted, inherited ones included. */
export function assignedPlansOf(
  licences: readonly Licence[],
  skus: readonly Sku[],
  assignedAt: string,
): readonly Json[] {
  return licences
    .filter(({ problem }) => problem === '')
    .flatMap(({ skuId, disabledPlans }) =>
      (skuOf(skus, skuId)?.servicePlans ?? [])
        .filter(({ servicePlanId }) => !disabledPlans.includes(servicePlanId))
        .map(({ servicePlanId, servicePlanName }) => ({
          assignedDateTime: assignedAt,
          capabilityStatus: skuOf(skus, skuId)?.capabilityStatus ?? 'Enabled',
          service: serviceOf(servicePlanId, servicePlanName),
          servicePlanId,
        })),
    );
}

/** A user's `licenseDetails`: one for each product that takes effect. (facts-microsoft365 12.15) */
export function licenceDetailsOf(licences: readonly Licence[], skus: readonly Sku[]): readonly Json[] {
  const active = licences.filter(({ problem }) => problem === '');
  return [...new Set(active.map(({ skuId }) => skuId))].flatMap((skuId) => {
    const sku = skuOf(skus, skuId);
    if (sku === undefined) return [];
    const ways = active.filter((licence) => licence.skuId === skuId);
    const servicePlans = sku.servicePlans.map((plan) => ({
      servicePlanId: plan.servicePlanId,
      servicePlanName: plan.servicePlanName,
      // A plan is off only where no way of getting the product switches it on.
      provisioningStatus: ways.every(({ disabledPlans }) => disabledPlans.includes(plan.servicePlanId))
        ? 'Disabled'
        : plan.provisioningStatus,
      appliesTo: plan.appliesTo,
    }));
    return [
      { id: Buffer.from(skuId).toString('base64url'), skuId, skuPartNumber: sku.skuPartNumber, servicePlans },
    ];
  });
}

/** Ids of the plans that a set of licences switches on. */
export const plansOn = (licences: readonly Licence[], skus: readonly Sku[]): ReadonlySet<string> =>
  new Set(
    licences
      .filter(({ problem }) => problem === '')
      .flatMap(({ skuId, disabledPlans }) =>
        (skuOf(skus, skuId)?.servicePlans ?? [])
          .map(({ servicePlanId }) => servicePlanId)
          .filter((plan) => !disabledPlans.includes(plan)),
      ),
  );
