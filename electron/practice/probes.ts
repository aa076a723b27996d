import type { Probe } from '../../shared/commands/command.ts';
import type { Json } from '../../shared/commands/value.ts';
import { ServiceError } from '../../shared/run/service-error.ts';
import { computerOf, type ValueOf } from './answering.ts';
import { own } from './cmdlets/directory/attributes.ts';
import { frameworkKey } from './computer/state.ts';
import { rolesOf } from './graph/rights.ts';
import { adObjectByUpn, adPasswordHash, type AdObject } from './state/ad-objects.ts';
import { entraObjectsBy, entraPasswordHash } from './state/entra-objects.ts';
import { matchesPassword } from './state/passwords.ts';
import type { PracticeState } from './state/practice-file.ts';
import { findSetting } from './state/settings.ts';

/** Answers a probe from the state of the practice site; throws `ServiceError` where the real one would not be answered. */
export function answerProbe(state: PracticeState, probe: Probe, valueOf: ValueOf, now: Date): Json {
  switch (probe.probe) {
    case 'powershell':
      return powershell(state);
    case 'reach':
      return reach(state, probe.host);
    case 'clock':
      return { skewMs: isKnownHost(state, probe.host) ? computerOf(state).skewMs : 0 };
    case 'sign-in':
      return signIn(state, probe, now);
    case 'account-sign-in':
      return { result: accountSignIn(state, probe.account, valueOf(probe.password.secret), now), ms: 12 };
  }
}

function powershell(state: PracticeState): Json {
  const { powershell: found, registry } = computerOf(state);
  return { ...found, dotNetRelease: registry[frameworkKey]?.['Release'] ?? 0 };
}

/** Hosts of Microsoft 365 that every practice site reaches. (facts-microsoft365 8) */
const microsoftHosts =
  /^(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|(?:dod-)?graph\.microsoft\.(?:com|us)|microsoftgraph\.chinacloudapi\.cn|outlook\.office365\.(?:com|us)|webmail\.apps\.mil|partner\.outlook\.cn)$/iu;

function isKnownHost(state: PracticeState, host: string): boolean {
  const directory = findSetting(state, 'activeDirectory');
  const servers = findSetting(state, 'exchangeServer')?.servers ?? [];
  const controllers = directory?.domainControllers ?? [];
  const names = [
    directory?.dnsRoot ?? '',
    ...controllers.filter(({ up }) => up).map(({ hostName }) => hostName),
    ...servers.map(({ fqdn }) => fqdn),
  ];
  return microsoftHosts.test(host) || names.some((name) => name.toLowerCase() === host.toLowerCase());
}

function reach(state: PracticeState, host: string): Json {
  const trouble = computerOf(state).unreachable[host.toLowerCase()];
  const milliseconds = 12;
  if (trouble !== undefined) return { reached: false, ms: milliseconds, milliseconds, ...trouble };
  const reached = isKnownHost(state, host);
  return { reached, ms: milliseconds, milliseconds, reason: reached ? '' : 'name', certificateOf: '' };
}

/** How long an access token holds: 60 to 90 minutes. (facts-microsoft365 5.6) */
const tokenMs = 75 * 60_000;

function signIn(state: PracticeState, probe: Extract<Probe, { probe: 'sign-in' }>, now: Date): Json {
  const tenant = findSetting(state, 'entra');
  const asked = probe.tenant.toLowerCase();
  const isThis =
    tenant?.tenantId.toLowerCase() === asked ||
    tenant?.domains.some(({ name, isVerified }) => isVerified && name.toLowerCase() === asked) === true;
  if (tenant === undefined || !isThis) {
    throw new ServiceError({
      target: 'graph',
      kind: 'lasting',
      id: 'AADSTS90002',
      exception: 'invalid_request',
      text: `AADSTS90002: Tenant '${probe.tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
      status: 400,
    });
  }
  const { admin } = tenant;
  return {
    account: admin.userPrincipalName,
    tenantId: tenant.tenantId,
    tenantName: tenant.displayName,
    roles: [...rolesOf(admin)],
    scopes: probe.scopes.filter((scope) => admin.scopes.includes(scope)),
    expiresAt: new Date(now.getTime() + tokenMs).toISOString(),
  };
}

type SignInResult = 'signed-in' | 'wrong-password' | 'disabled' | 'expired' | 'must-change' | 'locked';

/** Does an account get in with this password? In Active Directory where it is made there, else in Entra ID. (facts-windows 14: Win32 codes of a logon) */
function accountSignIn(state: PracticeState, account: string, password: string, now: Date): SignInResult {
  const inDirectory = adObjectByUpn(state, account);
  if (inDirectory !== undefined) return directorySignIn(state, inDirectory, password, now);
  const inEntra = entraObjectsBy(state, 'upn', account)[0];
  if (inEntra === undefined || !matchesPassword(entraPasswordHash(state, inEntra.id), password))
    return 'wrong-password';
  if (!inEntra.accountEnabled) return 'disabled';
  return inEntra.attributes['mustChangePassword'] === true ? 'must-change' : 'signed-in';
}

function directorySignIn(state: PracticeState, account: AdObject, password: string, now: Date): SignInResult {
  const { attributes } = account;
  if (attributes[own.lockedOut] === true) return 'locked';
  if (!matchesPassword(adPasswordHash(state, account.guid), password)) return 'wrong-password';
  if (!account.enabled) return 'disabled';
  const end = attributes[own.accountExpires];
  if (typeof end === 'string' && Date.parse(end) < now.getTime()) return 'expired';
  return attributes[own.mustChangePassword] === true ? 'must-change' : 'signed-in';
}
