import { ServiceError } from './service-error.ts';
import { carries, type Signs } from './signs.ts';

/** Does the error carry one of these signs? Never its text: that is in the service's language. */
const telling =
  (signs: Omit<Signs, 'words'>) =>
  (error: unknown): error is ServiceError =>
    error instanceof ServiceError && carries(error, signs);

/**
 * The object is not there. Of Active Directory it may also mean "not readable" or "in another domain".
 * Active Directory: facts-windows 13; Exchange by both transports: facts-exchange 1.4, 1.5; Graph: facts-microsoft365 2.3;
 * a key of the registry: `PathNotFound`.
 */
export const isNotFound = telling({
  ids: ['Ex6F9304', 'Ex94914C', 'Ex41BAF5', 'Request_ResourceNotFound', 'PathNotFound'],
  exceptions: ['ADIdentityNotFoundException', 'ManagementObjectNotFoundException', 'ItemNotFoundException'],
});

/** Something has this name, address or entry already. (facts-windows 13; facts-exchange 1.4, 3.3; facts-microsoft365 2.3) */
export const isAlreadyThere = telling({
  // 1378: seen for local groups; what Add-ADGroupMember answers for a domain's group is not known.
  numbers: [1316, 1318, 1378, 8305, 8648],
  exceptions: [
    'ADIdentityAlreadyExistsException',
    'ADObjectAlreadyExistsException',
    'ProxyAddressExistsException',
    'UserAlreadyExistsInPermissionEntryException',
    'MemberAlreadyExistsException',
    'ObjectConflict',
  ],
});

const saysDenied = telling({
  numbers: [8344],
  ids: ['Authorization_RequestDenied', 'AccessDenied'],
  exceptions: [
    'UnauthorizedAccessException',
    'CmdletAccessDeniedException',
    'OperationRequiresGroupManagerException',
  ],
});

/** The one who is signed in may not do this. (facts-windows 13; facts-exchange 3.3, 4.5; facts-microsoft365 2.3) */
export const isDenied = (error: unknown): error is ServiceError =>
  saysDenied(error) || (error instanceof ServiceError && error.status === 403);

/** A folder's list holds no entry for this user. (facts-exchange 1.4) */
export const isNoEntry = telling({ exceptions: ['UserNotFoundInPermissionEntryException'] });

/** The one named in `-User` is not known, or no security principal. (facts-exchange 1.4) */
export const isUnknownPrincipal = telling({
  exceptions: ['InvalidExternalUserIdException', 'InvalidInternalUserIdException'],
});

/** Graph does not answer this kind of question at all. (facts-microsoft365 3.1, 4) */
export const isUnsupportedQuery = telling({ ids: ['Request_UnsupportedQuery'] });

/** What a look returns, or undefined where the service says that the object is not there. Any other failure is thrown on. */
export async function unlessNotFound<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    throw failure;
  }
}
