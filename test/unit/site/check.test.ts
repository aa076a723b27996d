import { describe, expect, test } from 'vitest';
import { notesOn } from '../../../shared/site/notes.ts';
import { siteFrom } from '../../../shared/site/read-site.ts';
import { suggestedAccountCount } from '../../../shared/site/suggest.ts';
import { issuesOf, siteWith } from './site-files.ts';

const fieldsOf = (...given: Parameters<typeof issuesOf>): readonly string[] =>
  issuesOf(...given).map(({ field }) => field);

describe('the two sides of a hybrid site never share', () => {
  test.each([
    ['the name of the group', 'group.name', 'Service Accounts Calendar Push', 'cloud.group.name'],
    ['its address, whatever the case', 'group.address', 'CALENDAR-PUSH@example.org', 'cloud.group.address'],
    ['its display name', 'group.displayName', 'Service Accounts Calendar Push', 'cloud.group.displayName'],
    ['the names of accounts', 'accounts.name', 'sa-calpush-{n}', 'cloud.accounts.name'],
    [
      'their sign-in names',
      'accounts.userPrincipalName',
      'sa-calpush-{n}@example.org',
      'cloud.accounts.userPrincipalName',
    ],
    ['their display names', 'accounts.displayName', 'Calendar Push {n}', 'cloud.accounts.displayName'],
  ])('%s', (_what, field, value, told) => {
    expect(fieldsOf('hybrid', { [`cloud.${field}`]: value })).toContain(told);
  });

  test('an account of one number collides with a pattern that makes the same name', () => {
    const issues = issuesOf('hybrid', {
      'cloud.accounts.name': 'sa-calpush-2',
      'cloud.accounts.count': 1,
    });
    expect(issues).toMatchObject([
      { field: 'cloud.accounts.name', why: '"sa-calpush-2" is also the name of an account (on-premises).' },
    ]);
  });
});

describe('a name stands for one thing', () => {
  test('the group is not called like an account', () => {
    expect(fieldsOf('cloud', { 'cloud.group.name': 'sa-calpush-3' })).toContain('cloud.group.name');
  });

  test('the group has not the address of an account', () => {
    expect(fieldsOf('cloud', { 'cloud.group.address': 'sa-calpush-1@example.org' })).toEqual([
      'cloud.group.address',
    ]);
  });

  test('the group of the service accounts is not the audience', () => {
    expect(fieldsOf('cloud', { 'audience.groups': ['Staff', 'calendar-push@example.org'] })).toEqual([
      'audience.groups[1]',
    ]);
  });
});

describe('a kind of site has its sections and no others', () => {
  test.each([
    ['on-premises', 'cloud'],
    ['cloud', 'onPremises'],
  ] as const)('%s refuses %s', (kind, section) => {
    expect(issuesOf('hybrid', { kind })).toMatchObject([
      { field: section, do: 'Take it out, or change kind to hybrid' },
    ]);
  });

  test('hybrid needs both', () => {
    expect(fieldsOf('cloud', { kind: 'hybrid' })).toEqual(['onPremises']);
  });

  test('a comma in the name of a unit does not hide its domain', () => {
    const organizationalUnit = 'OU=a\\,DC=x,DC=ad,DC=example,DC=org';
    expect(fieldsOf('on-premises', { 'onPremises.organizationalUnit': organizationalUnit })).toEqual([]);
  });
});

describe('what is worth knowing of a usable site', () => {
  const notedFields = (changes: Readonly<Record<string, unknown>>): readonly string[] => {
    const result = siteFrom(siteWith('cloud', { 'cloud.tenant': 'uni.nl', ...changes }));
    return 'site' in result ? notesOn(result.site).map(({ field }) => field) : ['refused'];
  };
  const quiet = { connection: 'service-account-graph' };

  test('nothing, where Editor is given by a service that uses Graph', () => {
    expect(notedFields(quiet)).toEqual([]);
  });

  test.each(['AvailabilityOnly', 'Reviewer', 'Contributor', 'Author', 'Owner'])('the right %s', (right) => {
    expect(notedFields({ ...quiet, right })).toEqual(['right']);
  });

  test('Author, where there is only one account, is enough', () => {
    expect(notedFields({ ...quiet, right: 'Author', 'cloud.accounts.count': 1 })).toEqual([]);
  });

  test('EWS in Microsoft 365 ends, and needs the client id of the vendor', () => {
    expect(notedFields({})).toEqual(['connection', 'vendor.clientId']);
  });

  test('a domain of the example that nobody has replaced', () => {
    expect(notedFields({ ...quiet, 'cloud.tenant': 'example.org' })).toEqual(['cloud.tenant']);
  });
});

test.each([
  [10, 1],
  [2_500, 1],
  [10_000, 4],
  [10_214, 5],
  [1_000_000, 50],
])('for %i people %i accounts are proposed', (people, accounts) => {
  expect(suggestedAccountCount(people)).toBe(accounts);
});
