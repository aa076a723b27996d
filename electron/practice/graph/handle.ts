import type { Json } from '../../../shared/commands/value.ts';
import { seenInGraph } from '../state/appearances.ts';
import { entraObjectsBy, entraObjectsPage, type EntraObject } from '../state/entra-objects.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { setting } from '../state/settings.ts';
import { checkBody, type JsonObject } from './body.ts';
import { graphRefusal } from './errors.ts';
import { filterable, parseFilter, passes, type Comparison } from './filter.ts';
import { addGroupMember, createGroup, membersPage, seenGroup } from './groups.ts';
import { assignLicense, licenceDetails, subscribedSkus } from './licences.ts';
import { pageOf, singleOf } from './pages.ts';
import { checkRequest, type CheckedRequest, type GraphCall } from './request.ts';
import { checkRights } from './rights.ts';
import { objectShape, type Served } from './shapes.ts';
import { domains, mailboxSettings, organization, ownRoles, policy } from './tenant.ts';
import { createUser, deleteUser, seenUser, updateUser } from './users.ts';

/**
 * Microsoft Graph v1.0 on the practice site: does one request and returns the body of the answer, or undefined where
 * there is none (204). Throws `ServiceError` with Graph's code, status and text. Secrets in the body stand as values.
 * A paged list is one body with `value` and, if there is more, `@odata.nextLink`.
 */
export function handleGraph(state: PracticeState, call: GraphCall, now: Date): Json | undefined {
  const request = checkRequest(call);
  const body = checkBody(request.operation, call.body);
  const served: Served = { state, tenant: setting(state, 'entra'), now };
  checkRights(request, served.tenant.admin, 'passwordProfile' in body);
  return call.method === 'GET' ? read(served, request) : write(served, request, body);
}

function read(served: Served, request: CheckedRequest): Json {
  const key = request.keys[0] ?? '';
  const { path } = request.operation;
  switch (path) {
    case '/users':
      return directoryPage(served, request, 'user');
    case '/groups':
      return directoryPage(served, request, 'group');
    case '/users/{user-id}':
      return userOf(served, request, seenUser(served, key));
    case '/me':
      return userOf(served, request, seenUser(served, served.tenant.admin.id));
    case '/groups/{group-id}':
      return singleOf('groups/$entity', objectShape(served, seenGroup(served, key), request.select));
    case '/users/{user-id}/licenseDetails':
      return licenceDetails(served, key);
    case '/users/{user-id}/mailboxSettings':
      return mailboxSettings(served, request);
    case '/subscribedSkus':
      return subscribedSkus(served);
    case '/organization':
      return organization(served, request);
    case '/domains':
      return domains(served, request);
    case '/me/memberOf/graph.directoryRole':
    case '/me/transitiveMemberOf/graph.directoryRole':
      return ownRoles(served, request);
    case '/directory/deletedItems/graph.user':
      return directoryPage(served, request, 'user', true);
    case '/policies/identitySecurityDefaultsEnforcementPolicy':
      return policy(served, 'securityDefaults');
    case '/identity/conditionalAccess/policies':
      return policy(served, 'conditionalAccess');
    default:
      return membersPage(served, request);
  }
}

function write(served: Served, request: CheckedRequest, body: JsonObject): Json | undefined {
  const key = request.keys[0] ?? '';
  switch (`${request.operation.method} ${request.operation.path}`) {
    case 'POST /users':
      return createUser(served, body);
    case 'PATCH /users/{user-id}':
      updateUser(served, key, body);
      return undefined;
    case 'DELETE /users/{user-id}':
      deleteUser(served, key);
      return undefined;
    case 'POST /users/{user-id}/assignLicense':
      return assignLicense(served, key, body);
    case 'POST /groups':
      return createGroup(served, body);
    case 'POST /groups/{group-id}/members/$ref':
      addGroupMember(served, key, body);
      return undefined;
    default:
      throw graphRefusal('wrongMethod');
  }
}

const userOf = (served: Served, request: CheckedRequest, user: EntraObject): Json =>
  singleOf('users/$entity', objectShape(served, user, request.select));

/** A page of all users or groups, of those that pass a filter, or of those in the bin. */
function directoryPage(served: Served, request: CheckedRequest, kind: 'user' | 'group', isBin = false): Json {
  const text = request.query.get('$filter');
  const filter = text === undefined ? undefined : parseFilter(text, kind);
  const isWanted = (object: EntraObject): boolean =>
    filter === undefined || passes(filter, filterView(served, object));
  const indexed = filter?.length === 1 ? filter[0]?.find(isIndexed) : undefined;
  const fetch =
    indexed === undefined || isBin
      ? (after: string, limit: number) => scan(served, kind, isBin, isWanted, after, limit)
      : (after: string, limit: number) => lookUp(served, kind, indexed, isWanted, after, limit);
  return pageOf<EntraObject>(request, {
    context: isBin ? 'users' : `${kind}s`,
    fetch,
    shape: (object) => objectShape(served, object, request.select),
    count: () => fetch('', Infinity).length,
  });
}

const filterView = (served: Served, object: EntraObject): Readonly<Record<string, Json>> =>
  objectShape(served, object, filterable);

const columns: Readonly<Record<string, 'upn' | 'mail' | 'display'>> = {
  userPrincipalName: 'upn',
  mail: 'mail',
  displayName: 'display',
};

const isIndexed = ({ operator, property }: Comparison): boolean =>
  operator === 'eq' && columns[property] !== undefined;

function lookUp(
  served: Served,
  kind: string,
  { property, value }: Comparison,
  isWanted: (object: EntraObject) => boolean,
  after: string,
  limit: number,
): readonly EntraObject[] {
  return entraObjectsBy(served.state, columns[property] ?? 'display', String(value))
    .filter((object) => object.kind === kind && object.id > after && isWanted(object))
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .flatMap((object) => seenInGraph(served.state, object, served.now) ?? [])
    .slice(0, limit);
}

function scan(
  served: Served,
  kind: 'user' | 'group',
  isBin: boolean,
  isWanted: (object: EntraObject) => boolean,
  after: string,
  limit: number,
): readonly EntraObject[] {
  const found: EntraObject[] = [];
  let from = after;
  const size = 500;
  while (found.length < limit) {
    const page = entraObjectsPage(served.state, kind, from, size, isBin);
    found.push(...page.filter(isWanted));
    const last = page.at(-1);
    if (last === undefined || page.length < size) break;
    from = last.id;
  }
  return found.slice(0, limit);
}
