import { z } from 'zod';

/** A service plan that brings a mailbox. */
export interface MailboxPlan {
  readonly plan: string;
  readonly name: string;
  /** Kiosk plans have a small mailbox, and EWS refuses them since 1 July 2026. (facts-exchange 7.1; facts-microsoft365 3.2) */
  readonly isKiosk: boolean;
}

const plan = (id: string, name: string, isKiosk = false): MailboxPlan => ({ plan: id, name, isKiosk });

/**
 * Plans with a mailbox, from Microsoft's "Product names and service plan identifiers". EXCHANGE_S_FOUNDATION, archives
 * and analytics are none. (facts-microsoft365 3.2)
 */
const mailboxPlans: readonly MailboxPlan[] = [
  plan('9aaf7827-d63c-4b61-89c3-182f06f82e5c', 'Exchange Online (Plan 1)'),
  plan('efb87545-963c-4e0d-99df-69c6916d9eb0', 'Exchange Online (Plan 2)'),
  plan('4a82b400-a79f-41a4-b4e2-e94f5787b113', 'Exchange Online Kiosk', true),
  plan('1126bef5-da20-4f07-b45e-ad25d2581aa8', 'Exchange Essentials'),
  plan('90927877-dcff-4af6-b346-2332c0b15bb7', 'Exchange Online POP'),
  plan('d42bdbd6-c335-4231-ab3d-c8f348d5aff5', 'Exchange Online (P1)'),
  plan('fc52cc4b-ed7d-472d-bbe7-b081c23ecc56', 'Exchange Online (Plan 1) for midsize business'),
  plan('e9b4930a-925f-45e2-ac2a-3f7788ca6fdd', 'Exchange Online (Plan 1) for government'),
  plan('8c3069c0-ccdb-44be-ab77-986203a67df2', 'Exchange Online (Plan 2) for government'),
  plan('88f4d7ef-a73b-4246-8047-516022144c9f', 'Exchange Online Kiosk for government', true),
];

const byId = new Map(mailboxPlans.map((known) => [known.plan, known]));

/** The mailbox plan with this id, if it is one. */
export const mailboxPlan = (id: string): MailboxPlan | undefined => byId.get(id.toLowerCase());

const servicePlan = z.object({
  servicePlanId: z.string(),
  servicePlanName: z.string(),
  provisioningStatus: z.string(),
  appliesTo: z.string(),
});

/** A product that the tenant has bought. */
export const subscribedSku = z.object({
  skuId: z.string(),
  skuPartNumber: z.string(),
  capabilityStatus: z.string(),
  consumedUnits: z.number(),
  prepaidUnits: z.object({ enabled: z.number(), warning: z.number() }),
  servicePlans: z.array(servicePlan),
});
export type SubscribedSku = z.infer<typeof subscribedSku>;

/** Seats that can still be assigned; suspended ones cannot. (facts-microsoft365 3.1) */
export const freeSeats = (sku: SubscribedSku): number =>
  sku.prepaidUnits.enabled + sku.prepaidUnits.warning - sku.consumedUnits;

/** The product that a site file names by part number, `tenant:PARTNUMBER` or id. */
export function findSku(skus: readonly SubscribedSku[], wanted: string): SubscribedSku | undefined {
  const text = wanted.toLowerCase();
  const part = text.slice(text.indexOf(':') + 1);
  return skus.find(
    (sku) => [text, part].includes(sku.skuId.toLowerCase()) || sku.skuPartNumber.toLowerCase() === part,
  );
}

/** The plan of a product that brings the mailbox. */
export const mailboxPlanOf = (sku: SubscribedSku): MailboxPlan | undefined =>
  userPlansOf(sku)
    .map(mailboxPlan)
    .find((found) => found !== undefined);

/** Plans that are switched for each user; those of the company are switched for the tenant, and left out of everything. (facts-microsoft365 3.4) */
export const userPlansOf = (sku: SubscribedSku): readonly string[] =>
  sku.servicePlans.filter((one) => one.appliesTo === 'User').map((one) => one.servicePlanId);

/** The names of plans, for people. */
export const planNames = (sku: SubscribedSku, plans: readonly string[]): readonly string[] =>
  plans.map((id) => sku.servicePlans.find((one) => one.servicePlanId === id)?.servicePlanName ?? id);
