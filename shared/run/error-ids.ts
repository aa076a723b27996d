/**
 * What PowerShell's fully qualified error ids hold: `what,where`, where `what` says what happened and `where` the
 * cmdlet's class. They are the same in every language, which no text is.
 */

/** Exchange puts server, request and category before the rest. (facts-exchange 1.5) */
const exchangePrefix = /^(?:\[[^\]]*\]\s*)+/u;

/** The part of an error id that says what happened; empty where there is none. */
export const whatOf = (id: string): string => id.replace(exchangePrefix, '').split(',')[0] ?? '';

/** The short name of the exception that Exchange puts into its id, if it does. (facts-exchange 1.5) */
export const exceptionIn = (id: string): string => /\[FailureCategory=Cmdlet-(\w+)\]/u.exec(id)?.[1] ?? '';

/** Did a remote session not come about, or break? (facts-windows 15) */
export const isOfSession = (id: string): boolean => /,PSSession(?:OpenFailed|StateBroken)$/u.test(id);

/** Was there no session yet? Then nothing was sent. */
export const isBeforeSession = (id: string): boolean => id.endsWith(',PSSessionOpenFailed');

/** The number in an error id: of Active Directory's, or of WinRM's as number or word. Nought says nothing. */
export function numberIn(id: string): number | undefined {
  const what = whatOf(id);
  const digits = /^(?:ActiveDirectoryServer:)?(-?\d{1,10})$/u.exec(what)?.[1];
  if (digits !== undefined) return Number(digits) === 0 ? undefined : Number(digits);
  return isOfSession(id) ? winrmNumbers.get(what) : undefined;
}

/** PowerShell's words for WinRM's numbers. (facts-windows 15; PowerShell's source, WSManTransportManager.cs and WSManNativeAPI.cs) */
const winrmNumbers: ReadonlyMap<string, number> = new Map([
  ['AccessDenied', 5],
  ['ServerOutOfMemory', 14],
  ['NetworkPathNotFound', 53],
  ['WinRMOperationAborted', 995],
  ['ShutDownInProgress', 1115],
  ['AuthenticationFailed', 1311],
  ['LogonFailure', 1326],
  ['ImproperResponse', 1722],
  ['IncorrectProtocolVersion', -2141974624],
  ['TargetUnknown', -2146893053],
  ['CannotConnectRunAsFailed', -2144108065],
  ['CannotConnectInvalidOperation', -2144108080],
  ['CannotConnectAlreadyConnected', -2144108083],
  ['CannotConnectMismatchSessions', -2144108090],
  ['SessionCreateFailedInvalidName', -2144108094],
  ['CannotUseIPAddress', -2144108101],
  ['ComputerNotFound', -2144108103],
  ['RedirectLocationInvalid', -2144108105],
  ['RemoteSessionDisallowed', -2144108116],
  ['RemoteConnectionDisallowed', -2144108061],
  ['RedirectInformationRequired', -2144108135],
  ['WinRMHttpError', -2144108176],
  ['WinRMOperationTimeout', -2144108250],
  ['URLNotAvailable', -2144108269],
  ['CannotConnectWinRMService', -2144108270],
  ['InvalidAuthentication', -2144108274],
  ['WorkgroupCannotUseKerberos', -2144108276],
  ['ExplicitCredentialsRequired', -2144108315],
  ['ServerNotTrusted', -2144108316],
  ['ClientKerberosDisabled', -2144108318],
  ['WinRMOperationNotSupportedOnServer', -2144108428],
  ['CannotConnectTargetSessionDoesNotExist', -2144108453],
  ['InvalidResourceUri', -2144108485],
  ['URIExceedsMaxAllowedSize', -2144108499],
  ['CannotConnect', -2144108526],
  ['CorruptedWinRMConfig', -2144108539],
]);
