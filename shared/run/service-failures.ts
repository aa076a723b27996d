import { ServiceError } from './service-error.ts';

/** Does the error carry one of these ids or exceptions? Never its text: that is in the service's language. */
const carries =
  (known: RegExp) =>
  (error: unknown): error is ServiceError =>
    error instanceof ServiceError && (known.test(error.exception) || known.test(idOf(error)));

/** The part of a fully qualified error id that says what happened; behind the comma stands the cmdlet's class. */
const idOf = (error: ServiceError): string => error.id.split(',')[0] ?? '';

/**
 * The object is not there. Of Active Directory it may also mean "not readable" or "in another domain".
 * Active Directory: facts-windows 13; Exchange by both transports: facts-exchange 1.4, 1.5; Graph: facts-microsoft365 2.3;
 * a key of the registry: `PathNotFound`.
 */
export const isNotFound = carries(
  /ADIdentityNotFoundException$|(?:^|\.)ManagementObjectNotFoundException$|^(?:Ex6F9304|Ex94914C|Ex41BAF5)$|^Request_ResourceNotFound$|^PathNotFound$|^ItemNotFoundException$/u,
);

/** Something has this name, address or entry already. (facts-windows 13; facts-exchange 1.4, 3.3; facts-microsoft365 2.3) */
export const isAlreadyThere = carries(
  /^ActiveDirectoryServer:(?:1316|1318|8305|8648)$|^ADIdentityAlreadyExistsException$|(?:^|\.)(?:ADObjectAlreadyExistsException|ProxyAddressExistsException|UserAlreadyExistsInPermissionEntryException|MemberAlreadyExistsException)$|^ObjectConflict$/u,
);

const saysDenied = carries(
  /^ActiveDirectoryServer:8344$|UnauthorizedAccessException$|(?:^|\.)CmdletAccessDeniedException$|(?:^|\.)OperationRequiresGroupManagerException$|^Authorization_RequestDenied$|^AccessDenied$/u,
);

/** The one who is signed in may not do this. (facts-windows 13; facts-exchange 3.3, 4.5; facts-microsoft365 2.3) */
export const isDenied = (error: unknown): error is ServiceError =>
  saysDenied(error) || (error instanceof ServiceError && error.status === 403);

/** A folder's list holds no entry for this user. (facts-exchange 1.4) */
export const isNoEntry = carries(/(?:^|\.)UserNotFoundInPermissionEntryException$/u);

/** The one named in `-User` is not known, or no security principal. (facts-exchange 1.4) */
export const isUnknownPrincipal = carries(/(?:^|\.)Invalid(?:External|Internal)UserIdException$/u);

/** Graph does not answer this kind of question at all. (facts-microsoft365 3.1, 4) */
export const isUnsupportedQuery = carries(/^Request_UnsupportedQuery$/u);

/** What a look returns, or undefined where the service says that the object is not there. Any other failure is thrown on. */
export async function unlessNotFound<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (failure) {
    if (isNotFound(failure)) return undefined;
    throw failure;
  }
}
