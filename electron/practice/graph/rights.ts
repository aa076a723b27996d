import { graphRefusal } from './errors.ts';
import type { CheckedRequest } from './request.ts';
import type { Settings } from '../state/settings.ts';

/** Directory roles that matter here, by the id of their template: the same in every tenant. */
export const directoryRoles = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  '4d6ac14f-3453-41d0-bef9-a3e0c569773a': 'License Administrator',
  '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
  '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
  'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9': 'Conditional Access Administrator',
} as const;

export type DirectoryRole = (typeof directoryRoles)[keyof typeof directoryRoles];

const isRoleId = (id: string): id is keyof typeof directoryRoles => Object.hasOwn(directoryRoles, id);

/** Names of the active roles. */
export const rolesOf = (admin: Settings['entra']['admin']): readonly DirectoryRole[] =>
  admin.roles.filter(isRoleId).map((id) => directoryRoles[id]);

/** One of these scopes and one of these roles; an empty list of roles means that the scope is enough. (facts-microsoft365 2.2, 3.4, 10) */
interface Right {
  readonly scopes: RegExp;
  readonly roles: readonly DirectoryRole[];
}

const readUsers = /^(?:User\.Read(?:Basic|Write)?\.All|Directory\.Read(?:Write)?\.All)$/u;
const readGroups = /^(?:Group(?:Member)?\.Read(?:Write)?\.All|Directory\.Read(?:Write)?\.All)$/u;
const policies: Right = {
  scopes: /^Policy\.(?:Read\.All|Read\.ConditionalAccess)$/u,
  roles: ['Global Administrator', 'Global Reader', 'Security Reader', 'Conditional Access Administrator'],
};
const writeUsers: Right = {
  scopes: /^(?:User\.ReadWrite\.All|User\.Create|Directory\.ReadWrite\.All)$/u,
  roles: ['Global Administrator', 'User Administrator'],
};
const setPasswords: Right = {
  scopes: /^(?:User-PasswordProfile\.ReadWrite\.All|Directory\.AccessAsUser\.All)$/u,
  roles: ['Global Administrator', 'User Administrator'],
};

const rights: readonly (readonly [operation: RegExp, right: Right])[] = [
  [/^POST \/users$/u, writeUsers],
  [/^(?:PATCH|DELETE) \/users\/\{user-id\}$/u, writeUsers],
  [
    /^POST \/users\/\{user-id\}\/assignLicense$/u,
    {
      scopes: /^(?:LicenseAssignment\.ReadWrite\.All|User\.ReadWrite\.All|Directory\.ReadWrite\.All)$/u,
      roles: ['Global Administrator', 'User Administrator', 'License Administrator'],
    },
  ],
  [
    /^GET \/users\/\{user-id\}\/mailboxSettings$/u,
    { scopes: /^MailboxSettings\.Read(?:Write)?$/u, roles: [] },
  ],
  [
    /^GET \/users\/\{user-id\}\/licenseDetails$/u,
    {
      scopes:
        /^(?:LicenseAssignment\.Read(?:Write)?\.All|User\.Read(?:Write)?\.All|Directory\.Read(?:Write)?\.All)$/u,
      roles: [],
    },
  ],
  [/^GET \/(?:users|directory\/)/u, { scopes: readUsers, roles: [] }],
  [/^(?:POST) \/groups/u, { scopes: /^(?:Group|GroupMember|Directory)\.ReadWrite\.All$/u, roles: [] }],
  [/^GET \/groups/u, { scopes: readGroups, roles: [] }],
  [
    /^GET \/subscribedSkus$/u,
    { scopes: /^(?:Organization|LicenseAssignment|Directory)\.Read(?:Write)?\.All$/u, roles: [] },
  ],
  [/^GET \/(?:policies|identity)\//u, policies],
];

/** Throws Graph's refusal where the signed-in person lacks the scope or the role for a request. */
export function checkRights(
  request: CheckedRequest,
  admin: Settings['entra']['admin'],
  setsPassword: boolean,
): void {
  const name = `${request.operation.method} ${request.operation.path}`;
  const right = rights.find(([operation]) => operation.test(name))?.[1];
  if (right !== undefined) demand(right, admin);
  if (setsPassword && request.operation.method === 'PATCH') demand(setPasswords, admin);
}

function demand(right: Right, admin: Settings['entra']['admin']): void {
  const roles = rolesOf(admin);
  const hasScope = admin.scopes.some((scope) => right.scopes.test(scope));
  const hasRole = right.roles.length === 0 || right.roles.some((role) => roles.includes(role));
  if (!hasScope || !hasRole) throw graphRefusal('denied');
}
