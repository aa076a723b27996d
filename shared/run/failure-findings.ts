import type { Target } from '../commands/command.ts';
import type { Finding, Severity } from './finding.ts';
import { NotKnownYet, UnexpectedAnswer } from './looking.ts';
import type { Resource } from './resource.ts';
import { ServiceError } from './service-error.ts';

/** How each system is called in a sentence. */
export const systemNames: Readonly<Record<Target, string>> = {
  activeDirectory: 'Active Directory',
  exchange: 'Exchange Server',
  exchangeOnline: 'Exchange Online',
  graph: 'Microsoft Graph',
  computer: 'this computer',
};

interface Explanation {
  readonly id: string;
  /** Matches the exception's short name or the error id. */
  readonly of: RegExp;
  readonly why: string;
  readonly do: string;
}

/** What the services' refusals mean here. (facts-exchange 1.4, 3.3, 6.3, 9; facts-windows 13; facts-microsoft365 2.3, 3.4) */
const explanations: readonly Explanation[] = [
  {
    id: 'wrong-tenant',
    of: /WrongTenant/u,
    why: 'The account that signed in belongs to another tenant than the one in the site file. Nothing was read or changed there.',
    do: 'Sign in with an account of the right tenant, or correct the tenant in the site file.',
  },
  {
    id: 'no-right',
    of: /CommandNotFound|AccessDenied|UnauthorizedAccess|Authorization_RequestDenied|:8344,|CmdletAccessDenied|OperationRequiresGroupManager/u,
    why: 'The account that is signed in does not have the right for it; a cmdlet that is not offered means a role that is missing.',
    do: 'Sign in as someone who has the role that this step names, or hand the step on to them. A role that was activated a moment ago may need half an hour.',
  },
  {
    id: 'damaged-list',
    of: /CorruptData/u,
    why: "The calendar's list of entries is damaged: the same person is on it twice, as happens after migrations.",
    do: 'Take the doubled entry away by hand in Outlook (calendar, Properties, Permissions), then try this calendar again. Nothing is written to it until its list can be read.',
  },
  {
    id: 'list-full',
    of: /ACLTooBig/u,
    why: "The calendar's list of entries is full; it holds some hundreds.",
    do: 'Ask the owner to take away entries that are not needed any more, then try this calendar again.',
  },
  {
    id: 'mailbox-being-moved',
    of: /MailboxInTransit|MailboxMoveInProgress|MailboxUnavailable/u,
    why: 'The mailbox is being moved to another database or to the other side.',
    do: 'Wait until the move has ended, then run this step again.',
  },
  {
    id: 'name-not-unique',
    of: /ManagementObjectAmbiguous|ADIdentityResolution/u,
    why: 'More than one object has this name or address.',
    do: 'Give the objects different names or addresses, or name this one by its address.',
  },
  {
    id: 'not-a-principal',
    of: /InvalidExternalUserId|InvalidInternalUserId/u,
    why: 'Exchange does not know this group, two objects carry its address, or it is not a security group.',
    do: 'Check that the group exists as a mail-enabled security group and that its address is on no other object, then try again.',
  },
  {
    id: 'password-refused',
    of: /ActiveDirectoryServer:1325|ADPasswordComplexity|PasswordPolicy/u,
    why: "The password does not meet the domain's requirements for length, complexity or history. The account may exist now, disabled.",
    do: 'Run the step again: it goes on with the account that is there. A password that you gave must be longer, or different from earlier ones.',
  },
  {
    id: 'name-taken',
    of: /ADIdentityAlreadyExists|ADObjectAlreadyExists|ProxyAddressExists|ObjectConflict|:(1316|1318|8305|8648),/u,
    why: 'Something else at the site already has this name or address.',
    do: 'Choose another name in the site file, or rename the other object, then run the step again.',
  },
  {
    id: 'mastered-on-premises',
    of: /on-premises mastered|write scope|InvalidOperationInDehydrated/u,
    why: 'The object is synchronised from Active Directory and can only be changed there.',
    do: 'Change it in Active Directory and wait for the next synchronisation.',
  },
  {
    id: 'unreachable',
    of: /ADServerDown|PSRemotingTransport|PSSessionOpenFailed|WinRM|CannotConnect/u,
    why: 'The server does not answer: it is down, its name is not found, or something in between blocks the way.',
    do: 'Check the name in the site file, that the server runs, and that ports 9389 (Active Directory) and 80 (Exchange Server) are open from here.',
  },
  {
    id: 'not-there',
    of: /NotFound/u,
    why: 'The object is not there, or the account that is signed in can not see it.',
    do: 'Check the name in the site file. If it was made a moment ago, run the step again in a few minutes.',
  },
];

const byKind: Readonly<Record<ServiceError['kind'], Explanation>> = {
  lasting: {
    id: 'refused',
    of: /./u,
    why: 'The service refused it; its own words are below.',
    do: 'Mend what the service names, then run the step again.',
  },
  transient: {
    id: 'failed-twice',
    of: /./u,
    why: 'The service could not do it twice in a row, for a reason of its own that usually passes.',
    do: 'Run the step again later: only what is missing is done.',
  },
  throttled: {
    id: 'slowed-down-too-long',
    of: /./u,
    why: 'The service asked to wait again and again.',
    do: 'Run the step again at a quieter time, or with --at-once 1: only what is missing is done.',
  },
  lost: {
    id: 'no-answer',
    of: /./u,
    why: 'No answer came, twice in a row. What it did is judged by looking, at the next run.',
    do: 'Check the connection to the service, then run the step again: it looks before it writes.',
  },
};

/** What went wrong: while looking at a resource, while changing it, or when it was read back. */
export type Doing = 'look' | 'change' | 'read-back';

const whats: Readonly<Record<Doing, (name: string) => string>> = {
  look: (name) => `${name} could not be looked at`,
  change: (name) => `${name} could not be changed`,
  'read-back': (name) => `${name} could not be read back`,
};

/** The finding for a failure at a resource. Failures that are no service's are bugs of ours and are thrown on. */
export function findingForFailure(
  failure: unknown,
  resource: Resource,
  doing: Doing,
  severity: Severity = 'to-know',
): Finding {
  const about = { step: resource.step, resource: resource.id, severity, what: whats[doing](resource.name) };
  if (failure instanceof UnexpectedAnswer) {
    return {
      ...about,
      id: 'unexpected-answer',
      where: `${resource.name}, in ${systemNames[failure.target]}`,
      why: `${systemNames[failure.target]} answered in a form that this program does not know. Nothing is concluded from it.`,
      do: 'Send the run log to the maker of this program; nothing is planned for this object until it can be read.',
      original: failure.message,
    };
  }
  if (failure instanceof NotKnownYet) {
    return {
      ...about,
      id: 'known-later',
      severity: 'information',
      where: resource.where,
      why: `It needs ${failure.from}, which is not there yet.`,
      do: 'Nothing: it is looked at again once that is there.',
    };
  }
  if (!(failure instanceof ServiceError)) throw failure;
  const explanation = explain(failure);
  return {
    ...about,
    id: explanation.id,
    where: `${resource.name}, in ${systemNames[failure.target]}`,
    why: explanation.why,
    do:
      doing === 'look'
        ? `Nothing is planned for it until it has been looked at. ${explanation.do}`
        : explanation.do,
    original: failure.message === '' ? failure.id : failure.message,
  };
}

function explain(failure: ServiceError): Explanation {
  if (failure.kind !== 'lasting') return byKind[failure.kind];
  const text = `${failure.exception} ${failure.id}, ${failure.message}`;
  return explanations.find((known) => known.of.test(text)) ?? byKind.lasting;
}

/** What makes two failures equal for the rule that many in a row stop the step; empty for a failure that may pass. */
export const failureKey = (failure: unknown): string =>
  failure instanceof ServiceError && failure.kind === 'lasting'
    ? `${failure.target} ${failure.exception || failure.id}`
    : '';
