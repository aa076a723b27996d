import type { Blueprint, BlueprintOptions } from './blueprint.ts';
import { hybrid, hybridCloud } from './hybrid.ts';
import { seedCloud } from './seed-cloud.ts';
import { seedOnPremises } from './seed-on-premises.ts';
import { university } from './university.ts';

/** The practice sites that can be made, by name. */
export const presets = {
  'seed-on-premises': seedOnPremises,
  'seed-cloud': seedCloud,
  hybrid,
  'hybrid-cloud': hybridCloud,
  university,
} as const satisfies Readonly<Record<string, (options: BlueprintOptions) => Blueprint>>;

export type PresetName = keyof typeof presets;

export const presetNames: readonly PresetName[] = [
  'seed-on-premises',
  'seed-cloud',
  'hybrid',
  'hybrid-cloud',
  'university',
];
