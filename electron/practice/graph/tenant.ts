import { isMailboxType } from '../state/recipient-types.ts';
import type { Json } from '../../../shared/commands/value.ts';
import { seenInExchange } from '../state/appearances.ts';
import { recipientOfDirectory } from '../state/recipients.ts';
import { languageOf } from '../state/mailboxes.ts';
import { isBag } from '../state/rows.ts';
import { graphRefusal } from './errors.ts';
import { listOf, singleOf } from './pages.ts';
import type { CheckedRequest } from './request.ts';
import { directoryRoles, rolesOf } from './rights.ts';
import type { Served } from './shapes.ts';
import { seenUser } from './users.ts';

const selected = (
  value: Readonly<Record<string, Json>>,
  select: readonly string[] | undefined,
): Readonly<Record<string, Json>> =>
  select === undefined ? value : Object.fromEntries(select.map((name) => [name, value[name] ?? null]));

/** The tenant; with no more than User.Read all but name and domains is null, which looks like "never synchronised". (facts-microsoft365 11) */
export function organization(served: Served, request: CheckedRequest): Json {
  const { tenant } = served;
  const isLimited = !tenant.admin.scopes.some((scope) =>
    /^(?:Organization\.Read(?:Write)?\.All|Directory\.Read(?:Write)?\.All)$/u.test(scope),
  );
  const verifiedDomains = tenant.domains
    .filter(({ isVerified }) => isVerified)
    .map(({ name, isDefault, isInitial, type }) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault,
      isInitial,
      name,
      type,
    }));
  const value = {
    id: tenant.tenantId,
    displayName: tenant.displayName,
    verifiedDomains,
    countryLetterCode: isLimited ? null : tenant.countryLetterCode,
    onPremisesSyncEnabled: isLimited ? null : tenant.synchronised,
    onPremisesLastSyncDateTime:
      isLimited || tenant.lastSynchronisation === '' ? null : tenant.lastSynchronisation,
  };
  return listOf('organization', [selected(value, request.select)]);
}

export function domains(served: Served, request: CheckedRequest): Json {
  const value = served.tenant.domains.map((domain) => ({
    id: domain.name,
    authenticationType: domain.type,
    isDefault: domain.isDefault,
    isInitial: domain.isInitial,
    isVerified: domain.isVerified,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  }));
  return listOf(
    'domains',
    value.map((domain) => selected(domain, request.select)),
  );
}

/** Active directory roles of whoever is signed in. */
export function ownRoles(served: Served, request: CheckedRequest): Json {
  const names = rolesOf(served.tenant.admin);
  const value = Object.entries(directoryRoles)
    .filter(([, displayName]) => names.includes(displayName))
    .map(([roleTemplateId, displayName]) => ({
      '@odata.type': '#microsoft.graph.directoryRole',
      ...selected(
        { id: roleTemplateId.replace(/^.{8}/u, '00000000'), description: null, displayName, roleTemplateId },
        request.select,
      ),
    }));
  return listOf('directoryRoles', value);
}

/** A policy of the tenant by its name in the settings. */
export function policy(served: Served, name: 'securityDefaults' | 'conditionalAccess'): Json {
  const value = served.tenant.policies[name];
  if (name === 'conditionalAccess') {
    return listOf('identity/conditionalAccess/policies', Array.isArray(value) ? value : []);
  }
  if (!isBag(value)) throw graphRefusal('notFound', name);
  return singleOf('policies/identitySecurityDefaultsEnforcementPolicy/$entity', value);
}

/** A mailbox's settings; "not enabled" while there is none, or while it is still being made. (facts-microsoft365 3.4, 12.26) */
export function mailboxSettings(served: Served, request: CheckedRequest): Json {
  const user = seenUser(served, request.keys[0] ?? '');
  const found = recipientOfDirectory(served.state, 'cloud', user.id);
  const mailbox =
    found !== undefined && found.removedAt === '' && isMailboxType(found.type)
      ? seenInExchange(served.state, found, served.now)
      : undefined;
  if (mailbox === undefined) throw graphRefusal('noMailbox');
  const value = {
    archiveFolder: null,
    timeZone: 'W. Europe Standard Time',
    language: { locale: languageOf(mailbox), displayName: null },
    userPurpose: mailbox.type === 'UserMailbox' ? 'user' : 'shared',
  };
  return singleOf(`users('${user.id}')/mailboxSettings`, selected(value, request.select));
}
