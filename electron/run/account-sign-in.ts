import { z } from 'zod';
import { cmdlet, type CmdletCommand } from '../../shared/commands/command.ts';
import type { SecretReference } from '../../shared/commands/value.ts';
import { ServiceError } from '../../shared/run/service-error.ts';

/**
 * How a sign-in ended. `not-permitted`: the password is right, but not at this time, from this computer or in this way.
 * `refused`: the domain controller does not say why.
 */
export type SignInResult =
  | 'signed-in'
  | 'wrong-password'
  | 'disabled'
  | 'expired'
  | 'must-change'
  | 'locked'
  | 'not-permitted'
  | 'refused';

/**
 * Codes of a refused logon, as a domain controller gives them: Win32 error numbers in hexadecimal. (facts-windows 14) An
 * unknown account is told as a wrong password, a password that has expired as one that must be changed.
 */
const reasons: ReadonlyMap<string, SignInResult> = new Map([
  ['525', 'wrong-password'],
  ['52e', 'wrong-password'],
  ['52f', 'not-permitted'],
  ['530', 'not-permitted'],
  ['531', 'not-permitted'],
  ['532', 'must-change'],
  ['533', 'disabled'],
  ['569', 'not-permitted'],
  ['701', 'expired'],
  ['773', 'must-change'],
  ['775', 'locked'],
]);

/** Tries once, at this domain controller, whether an account gets in: a function of `powershell/probes.ps1`. */
export const signInOnce = (server: string, account: string, password: SecretReference): CmdletCommand =>
  cmdlet('computer', 'Test-BridgeSignIn', { Server: server, Account: account, Password: password });

/** What it answers: the result code of LDAP, and the controller's own code of a refusal. */
export const signInAnswer = z.object({ code: z.int(), reason: z.string() });

const signedIn = 0;
const invalidCredentials = 49;
const serverDown = 81;

/** What an answer means. Throws `ServiceError` where nothing was tried. */
export function signInResult({ code, reason }: z.infer<typeof signInAnswer>, server: string): SignInResult {
  if (code === signedIn) return 'signed-in';
  if (code === invalidCredentials) return reasons.get(reason.toLowerCase()) ?? 'refused';
  const isDown = code === serverDown;
  throw new ServiceError({
    target: 'activeDirectory',
    kind: isDown ? 'transient' : 'lasting',
    id: isDown ? 'ServerDown' : `LdapResult:${code}`,
    exception: 'LdapException',
    text: isDown
      ? `${server} does not answer over LDAP, or can't prove that it is ${server}.`
      : `${server} refused the sign-in with the LDAP result ${code}.`,
  });
}
