import type { Target } from '../commands/command.ts';
import { whatOf } from './error-ids.ts';
import type { Finding, Severity } from './finding.ts';
import { NotKnownYet, UnexpectedAnswer } from './looking.ts';
import type { Refusal } from './refusals/refusal.ts';
import { refusalOf } from './refusals/refusals.ts';
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

type Explanation = Pick<Refusal, 'id' | 'why' | 'do'>;

/** What is told where only the kind of a failure is known. */
const byKind: Readonly<Record<ServiceError['kind'], Explanation>> = {
  lasting: {
    id: 'refused',
    why: 'The service refused it; its own words are below.',
    do: 'Mend what the service names, then run the step again.',
  },
  transient: {
    id: 'failed-twice',
    why: 'The service could not do it twice in a row, for a reason of its own that usually passes.',
    do: 'Run the step again later: only what is missing is done.',
  },
  throttled: {
    id: 'slowed-down-too-long',
    why: 'The service asked to wait again and again.',
    do: 'Run the step again at a quieter time, or with --at-once 1: only what is missing is done.',
  },
  lost: {
    id: 'no-answer',
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

/** Who asks for time says no more than that; of every other failure the service's reason is told where it is known. */
function explain(failure: ServiceError): Explanation {
  const known = failure.kind === 'throttled' ? undefined : refusalOf(failure);
  return known ?? byKind[failure.kind];
}

/** What makes two failures equal for the rule that many in a row stop the step; empty for a failure that may pass. */
export const failureKey = (failure: unknown): string =>
  failure instanceof ServiceError && failure.kind === 'lasting'
    ? [failure.target, failure.exception || whatOf(failure.id), failure.number ?? ''].join(' ')
    : '';
