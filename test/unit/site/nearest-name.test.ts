import { expect, test } from 'vitest';
import { nearestName } from '../../../shared/site/nearest-name.ts';

const known = ['group', 'accounts', 'usageLocation', 'sku'];

test.each([
  ['gruop', 'group'],
  ['GROUP', 'group'],
  ['acounts', 'accounts'],
  ['usageLocaton', 'usageLocation'],
  ['sk', 'sku'],
  ['password', undefined],
  ['', undefined],
])('%j was perhaps meant as %j', (word, name) => {
  expect(nearestName(word, known)).toBe(name);
});
