import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { presets } from '../../../electron/practice/presets/presets.ts';
import { siteFrom } from '../../../shared/site/read-site.ts';

const folder = new URL('../../../examples/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

test.each(readdirSync(folder))('the example %s can be used', (file) => {
  expect(siteFrom(read(file))).toHaveProperty('site');
});

test.each(['seed-on-premises', 'seed-cloud', 'hybrid'] as const)(
  'the example of %s is the site of its practice preset, so it can be rehearsed',
  (preset) => {
    const { answers } = presets[preset]({ mailboxes: undefined });
    const { id } = siteIn(`${preset}.site.json`);
    expect(read(`${preset}.site.json`)).toEqual({ ...answers, id });
  },
);

test('the examples of the seed hold the values of the page', () => {
  expect(siteIn('seed-on-premises.site.json')).toMatchObject({
    onPremises: {
      domain: 'dev.eveoh.local',
      accounts: { name: 'SAMyTTExch', userPrincipalName: 'sa-mytt-exch@dev.eveoh.local' },
      group: { name: 'Service Accounts MyTimetable Exchange' },
    },
    audience: { groups: ['Staff'] },
  });
  expect(siteIn('seed-cloud.site.json')).toMatchObject({
    cloud: { sku: 'Eveoh:ENTERPRISEPACK', group: { address: 'sa-mytt-exch-secgroup@eveoh.onmicrosoft.com' } },
  });
});

function siteIn(file: string) {
  const result = siteFrom(read(file));
  if ('issues' in result) throw new Error(`${file} can't be used.`);
  return result.site;
}
