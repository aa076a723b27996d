import type { Refusal } from './refusal.ts';

/** What several systems refuse in the same way. (facts-exchange 1.4, 3.3; facts-microsoft365 2.3; facts-windows 13) */
export const commonRefusals: readonly Refusal[] = [
  {
    id: 'wrong-tenant',
    signs: { ids: ['WrongTenant'] },
    why: 'The account that signed in belongs to another tenant than the one in the site file. Nothing was read or changed there.',
    do: 'Sign in with an account of the right tenant, or correct the tenant in the site file.',
  },
  {
    id: 'no-sign-in',
    signs: { ids: ['NoSignIn'] },
    why: 'This version reaches Active Directory and Exchange Server; Microsoft 365 it can only rehearse, on a practice site.',
    do: 'Leave out what is in Microsoft 365 with --only, or do that part by hand: a practice site shows how.',
  },
  {
    id: 'connected-elsewhere',
    signs: { ids: ['ConnectedElsewhere'] },
    why: 'A further PowerShell session was connected in the same way as the first, but reached another server or tenant. Nothing was sent through it.',
    do: 'Run the step again. If it stays, run it with --sessions 1, and look whether the name of the server stands for several.',
  },
  {
    id: 'answered-nothing',
    signs: { ids: ['NoAnswer'] },
    why: 'The command ended well but answered with nothing, so nothing is known of what was asked.',
    do: 'Run the step again. If it stays, send the run log to the maker of this program.',
  },
  {
    id: 'no-right',
    signs: {
      numbers: [5],
      ids: ['Authorization_RequestDenied', 'AccessDenied'],
      exceptions: [
        'UnauthorizedAccessException',
        'CmdletAccessDeniedException',
        'OperationRequiresGroupManagerException',
      ],
    },
    why: 'The account that is signed in does not have the right for it.',
    do: 'Sign in as someone who has the role that this step names, or hand the step on to them. A role that was activated a moment ago may need half an hour.',
  },
  {
    id: 'name-taken',
    signs: {
      exceptions: ['ADObjectAlreadyExistsException', 'ProxyAddressExistsException', 'ObjectConflict'],
    },
    why: 'Something else at the site already has this name or address.',
    do: 'Choose another name in the site file, or rename the other object, then run the step again.',
  },
  {
    id: 'already-there',
    // 1378 is documented; domain groups mostly take a member twice in silence.
    signs: {
      numbers: [1378],
      exceptions: ['UserAlreadyExistsInPermissionEntryException', 'MemberAlreadyExistsException'],
    },
    why: 'It is there already, although it was not when it was looked at: somebody else made it, or the look did not show it.',
    do: 'Run the step again: it looks anew and does only what is missing.',
  },
  {
    id: 'gone-meanwhile',
    signs: {
      numbers: [1377],
      exceptions: ['UserNotFoundInPermissionEntryException', 'MemberNotFoundException'],
    },
    why: 'What was to be changed or taken away is not there any more: somebody else took it away since it was looked at.',
    do: 'Run the step again: it looks anew and does only what is missing.',
  },
  {
    id: 'credentials-refused',
    signs: {
      numbers: [86, 1326],
      session: [1326],
      exceptions: ['AuthenticationException'],
    },
    why: 'The user name or password was not accepted, or this session can not pass its sign-in on to another server (a second hop).',
    do: 'Sign in again. Start the program on your own computer rather than inside a remote session. Nothing is tried twice with the same password, so that the account is not locked.',
  },
  {
    id: 'clock-skew',
    // -2146893020 (SEC_E_TIME_SKEW): from memory.
    signs: { numbers: [1398, -2146893020], session: [1398, -2146893020] },
    why: 'The clocks of this computer and the server differ by more than five minutes, so Kerberos does not let anybody in.',
    do: 'Set the clock of this computer by the domain (w32tm /resync as administrator), then run the step again.',
  },
  {
    id: 'name-not-unique',
    // ADIdentityResolutionException: seen, its causes not certain.
    signs: { exceptions: ['ManagementObjectAmbiguousException', 'ADIdentityResolutionException'] },
    why: 'More than one object has this name or address, or what names it could not be resolved.',
    do: 'Give the objects different names or addresses, or name this one by its address.',
  },
  {
    id: 'not-there',
    signs: {
      ids: ['Ex6F9304', 'Ex94914C', 'Ex41BAF5', 'Request_ResourceNotFound', 'PathNotFound'],
      exceptions: ['ManagementObjectNotFoundException', 'ItemNotFoundException'],
    },
    why: 'The object is not there, or the account that is signed in can not see it.',
    do: 'Check the name in the site file. If it was made a moment ago, run the step again in a few minutes.',
  },
];
