import type { PracticeState } from './practice-file.ts';
import { text, texts, whole } from './rows.ts';
import type { Settings } from './settings.ts';

/** A licence of a user: direct where `byGroup` is empty. */
export interface Licence {
  readonly skuId: string;
  readonly byGroup: string;
  readonly disabledPlans: readonly string[];
  /** What stands in `licenseAssignmentStates.error`; empty where the licence is active. */
  readonly problem: string;
}

export type Sku = Settings['entra']['skus'][number];

/** The plans that bring a mailbox. EXCHANGE_S_FOUNDATION and the add-ons bring none. (facts-microsoft365 3.2) */
const mailboxPlans = new Set([
  '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  'efb87545-963c-4e0d-99df-69c6916d9eb0',
  '4a82b400-a79f-41a4-b4e2-e94f5787b113',
  '1126bef5-da20-4f07-b45e-ad25d2581aa8',
  '90927877-dcff-4af6-b346-2332c0b15bb7',
  'd42bdbd6-c335-4231-ab3d-c8f348d5aff5',
  'fc52cc4b-ed7d-472d-bbe7-b081c23ecc56',
  'e9b4930a-925f-45e2-ac2a-3f7788ca6fdd',
  '8c3069c0-ccdb-44be-ab77-986203a67df2',
  '88f4d7ef-a73b-4246-8047-516022144c9f',
]);

/** Does this service plan bring a mailbox? */
export const isMailboxPlan = (servicePlanId: string): boolean => mailboxPlans.has(servicePlanId);

export const licencesOf = (state: PracticeState, userId: string): Licence[] =>
  state.rows('SELECT * FROM licences WHERE user_id = ? ORDER BY sku_id, by_group', userId).map((row) => ({
    skuId: text(row, 'sku_id'),
    byGroup: text(row, 'by_group'),
    disabledPlans: texts(row, 'disabled_plans'),
    problem: text(row, 'problem'),
  }));

/** Gives a licence, or replaces its disabled plans. Call `settleCloudMailbox` afterwards. */
export function putLicence(state: PracticeState, userId: string, licence: Licence): void {
  state.run(
    `INSERT INTO licences (user_id, sku_id, by_group, disabled_plans, problem) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET disabled_plans = excluded.disabled_plans, problem = excluded.problem`,
    userId,
    licence.skuId,
    licence.byGroup,
    JSON.stringify(licence.disabledPlans),
    licence.problem,
  );
}

/** Takes a licence away; returns false where there was none. Call `settleCloudMailbox` afterwards. */
export const takeLicence = (state: PracticeState, userId: string, skuId: string, byGroup = ''): boolean =>
  state.run(
    'DELETE FROM licences WHERE user_id = ? AND sku_id = ? AND by_group = ?',
    userId,
    skuId,
    byGroup,
  ) > 0;

/** Seats in use. */
export const consumedUnits = (state: PracticeState, skuId: string): number =>
  whole(
    state.row(
      "SELECT count(DISTINCT user_id) AS used FROM licences WHERE sku_id = ? AND problem = ''",
      skuId,
    ) ?? { used: 0 },
    'used',
  );

/** Does one of the licences bring a mailbox? */
export function bringsMailbox(licences: readonly Licence[], skus: readonly Sku[]): boolean {
  return licences.some(
    (licence) =>
      licence.problem === '' &&
      skus
        .find((sku) => sku.skuId === licence.skuId)
        ?.servicePlans.some(
          (plan) => isMailboxPlan(plan.servicePlanId) && !licence.disabledPlans.includes(plan.servicePlanId),
        ) === true,
  );
}
