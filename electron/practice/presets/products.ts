import { z } from 'zod';
import type { Settings } from '../state/settings.ts';
import data from './products.json' with { type: 'json' };

const planSchema = z.tuple([
  z.string().describe('servicePlanName'),
  z.string().describe('servicePlanId'),
  z.string().describe('provisioningStatus'),
  z.enum(['User', 'Company']),
]);
const productSchema = z.object({ skuId: z.string(), plans: z.array(planSchema) });

/** Microsoft's products by part number, with some of their plans. (facts-microsoft365 3.2, 3.3; the source stands in the file) */
const products = z.object({ products: z.record(z.string(), productSchema) }).parse(data).products;

/** A product of the tenant with so many seats. */
export function sku(skuPartNumber: string, enabled: number): Settings['entra']['skus'][number] {
  const product = products[skuPartNumber];
  if (product === undefined) throw new Error(`The practice site knows no product ${skuPartNumber}.`);
  return {
    skuId: product.skuId,
    skuPartNumber,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    enabled,
    warning: 0,
    suspended: 0,
    servicePlans: product.plans.map(([servicePlanName, servicePlanId, provisioningStatus, appliesTo]) => ({
      servicePlanId,
      servicePlanName,
      provisioningStatus,
      appliesTo,
    })),
  };
}

/** The id of a product. */
export const skuIdOf = (skuPartNumber: string): string => products[skuPartNumber]?.skuId ?? '';
