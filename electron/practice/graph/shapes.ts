import type { Json } from '../../../shared/commands/value.ts';
import type { EntraObject } from '../state/entra-objects.ts';
import { licencesOf } from '../state/licences.ts';
import type { PracticeState } from '../state/practice-file.ts';
import { proxyAddresses, recipientOfDirectory } from '../state/recipients.ts';
import type { Settings } from '../state/settings.ts';
import { assignedPlansOf } from './plans.ts';
import { propertiesOf } from './operations.ts';

/** What one request works with: the state, the tenant as it is now, and the time. */
export interface Served {
  readonly state: PracticeState;
  readonly tenant: Settings['entra'];
  readonly now: Date;
}

/** What Graph returns of a user where nothing is selected. (facts-microsoft365 2.1) */
const userDefaults = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

/** What Graph returns of a group where nothing is selected. Unverified: from memory of the documented samples. */
const groupDefaults = [
  'id',
  'deletedDateTime',
  'createdDateTime',
  'description',
  'displayName',
  'groupTypes',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'membershipRuleProcessingState',
  'onPremisesLastSyncDateTime',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'proxyAddresses',
  'securityEnabled',
  'securityIdentifier',
  'visibility',
];

const contactDefaults = ['id', 'displayName', 'mail'];

const defaultsOf: Readonly<Record<EntraObject['kind'], readonly string[]>> = {
  user: userDefaults,
  group: groupDefaults,
  contact: contactDefaults,
  device: contactDefaults,
  servicePrincipal: contactDefaults,
};

const odataTypes: Readonly<Record<EntraObject['kind'], string>> = {
  user: '#microsoft.graph.user',
  group: '#microsoft.graph.group',
  contact: '#microsoft.graph.orgContact',
  device: '#microsoft.graph.device',
  servicePrincipal: '#microsoft.graph.servicePrincipal',
};

/** May the signed-in person read users? Without it they come back nameless. (facts-microsoft365 4) */
const mayReadUsers = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => /^(?:User\.Read(?:Basic|Write)?\.All|Directory\.Read(?:Write)?\.All)$/u.test(scope));

/**
 * An object of the directory as Graph shows it: the selected properties, or the default ones. `typed` adds
 * `@odata.type`, as in lists of mixed kinds.
 */
export function objectShape(
  served: Served,
  object: EntraObject,
  select: readonly string[] | undefined,
  typed = false,
): Readonly<Record<string, Json>> {
  const names = select ?? defaultsOf[object.kind];
  const type = typed ? { '@odata.type': odataTypes[object.kind] } : {};
  const isNameless = typed && object.kind === 'user' && !mayReadUsers(served.tenant.admin.scopes);
  if (isNameless) {
    const blanks = names.map((name): [string, Json] => [name, name === 'id' ? object.id : null]);
    return { ...type, ...Object.fromEntries(blanks) };
  }
  const known = propertiesOf(object.kind === 'user' ? 'user' : 'group') ?? {};
  const parts = names
    .filter((name) => !typed || name in known || name === 'id')
    .map((name): [string, Json] => [name, propertyOf(served, object, name, known[name] ?? '')]);
  return { ...type, ...Object.fromEntries(parts) };
}

function propertyOf(served: Served, object: EntraObject, name: string, kind: string): Json {
  const own = ownProperty(object, name);
  if (own !== undefined) return own === '' ? null : own;
  const derived = object.kind === 'user' ? userProperty(served, object, name) : undefined;
  const stored = derived ?? directoryProperty(served, object, name) ?? object.attributes[name];
  if (stored !== undefined) return stored;
  return kind.endsWith('[]') ? [] : null;
}

function ownProperty(object: EntraObject, name: string): Json | undefined {
  switch (name) {
    case 'id':
      return object.id;
    case 'displayName':
      return object.displayName;
    case 'userPrincipalName':
      return object.upn;
    case 'mail':
      return object.mail;
    case 'mailNickname':
      return object.mailNickname;
    case 'userType':
      return object.userType;
    case 'accountEnabled':
      return object.accountEnabled;
    case 'createdDateTime':
      return object.createdAt;
    case 'deletedDateTime':
      return object.deletedAt;
    case 'passwordProfile':
      return '';
    default:
      return undefined;
  }
}

function userProperty(served: Served, user: EntraObject, name: string): Json | undefined {
  const licences = () => licencesOf(served.state, user.id);
  switch (name) {
    case 'assignedLicenses':
      return licences()
        .filter(({ problem }) => problem === '')
        .map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans }));
    case 'assignedPlans':
      return assignedPlansOf(licences(), served.tenant.skus, user.createdAt);
    case 'licenseAssignmentStates':
      return licences().map(({ skuId, byGroup, disabledPlans, problem }) => ({
        skuId,
        assignedByGroup: byGroup === '' ? null : byGroup,
        disabledPlans,
        state: problem === '' ? 'Active' : 'Error',
        error: problem === '' ? 'None' : problem,
        lastUpdatedDateTime: user.createdAt,
      }));
    default:
      return undefined;
  }
}

function directoryProperty(served: Served, object: EntraObject, name: string): Json | undefined {
  switch (name) {
    case 'proxyAddresses': {
      const recipient = recipientOfDirectory(served.state, 'cloud', object.id);
      if (recipient === undefined)
        return object.attributes[name] ?? (object.mail === '' ? [] : [`SMTP:${object.mail}`]);
      return proxyAddresses(served.state, 'cloud', recipient.guid);
    }
    case 'securityIdentifier':
      return object.sid === '' ? null : object.sid;
    case 'onPremisesImmutableId':
      return object.onPremisesGuid === '' ? undefined : immutableId(object.onPremisesGuid);
    default:
      return undefined;
  }
}

/** Base64 of a GUID's sixteen bytes in the order in which Windows keeps them. (facts-microsoft365 11) */
function immutableId(guid: string): string {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(order.map((index) => bytes[index] ?? 0)).toString('base64');
}
