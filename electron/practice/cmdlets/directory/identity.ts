import { adObject, adObjectByDn, adObjectBySam, adObjectBySid } from '../../state/ad-objects.ts';
import type { AdKind, AdObject } from '../../state/ad-objects.ts';
import { fold } from '../../state/folding.ts';
import type { PracticeState } from '../../state/practice-file.ts';
import { setting, type Settings } from '../../state/settings.ts';
import { refuseDirectory, type Call } from '../call.ts';

const guid = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$/iu;
const sid = /^S-1-\d+(?:-\d+)+$/iu;

/**
 * The object that an `-Identity` names: by distinguished name, GUID, SID or sAMAccountName, never by UPN, mail or display
 * name (facts-windows 14). Get-ADObject and its kin take no sAMAccountName. Objects in the bin are found only where asked.
 */
export function findByIdentity(
  state: PracticeState,
  identity: string,
  options: { readonly kinds?: readonly AdKind[]; readonly bySam?: boolean; readonly deleted?: boolean } = {},
): AdObject | undefined {
  const found = lookUp(state, identity, options.bySam ?? true);
  if (found === undefined || (found.deletedAt !== '' && options.deleted !== true)) return undefined;
  return options.kinds === undefined || options.kinds.includes(found.kind) ? found : undefined;
}

function lookUp(state: PracticeState, identity: string, bySam: boolean): AdObject | undefined {
  const asGuid = guid.exec(identity)?.[1];
  if (asGuid !== undefined) return adObject(state, asGuid);
  if (sid.test(identity)) return adObjectBySid(state, identity);
  if (/^[A-Za-z]+=/u.test(identity)) return adObjectByDn(state, identity);
  return bySam ? adObjectBySam(state, identity) : undefined;
}

/** As {@link findByIdentity}, refusing where there is none. */
export function named(
  call: Call,
  parameter: string,
  options: Parameters<typeof findByIdentity>[2] = {},
): AdObject {
  const identity = call.given.textOf(parameter);
  return findByIdentity(call.state, identity, options) ?? notFound(call, identity);
}

/** Throws "Cannot find an object with identity". */
export function notFound(call: Call, identity: string): never {
  throw refuseDirectory(call, 'notFound', identity, setting(call.state, 'activeDirectory').distinguishedName);
}

/**
 * Is the domain controller that `-Server` names there? Without one, any that is up will do. A write to a read-only one is
 * referred, and where the administrator may not write it is refused.
 */
export function checkServer(call: Call, isWrite: boolean): Settings['activeDirectory'] {
  const directory = setting(call.state, 'activeDirectory');
  const server = call.given.textOf('Server').replace(/:\d+$/u, '').toLowerCase();
  const isUp = directory.domainControllers.filter((controller) => controller.up);
  if (server === '' || server === directory.dnsRoot.toLowerCase()) {
    if (isUp.length === 0) throw refuseDirectory(call, 'noDefaultServer');
  } else {
    const chosen = isUp.find((controller) => controller.hostName.toLowerCase() === server);
    if (chosen === undefined) throw refuseDirectory(call, 'serverDown');
    if (isWrite && chosen.readOnly) throw refuseDirectory(call, 'referral');
  }
  if (isWrite && !directory.mayWrite) throw refuseDirectory(call, 'noRight');
  return directory;
}

/** Is this the name of a place in which objects can be made: an organisational unit, a container, or the domain itself? */
export function isPlace(state: PracticeState, dn: string): boolean {
  const { distinguishedName } = setting(state, 'activeDirectory');
  const key = fold(dn);
  if (key === fold(distinguishedName) || key === fold(`CN=Users,${distinguishedName}`)) return true;
  const found = adObjectByDn(state, dn);
  return (
    found !== undefined &&
    found.deletedAt === '' &&
    (found.kind === 'organizationalUnit' || found.kind === 'container')
  );
}
