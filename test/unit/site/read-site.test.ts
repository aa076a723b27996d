import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteFrom } from '../../../shared/site/read-site.ts';
import { siteKinds, type SiteKind } from '../../../shared/site/site.ts';
import { suggestedSite } from '../../../shared/site/suggest.ts';
import { hostileNames } from '../../stand-ins/hostile-names.ts';
import { issuesOf, siteWith } from './site-files.ts';

describe('a site file that can be used', () => {
  test.each(siteKinds)('is the one that is suggested for the kind %s', (kind) => {
    const id = '0e2f3f52-3c57-4a3e-9a54-0f6d1f0c8d11';
    expect(siteFrom(suggestedSite(kind, { id }))).toHaveProperty('site');
  });

  test('what may be left out has its default', () => {
    const result = siteFrom(siteWith('cloud', {}));
    expect(result).toMatchObject({
      site: {
        right: 'Editor',
        cloud: { environment: 'worldwide', madeIn: 'cloud' },
        audience: { rooms: false },
      },
    });
  });

  test('hostile names of groups are names like any other', () => {
    const seen = hostileNames.filter((name) => name.trim() !== '');
    for (const name of seen) expect(issuesOf('cloud', { 'audience.groups': [name] })).toEqual([]);
    expect(seen.length).toBeGreaterThan(150);
  });
});

/** Each field with a value that can't be used, and what is said of it. */
const refusals: readonly (readonly [SiteKind, string, unknown, RegExp])[] = [
  ['cloud', 'version', 2, /version 1/u],
  ['cloud', 'id', 'none', /GUID/u],
  ['cloud', 'name', ' ', /Give the site a name/u],
  ['cloud', 'name', undefined, /Give the site a name/u],
  ['cloud', 'kind', 'clowd', /on-premises, cloud or hybrid/u],
  ['on-premises', 'onPremises', undefined, /needs the section onPremises/u],
  ['on-premises', 'onPremises', 7, /group of fields/u],
  ['on-premises', 'onPremises.domain', 'uni', /looks like example\.org/u],
  ['on-premises', 'onPremises.domain', 'a b.org', /can't contain a space/u],
  ['on-premises', 'onPremises.domainController', '10.0.0.10', /full name of the host/u],
  ['on-premises', 'onPremises.exchangeServer', 'ex01', /full name of the host/u],
  ['on-premises', 'onPremises.exchangeServer', '192.168.1.10', /Kerberos/u],
  ['on-premises', 'onPremises.organizationalUnit', 'Service accounts', /looks like OU=/u],
  [
    'on-premises',
    'onPremises.organizationalUnit',
    'OU=x,DC=other,DC=org',
    /is in other\.org, the site's domain is/u,
  ],
  ['on-premises', 'onPremises.accounts', undefined, /missing/u],
  ['on-premises', 'onPremises.accounts.name', 'sa-calendar-push-service-{n}', /longer than 20 characters/u],
  ['on-premises', 'onPremises.accounts.name', 'sa/{n}', /can't contain any of/u],
  ['on-premises', 'onPremises.accounts.name', 'sa-calpush', /needs \{n\}/u],
  ['on-premises', 'onPremises.accounts.userPrincipalName', 'sa-1@ad.example.org', /needs \{n\}/u],
  ['on-premises', 'onPremises.accounts.userPrincipalName', 'sa {n}@ad.example.org', /can't contain a space/u],
  ['on-premises', 'onPremises.accounts.userPrincipalName', 'sä-{n}@ad.example.org', /letters, digits and/u],
  ['on-premises', 'onPremises.accounts.displayName', '', /A name is needed/u],
  ['on-premises', 'onPremises.accounts.count', 0, /At least one account/u],
  ['on-premises', 'onPremises.accounts.count', 51, /More than 50/u],
  ['on-premises', 'onPremises.accounts.count', '4', /whole number/u],
  ['on-premises', 'onPremises.accounts.count', 1.5, /whole number/u],
  ['on-premises', 'onPremises.group', undefined, /missing/u],
  ['on-premises', 'onPremises.group.name', 'x'.repeat(65), /longer than 64 characters/u],
  ['on-premises', 'onPremises.group.name', 'a\nb', /line break/u],
  ['on-premises', 'onPremises.group.displayName', '', /needs a name/u],
  ['on-premises', 'onPremises.group.address', 'calendar push@example.org', /can't contain a space/u],
  ['on-premises', 'onPremises.group.address', 'calendar-push', /exactly one @/u],
  ['on-premises', 'onPremises.group.hiddenFromAddressLists', 'yes', /true or false/u],
  ['on-premises', 'onPremises.group.acceptMessagesOnlyFrom', 'a@b.nl', /A list/u],
  ['on-premises', 'cloud', {}, /./u],
  ['cloud', 'cloud.tenant', 'https://x', /looks like example\.org/u],
  ['cloud', 'cloud.tenant', 'dev.eveoh.local', /can't be a verified domain/u],
  ['cloud', 'cloud.environment', 'mars', /Which Microsoft cloud/u],
  ['cloud', 'cloud.madeIn', 'ad', /Where accounts and group are made/u],
  ['cloud', 'cloud.madeIn', 'active-directory', /needs a hybrid site/u],
  ['cloud', 'cloud.organizationalUnit', 'OU=x,DC=ad,DC=example,DC=org', /no organisational unit/u],
  ['cloud', 'cloud.usageLocation', 'nl', /two capital letters/u],
  ['cloud', 'cloud.usageLocation', undefined, /two capital letters/u],
  ['cloud', 'cloud.sku', '', /Name the licence/u],
  ['cloud', 'cloud.accounts.userPrincipalName', 'sa-{n}@uni.local', /nobody can own it/u],
  ['cloud', 'audience', undefined, /missing/u],
  ['cloud', 'audience.groups', [], /one or more groups, or a CSV file/u],
  ['cloud', 'audience.groups', [' '], /needs a name, an address or an id/u],
  ['cloud', 'audience.csv', 'people.csv', /not both/u],
  ['cloud', 'audience.except.people', ['nobody'], /exactly one @/u],
  ['cloud', 'audience.except.groups', ['Staff'], /nobody of it would be left/u],
  ['cloud', 'audience.rooms', 1, /true or false/u],
  ['cloud', 'audience.removeLeavers', 'no', /true or false/u],
  ['cloud', 'right', 'editor', /one of AvailabilityOnly/u],
  ['cloud', 'connection', 'ews', /service-account-ews or service-account-graph/u],
  ['cloud', 'vendor.clientId', 'abc', /GUID/u],
  ['cloud', 'vendor.name', 3, /text in quotation marks/u],
];

describe('a field that can not be used is refused with its reason', () => {
  test.each(refusals)('%s: %s = %j', (kind, field, value, message) => {
    const issues = issuesOf(kind, { [field]: value });
    expect(issues.length).toBeGreaterThan(0);
    const about = issues.find(
      (issue) => field.startsWith(issue.field.replace(/\[\d+\]$/u, '')) || issue.field.startsWith(field),
    );
    const group = issues.find((issue) => issue.field.startsWith('audience.groups'));
    expect(about?.why ?? group?.why).toMatch(message);
  });

  test('each field is told of once, with its value and what to do', () => {
    const issues = issuesOf('cloud', { 'cloud.group.address': 'calendar push', right: 'All' });
    expect(issues).toEqual([
      {
        path: ['cloud', 'group', 'address'],
        field: 'cloud.group.address',
        value: '"calendar push"',
        why: "An address can't contain a space.",
        do: 'Change it',
      },
      {
        path: ['right'],
        field: 'right',
        value: '"All"',
        why: expect.stringContaining('one of'),
        do: 'Change it',
      },
    ]);
  });

  test('an unknown field is named with the nearest known one, and its value is not shown', () => {
    const issues = issuesOf('cloud', { 'cloud.usagelocation': 'geheim', pasword: 'geheim' });
    expect(issues.map(({ field, do: remedy }) => [field, remedy])).toEqual([
      ['cloud.usagelocation', 'Write "usageLocation" if you meant that, or take it out'],
      ['pasword', 'Take it out'],
    ]);
    expect(JSON.stringify(issues)).not.toContain('geheim');
  });

  test.each([[null], [7], ['{}'], [[]]])('a file that holds %j is no site', (json) => {
    expect(siteFrom(json)).toMatchObject({ issues: [{ field: '', do: 'Make a new one' }] });
  });

  test('no message speaks like a machine', () => {
    const said = refusals.flatMap(([kind, field, value]) =>
      issuesOf(kind, { [field]: value }).flatMap((issue) => [issue.why, issue.do]),
    );
    for (const sentence of said)
      expect(sentence).not.toMatch(/invalid|expected|received|error|failed|please|undefined|!(?!.*#)/iu);
  });
});

describe('whatever a file holds', () => {
  test('reading it gives a site or reasons, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (json) => {
        const result = siteFrom(json);
        return 'site' in result || result.issues.length > 0;
      }),
    );
  });

  test('the same holds for a site file with one field replaced by anything', () => {
    const fields = refusals.map(([kind, field]) => [kind, field] as const);
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), ([kind, field], value) => {
        const result = siteFrom(siteWith(kind, { [field]: value }));
        return 'site' in result || result.issues.every(({ why, do: remedy }) => why !== '' && remedy !== '');
      }),
      { numRuns: 300 },
    );
  });
});
