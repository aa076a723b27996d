import { ServiceError, type FailureKind } from '../../../shared/run/service-error.ts';

/** A refusal of Microsoft Graph as the service words it. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  /** `details[].code`, by which the refusal is told from others of its code; empty where there is none. */
  readonly detail?: string;
  /** With `{0}`, `{1}` for what it is about. */
  readonly text: string;
  /** Where the text was found: sections of facts-microsoft365, which names the pages. */
  readonly source: string;
  /** Was the text read on a page of Microsoft's, or seen in several public recordings? */
  readonly verified: boolean;
  readonly kind?: FailureKind;
}

const synced =
  'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';

const bad = { status: 400, code: 'Request_BadRequest' } as const;
const unsupported = { status: 400, code: 'Request_UnsupportedQuery' } as const;

/** Every refusal of the practice site's Graph. Texts keep Microsoft's own grammar. */
export const refusals = {
  userPrincipalNameTaken: {
    ...bad,
    detail: 'ObjectConflict',
    text: 'Another object with the same value for property {0} already exists.',
    source: '2.3; body recorded 2024-08 (12.08)',
    verified: true,
  },
  weakPassword: {
    ...bad,
    text: 'The specified password does not comply with password complexity requirements. Please provide a different password.',
    source: '2.3',
    verified: true,
  },
  unverifiedDomain: {
    ...bad,
    text: 'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    source: '2.3',
    verified: true,
  },
  invalidProperty: {
    ...bad,
    text: "Invalid value specified for property '{0}' of resource '{1}'.",
    source: '2.3 (seen once)',
    verified: true,
  },
  badUserPrincipalName: {
    ...bad,
    text: 'Property userPrincipalName is invalid.',
    source: '2.3 (seen once)',
    verified: true,
  },
  valueRequired: {
    ...bad,
    text: "A value is required for property '{0}' of resource '{1}'.",
    source: "2.3 (documented for 'Group')",
    verified: true,
  },
  synchronised: {
    ...bad,
    text: synced,
    source: '2.3',
    verified: true,
  },
  denied: {
    status: 403,
    code: 'Authorization_RequestDenied',
    text: 'Insufficient privileges to complete the operation.',
    source: '2.3',
    verified: true,
  },
  notFound: {
    status: 404,
    code: 'Request_ResourceNotFound',
    text: "Resource '{0}' does not exist or one of its queried reference-property objects are not present.",
    source: '2.3; 12.10',
    verified: true,
  },
  noMailbox: {
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    text: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    source: '12.26',
    verified: true,
  },
  noUsageLocation: {
    ...bad,
    text: 'License assignment cannot be done for user with invalid usage location.',
    source: '3.4',
    verified: true,
  },
  noSeat: {
    ...bad,
    text: 'Subscription with SKU {0} does not have any available licenses.',
    source: '3.4 (the beginning of the text is not certain)',
    verified: false,
  },
  unknownSku: {
    ...bad,
    text: 'License {0} does not correspond to a valid company License.',
    source: '3.4',
    verified: true,
  },
  licenceNotAssigned: {
    ...bad,
    text: 'User does not have a corresponding license.',
    source: 'from memory',
    verified: false,
  },
  planDepends: {
    ...bad,
    text: 'License assignment failed because service plan {0} depends on the service plan(s) {1}',
    source: '3.4',
    verified: true,
  },
  plansExclude: {
    ...bad,
    text: 'License assignment failed because service plans {0},{1} are mutually exclusive',
    source: '3.4',
    verified: true,
  },
  inheritedLicence: {
    ...bad,
    text: 'User license is inherited from a group membership and it cannot be removed directly from the user.',
    source: '3.4',
    verified: true,
  },
  nullInArray: {
    ...bad,
    text: "A null value was found with the expected type '{0}[Nullable=False]'. The expected type '{0}[Nullable=False]' does not allow null values.",
    source: '3.4 (CIPP#5489)',
    verified: true,
  },
  noPageSize: {
    ...unsupported,
    text: 'This resource does not support custom page sizes. Please retry without a page size argument.',
    source: '3.1',
    verified: true,
  },
  pageSize: {
    ...unsupported,
    text: "Invalid page size specified: '{0}'. Must be between 1 and 999 inclusive.",
    source: '4; 12.18',
    verified: true,
  },
  searchNeedsHeader: {
    ...unsupported,
    text: "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    source: '4',
    verified: true,
  },
  castNeedsHeader: {
    ...unsupported,
    text: "This request needs '$count=true' and the header 'ConsistencyLevel: eventual'.",
    source: '4 (the code is documented, the text was not found)',
    verified: false,
  },
  unsupportedFilter: {
    ...unsupported,
    text: "Unsupported or invalid query filter clause specified for property '{0}' of resource '{1}'.",
    source: 'from memory',
    verified: false,
  },
  badFilter: {
    status: 400,
    code: 'BadRequest',
    text: "Invalid filter clause: There is an unterminated string literal at position {0} in '{1}'.",
    source: 'from memory',
    verified: false,
  },
  unknownSelect: {
    status: 400,
    code: 'BadRequest',
    text: "Parsing OData Select and Expand failed: Could not find a property named '{0}' on type 'microsoft.graph.{1}'.",
    source: 'from memory',
    verified: false,
  },
  unknownQuery: {
    status: 400,
    code: 'BadRequest',
    text: "The query parameter '{0}' is not supported.",
    source: 'from memory',
    verified: false,
  },
  unknownBody: {
    ...bad,
    text: "The property '{0}' does not exist on type 'microsoft.graph.{1}'. Make sure to only use property names that are defined by the type.",
    source: 'from memory',
    verified: false,
  },
  wrongType: {
    ...bad,
    text: "Cannot convert the literal '{0}' to the expected type 'Edm.{1}'.",
    source: 'from memory',
    verified: false,
  },
  noBody: {
    status: 400,
    code: 'BadRequest',
    text: 'Empty Payload. JSON content expected.',
    source: 'from memory',
    verified: false,
  },
  unknownSegment: {
    status: 400,
    code: 'BadRequest',
    text: "Resource not found for the segment '{0}'.",
    source: 'from memory',
    verified: false,
  },
  wrongMethod: {
    status: 405,
    code: 'Request_BadRequest',
    text: 'Specified HTTP method is not allowed for the request target.',
    source: 'from memory',
    verified: false,
  },
  badVersion: {
    status: 400,
    code: 'BadRequest',
    text: 'Invalid version: {0}',
    source: 'from memory; the practice site serves v1.0 only',
    verified: false,
  },
  mailGroupCreate: {
    ...bad,
    text: 'Cannot Create a mail-enabled security groups and or distribution list.',
    source: '4; 12.21',
    verified: true,
  },
  mailGroupUpdate: {
    ...bad,
    text: 'Cannot Update a mail-enabled security groups and or distribution list.',
    source: '4',
    verified: true,
  },
  badReference: {
    ...bad,
    text: 'Not a valid reference update',
    source: '2.3',
    verified: true,
  },
  alreadyMember: {
    ...bad,
    text: "One or more added object references already exist for the following modified properties: 'members'.",
    source: 'from memory',
    verified: false,
  },
  expiredPage: {
    status: 400,
    code: 'Directory_ExpiredPageToken',
    text: 'The specified page token value has expired and can no longer be included in your request.',
    source: 'from memory',
    verified: false,
  },
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalName = keyof typeof refusals;

/** Makes a refusal of Graph; `about` fills `{0}`, `{1}` of its text. `details[].code` is given as the exception's name. */
export function graphRefusal(name: RefusalName, ...about: readonly string[]): ServiceError {
  const refusal: Refusal = refusals[name];
  return new ServiceError({
    target: 'graph',
    kind: refusal.kind ?? 'lasting',
    id: refusal.code,
    exception: refusal.detail ?? '',
    text: refusal.text.replace(/\{(\d)\}/gu, (_, index: string) => about[Number(index)] ?? ''),
    status: refusal.status,
  });
}
