import type { Json } from '../../../shared/commands/value.ts';
import { settleCloudMailbox } from '../state/cloud-mailboxes.ts';
import {
  isMailboxPlan,
  licencesOf,
  putLicence,
  takeLicence,
  type Licence,
  type Sku,
} from '../state/licences.ts';
import { whole } from '../state/rows.ts';
import { isJsonObject, type JsonObject } from './body.ts';
import { graphRefusal } from './errors.ts';
import { listOf, singleOf } from './pages.ts';
import { licenceDetailsOf, plansOn } from './plans.ts';
import { objectShape, type Served } from './shapes.ts';
import { seenUser } from './users.ts';

/** Products that the tenant has, with free and used seats. (facts-microsoft365 12.13) */
export function subscribedSkus(served: Served): Json {
  const value = served.tenant.skus.map((sku) => ({
    capabilityStatus: sku.capabilityStatus,
    consumedUnits: consumed(served, sku.skuId),
    id: `${served.tenant.tenantId}_${sku.skuId}`,
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    appliesTo: sku.appliesTo,
    prepaidUnits: { enabled: sku.enabled, suspended: sku.suspended, warning: sku.warning, lockedOut: 0 },
    servicePlans: sku.servicePlans,
  }));
  return listOf('subscribedSkus', value);
}

/** Seats in use; those of users in the bin are free again. */
const consumed = (served: Served, skuId: string): number =>
  whole(
    served.state.row(
      `SELECT count(DISTINCT l.user_id) AS used FROM licences l JOIN entra_objects o ON o.id = l.user_id
       WHERE l.sku_id = ? AND l.problem = '' AND o.deleted_at = ''`,
      skuId,
    ) ?? { used: 0 },
    'used',
  );

export function licenceDetails(served: Served, key: string): Json {
  const user = seenUser(served, key);
  const details = licenceDetailsOf(licencesOf(served.state, user.id), served.tenant.skus);
  return listOf(`users('${user.id}')/licenseDetails`, details);
}

interface Asked {
  readonly skuId: string;
  readonly disabledPlans: readonly string[];
}

/** Gives and takes licences in one go: all or nothing. Answers with the user. (facts-microsoft365 3.4) */
export function assignLicense(served: Served, key: string, body: JsonObject): Json {
  const user = seenUser(served, key);
  const added = addedOf(body);
  const removed = textsOf(body['removeLicenses']);
  const before = licencesOf(served.state, user.id);
  for (const { skuId } of added) checkSku(served, before, skuId);
  for (const skuId of removed) checkRemoval(before, skuId);
  const { usageLocation } = user.attributes;
  const hasLocation = typeof usageLocation === 'string' && /^[A-Z]{2}$/iu.test(usageLocation);
  if (added.length > 0 && !hasLocation) throw graphRefusal('noUsageLocation');
  const after: readonly Licence[] = [
    ...before.filter(
      ({ skuId, byGroup }) =>
        byGroup !== '' || !(removed.includes(skuId) || added.some((asked) => asked.skuId === skuId)),
    ),
    ...added.map((asked) => ({ ...asked, byGroup: '', problem: '' })),
  ];
  checkPlans(after, served.tenant.skus);
  for (const skuId of removed) takeLicence(served.state, user.id, skuId);
  for (const asked of added) putLicence(served.state, user.id, { ...asked, byGroup: '', problem: '' });
  settleCloudMailbox(served.state, user.id, served.now);
  return singleOf('users/$entity', objectShape(served, seenUser(served, user.id), undefined));
}

function addedOf(body: JsonObject): readonly Asked[] {
  const given = body['addLicenses'];
  if (!Array.isArray(given)) return [];
  return given.filter(isJsonObject).map((part) => ({
    skuId: typeof part['skuId'] === 'string' ? part['skuId'].toLowerCase() : '',
    disabledPlans: textsOf(part['disabledPlans']),
  }));
}

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value)
    ? value.filter((part) => typeof part === 'string').map((part) => part.toLowerCase())
    : [];

function checkSku(served: Served, before: readonly Licence[], skuId: string): void {
  const sku = served.tenant.skus.find((known) => known.skuId === skuId);
  if (sku === undefined || sku.appliesTo !== 'User') throw graphRefusal('unknownSku', skuId);
  // Whoever has the product already, by a group or directly, takes no further seat.
  const hasSeat = before.some((licence) => licence.skuId === skuId && licence.problem === '');
  if (!hasSeat && consumed(served, skuId) >= sku.enabled + sku.warning) throw graphRefusal('noSeat', skuId);
}

function checkRemoval(before: readonly Licence[], skuId: string): void {
  const ways = before.filter((licence) => licence.skuId === skuId);
  if (ways.some(({ byGroup }) => byGroup === '')) return;
  throw graphRefusal(ways.length > 0 ? 'inheritedLicence' : 'licenceNotAssigned');
}

/** Plans that need another one. (facts-microsoft365 3.4) */
const needs: Readonly<Record<string, string>> = {
  'fe71d6c3-a2ea-4499-9778-da042bf08063': '5dbe027f-2339-4123-9542-606e4d348a72',
};

function checkPlans(licences: readonly Licence[], skus: readonly Sku[]): void {
  const on = plansOn(licences, skus);
  const [first, second] = [...on].filter(isMailboxPlan);
  if (first !== undefined && second !== undefined) throw graphRefusal('plansExclude', first, second);
  for (const [plan, needed] of Object.entries(needs))
    if (on.has(plan) && !on.has(needed)) throw graphRefusal('planDepends', plan, needed);
}
