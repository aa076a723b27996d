import { z } from 'zod';
import { graph } from '../../commands/command.ts';
import { graphList } from '../../run/graph-list.ts';
import type { Looker } from '../../run/ports.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import { findSku, mailboxPlan, subscribedSku, type SubscribedSku } from './mailbox-plans.ts';
import type { TargetUser } from './target-user.ts';

const states = z.object({
  licenseAssignmentStates: z
    .array(
      z.object({
        skuId: z.string(),
        assignedByGroup: z.string().nullish(),
        disabledPlans: z.array(z.string()).nullish(),
        state: z.string().nullish(),
        error: z.string().nullish(),
      }),
    )
    .nullish(),
});

const detail = z.object({
  skuId: z.string(),
  skuPartNumber: z.string(),
  servicePlans: z.array(
    z.object({ servicePlanId: z.string(), servicePlanName: z.string(), provisioningStatus: z.string() }),
  ),
});

/** One assignment of the wanted product to the user. */
export interface Assignment {
  readonly disabledPlans: readonly string[];
  /** Why it does not work; empty where it does. */
  readonly error: string;
}

/** What was found of an account's licence. */
export interface FoundLicence {
  /** Products that the tenant has. */
  readonly skus: readonly SubscribedSku[];
  /** The wanted one. */
  readonly sku: SubscribedSku | undefined;
  /** Assigned to the user itself. */
  readonly direct: Assignment | undefined;
  /** Inherited from these groups, by id. */
  readonly groups: readonly string[];
  /** How the mailbox plan of the wanted product stands; empty where it is not there. */
  readonly mailboxStatus: string;
  /** A mailbox plan that the user has by another product. */
  readonly otherMailbox: { readonly product: string; readonly plan: string } | undefined;
  /** How many accounts before this one ask for a free seat in the same run. */
  readonly seatsAskedBefore: number;
}

/** Reads the user's licences. `user` undefined: there is no user yet. */
export async function lookAtLicence(
  looker: Looker,
  skus: readonly SubscribedSku[],
  wanted: string,
  user: TargetUser['values'] | undefined,
): Promise<Omit<FoundLicence, 'seatsAskedBefore'>> {
  const sku = findSku(skus, wanted);
  const nothing = { skus, sku, direct: undefined, groups: [], mailboxStatus: '', otherMailbox: undefined };
  if (user === undefined || sku === undefined) return nothing;
  const rows = await unlessNotFound(
    looker.read(graph('GET', '/users/{user}?$select=id,licenseAssignmentStates', { values: user }), states),
  );
  const assignments = rows?.[0]?.licenseAssignmentStates ?? [];
  if (assignments.length === 0) return nothing;
  const details =
    (await unlessNotFound(
      graphList(looker, graph('GET', '/users/{user}/licenseDetails', { values: user }), detail),
    )) ?? [];

  const ofSku = assignments.filter((one) => one.skuId === sku.skuId);
  const direct = ofSku.find((one) => (one.assignedByGroup ?? '') === '');
  const own = details.find((one) => one.skuId === sku.skuId)?.servicePlans ?? [];
  const works = (plan: { servicePlanId: string; provisioningStatus: string }): boolean =>
    mailboxPlan(plan.servicePlanId) !== undefined && plan.provisioningStatus !== 'Disabled';
  const other = details.find((one) => one.skuId !== sku.skuId && one.servicePlans.some(works));
  const error = direct?.error ?? '';
  return {
    skus,
    sku,
    direct:
      direct === undefined
        ? undefined
        : { disabledPlans: direct.disabledPlans ?? [], error: error === 'None' ? '' : error },
    groups: ofSku.flatMap((one) => ((one.assignedByGroup ?? '') === '' ? [] : [one.assignedByGroup ?? ''])),
    mailboxStatus: own.find(works)?.provisioningStatus ?? '',
    otherMailbox:
      other === undefined
        ? undefined
        : {
            product: other.skuPartNumber,
            plan: other.servicePlans.find(works)?.servicePlanId ?? '',
          },
  };
}

/** What the tenant has bought. It takes no page size. (facts-microsoft365 3.1) */
export const readSkus = (looker: Looker): Promise<readonly SubscribedSku[]> =>
  graphList(looker, graph('GET', '/subscribedSkus'), subscribedSku);
