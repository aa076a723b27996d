import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../shared/contracts');

/** Why the tests that need Microsoft's reference are skipped; undefined where it stands beside the project. */
export const whyNoContracts = existsSync(join(folder, 'cmdlets.json'))
  ? undefined
  : `skipped: ${folder} is not there`;

/** The path of a file of the contract data. */
export const contractPath = (file: string): string => join(folder, file);

/** A JSON file of the contract data. */
export function contractJson(file: string): unknown {
  return JSON.parse(readFileSync(contractPath(file), 'utf8'));
}
