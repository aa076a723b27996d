import type { Refusal } from './refusal.ts';

/** What Active Directory refuses. (facts-windows 13, 14; numbers: Windows' system error codes) */
export const directoryRefusals: readonly Refusal[] = [
  {
    id: 'password-refused',
    // 1325: ActiveDirectoryServer, and what the server says behind 8239 and 8245.
    signs: { numbers: [1325], exceptions: ['ADPasswordComplexityException'] },
    why: "The password does not meet the domain's requirements for length, complexity or history, or those of a finer policy that holds for this account. The account may exist now, disabled.",
    do: 'Run the step again: it goes on with the account that is there. A password that you gave must be longer, different from earlier ones, and without the name of the account.',
  },
  {
    id: 'name-taken',
    // 1318: number documented, the id inferred.
    signs: { numbers: [1316, 1318, 8305], exceptions: ['ADIdentityAlreadyExistsException'] },
    why: 'Something else in the domain already has this name; a name also counts as equal when it differs in accents only.',
    do: 'Choose another name in the site file, or rename the other object, then run the step again.',
  },
  {
    id: 'no-right',
    signs: { numbers: [5, 8344], exceptions: ['UnauthorizedAccessException'] },
    why: 'The account that is signed in does not have the right for it, or the object is protected from accidental deletion.',
    do: 'Sign in as someone who has the role that this step names, or have that right given to you on the organisational unit. To delete: clear "Protect object from accidental deletion" first.',
  },
  {
    id: 'not-there',
    signs: { exceptions: ['ADIdentityNotFoundException'] },
    why: 'The object is not there, or the account that is signed in can not see it, or it belongs to another domain.',
    do: 'Check the name in the site file. If it was made a moment ago, run the step again in a few minutes.',
  },
  {
    id: 'sign-in-name-taken',
    // 8647 is the same for a service principal name.
    signs: { numbers: [8647, 8648] },
    why: 'Another account in the forest, perhaps in another domain, has this sign-in name. It is not looked for in other domains before.',
    do: 'Choose another sign-in name in the site file, or give the other account another one. Find it by searching the global catalogue for the name.',
  },
  {
    id: 'other-domain',
    signs: { numbers: [8235] },
    why: 'The object belongs to another domain of the forest than the server that was asked.',
    do: "Name a domain controller of the object's own domain in the site file, then run the step again.",
  },
  {
    id: 'place-missing',
    // 8240 and 8333: documented numbers, not seen from these cmdlets; New-ADUser says ADIdentityNotFoundException too.
    signs: { numbers: [8240, 8329, 8333] },
    why: 'The organisational unit in which it should be is not there, or was deleted a moment ago.',
    do: 'Make the organisational unit, or correct its name in the site file, then run the step again.',
  },
  {
    id: 'name-malformed',
    signs: { numbers: [1315, 8335] },
    why: 'The name of the object or of its organisational unit has a form that Active Directory does not take.',
    do: 'Copy the distinguished name from Active Directory into the site file. Account names have at most 20 characters, none of " / \\ [ ] : ; | = , + * ? < > and no dot at the end.',
  },
  {
    id: 'too-much-at-once',
    // 8226: documented number, not seen.
    signs: { numbers: [8226, 8227, 8228] },
    why: 'The answer is larger, or takes longer, than this directory allows.',
    do: "Ask whoever runs the domain controllers to raise the limit of the web service's configuration (MaxGroupOrMemberEntries), or name smaller groups in the site file.",
  },
  {
    id: 'group-nesting',
    signs: { numbers: [8514, 8515, 8516, 8517, 8518, 8519, 8520, 8521] },
    why: 'Active Directory does not let groups of these scopes contain one another: a global group takes no universal one, a universal group none that is local to a domain.',
    do: 'Take the group out of the groups that stand in the way, or make the other one universal first, then run the step again.',
  },
  {
    id: 'built-in',
    // The number is documented, the id not seen.
    signs: { numbers: [1371] },
    why: 'It is one of the groups or accounts that come with Active Directory and can not be changed this way.',
    do: 'Name a group or account of your own in the site file.',
  },
  {
    id: 'rule-of-directory',
    // Which attribute and rule, the server's own text says.
    signs: { numbers: [8224, 8239, 8245] },
    why: 'A rule of the directory forbids it: a value that is too long or has a character that is not allowed, or a change that this object does not take.',
    do: "Read the service's own words below: they name the attribute. Correct its value in the site file, then run the step again.",
  },
  {
    id: 'directory-unreachable',
    // 1355 for "no server found": the text was seen, the number is not certain. 8250: documented.
    signs: { numbers: [1355, 8250], exceptions: ['ADServerDownException'] },
    why: 'No domain controller answers: the server is down, its name is not found, its web service (Active Directory Web Services) does not run, or something in between blocks port 9389. In a remote session it can also be that the sign-in is not passed on (a second hop).',
    do: 'Check that this computer belongs to the domain and reaches a domain controller: Test-NetConnection SERVER -Port 9389. On the server, Active Directory Web Services must run.',
  },
  {
    id: 'sign-in-not-tried',
    signs: { ids: ['ServerDown'], exceptions: ['LdapException'] },
    why: 'The sign-in of the account could not be tried: the domain controller does not take encrypted sign-ins here (port 636), or its certificate is not trusted by this computer.',
    do: 'Check that the domain controller has a certificate for LDAP and that port 636 is open: Test-NetConnection SERVER -Port 636. The account itself is not said to be wrong.',
  },
  {
    id: 'no-reason-known',
    signs: { exceptions: ['ADException'] },
    why: 'Active Directory refused it for a reason that this program does not know by its number. With the members of a group it is most often one from another domain that can not be looked up from here.',
    do: "Read the service's own words below. Members from other domains show as S-1-5-21-…: take them out, or name another group in the site file.",
  },
  {
    id: 'question-malformed',
    // Both are ours to mend: the program writes filters itself.
    signs: { numbers: [8254], exceptions: ['ADFilterParsingException', 'ADFilterException'] },
    why: 'The question was put to Active Directory in a form that it does not take. That is a fault of this program.',
    do: 'Send the run log to the maker of this program; nothing is planned for this object until it can be read.',
  },
];
