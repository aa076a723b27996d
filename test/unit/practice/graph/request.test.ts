import { describe, expect, it } from 'vitest';
import type { Method } from '../../../../shared/commands/command.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import { ServiceError } from '../../../../shared/run/service-error.ts';
import { checkBody } from '../../../../electron/practice/graph/body.ts';
import { parseFilter, passes } from '../../../../electron/practice/graph/filter.ts';
import { checkRequest } from '../../../../electron/practice/graph/request.ts';

const check = (method: Method, path: string, eventual = false) => checkRequest({ method, path, eventual });

function refusal(act: () => unknown): ServiceError {
  try {
    act();
  } catch (failure) {
    if (failure instanceof ServiceError) return failure;
    throw failure;
  }
  throw new Error('It was not refused.');
}

const post = (path: string, body: Json) =>
  checkBody(checkRequest({ method: 'POST', path, eventual: false }).operation, body);

describe('a request that the reference does not know is refused', () => {
  it.each([
    ['GET', '/teams', "Resource not found for the segment 'teams'."],
    ['GET', '/users/a/unknown', "Resource not found for the segment 'unknown'."],
    ['DELETE', '/organization', 'Specified HTTP method is not allowed for the request target.'],
    ['GET', '/beta/users', 'Invalid version: beta'],
    [
      'GET',
      '/users?$select=id,shoeSize',
      "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'",
    ],
    ['GET', '/users?$format=xml', "The query parameter '$format' is not supported."],
    ['GET', '/users//licenseDetails', "Resource not found for the segment 'licenseDetails'."],
  ] as const)('%s %s', (method, path, text) => {
    expect(refusal(() => check(method, path)).message).toContain(text);
  });

  it('accepts a cast in both spellings, with its header and count', () => {
    const short = check('GET', '/groups/g/transitiveMembers/graph.user?$count=true&$top=999', true);
    const long = check('GET', '/groups/g/transitiveMembers/microsoft.graph.user?$count=true', true);
    expect(long.operation).toBe(short.operation);
    expect(short.keys).toEqual(['g']);
  });

  it('refuses a cast without the header or without the count', () => {
    for (const [query, eventual] of [
      ['', true],
      ['?$count=true', false],
    ] as const) {
      const { id, status } = refusal(() => check('GET', `/groups/g/members/graph.user${query}`, eventual));
      expect([id, status]).toEqual(['Request_UnsupportedQuery', 400]);
    }
  });

  it('takes the address of the next page as it was given', () => {
    const { path, query } = check('GET', 'https://graph.microsoft.com/v1.0/users?$skiptoken=abc&$top=10');
    expect(path).toBe('/users');
    expect(query.get('$skiptoken')).toBe('abc');
  });

  it('bounds the size of a page, and refuses any where the resource has none', () => {
    expect(refusal(() => check('GET', '/users?$top=1000')).message).toBe(
      "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
    );
    expect(refusal(() => check('GET', '/subscribedSkus?$top=5')).message).toBe(
      'This resource does not support custom page sizes. Please retry without a page size argument.',
    );
    expect(refusal(() => check('GET', '/users?$search="displayName:a"')).message).toContain(
      'ConsistencyLevel',
    );
  });
});

describe('a body is held against the reference', () => {
  const user = {
    accountEnabled: true,
    displayName: 'Calendar push 1',
    mailNickname: 'sa-calpush-1',
    userPrincipalName: 'sa-calpush-1@example.edu',
    passwordProfile: { password: 'x', forceChangePasswordNextSignIn: false },
  };

  it('a complete one passes', () => {
    expect(post('/users', user)).toEqual(user);
  });

  it.each(['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'])(
    'without %s it is refused',
    (name) => {
      const body = Object.fromEntries(Object.entries(user).filter(([key]) => key !== name));
      expect(refusal(() => post('/users', body)).message).toBe(
        `A value is required for property '${name}' of resource 'User'.`,
      );
    },
  );

  it('an unknown property, also inside another, is refused', () => {
    expect(refusal(() => post('/users', { ...user, shoeSize: 42 })).message).toContain("'shoeSize'");
    const body = { ...user, passwordProfile: { secretWord: 'x' } };
    expect(refusal(() => post('/users', body)).message).toContain("'secretWord'");
  });

  it('a value of another type is refused', () => {
    expect(refusal(() => post('/users', { ...user, accountEnabled: 'yes' })).id).toBe('Request_BadRequest');
    const licence = { addLicenses: [{ skuId: 'not a guid', disabledPlans: [] }], removeLicenses: [] };
    expect(refusal(() => post('/users/u/assignLicense', licence)).message).toContain('Edm.Guid');
  });

  it('a null in a list is refused in the words of the service', () => {
    const body = {
      addLicenses: [{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', disabledPlans: [null] }],
      removeLicenses: [],
    };
    expect(refusal(() => post('/users/u/assignLicense', body)).message).toBe(
      "A null value was found with the expected type 'Edm.Guid[Nullable=False]'. The expected type 'Edm.Guid[Nullable=False]' does not allow null values.",
    );
  });

  it('assignLicense needs both lists', () => {
    expect(refusal(() => post('/users/u/assignLicense', { addLicenses: [] })).message).toContain(
      "'removeLicenses'",
    );
  });

  it('a body where none belongs, and none where one belongs, are refused', () => {
    const { operation } = check('GET', '/users');
    expect(refusal(() => checkBody(operation, { a: 1 })).status).toBe(400);
    expect(refusal(() => post('/users', null)).message).toContain('Empty Payload');
  });
});

describe('a filter', () => {
  it('reads doubled apostrophes as one', () => {
    const filter = parseFilter("displayName eq 'O''Brien''s group'", 'group');
    expect(passes(filter, { displayName: "o'brien's GROUP" })).toBe(true);
    expect(passes(filter, { displayName: 'other' })).toBe(false);
  });

  it('knows and, or, startsWith and endsWith', () => {
    const filter = parseFilter(
      "startsWith(mail,'a') and accountEnabled eq true or endsWith(mail, 'z')",
      'user',
    );
    expect(passes(filter, { mail: 'ab', accountEnabled: true })).toBe(true);
    expect(passes(filter, { mail: 'ab', accountEnabled: false })).toBe(false);
    expect(passes(filter, { mail: 'xz', accountEnabled: false })).toBe(true);
  });

  it.each([
    "displayName eq 'O'Brien'",
    "displayName eq 'open",
    "displayName ne 'x'",
    "shoeSize eq 'x'",
    "displayName eq 'x' or",
    '',
  ])('refuses %s', (text) => {
    expect(refusal(() => parseFilter(text, 'group')).status).toBe(400);
  });
});
