import { forget, look, stillPending } from '../clocks.ts';
import { entraObject, type EntraObject } from './entra-objects.ts';
import type { PracticeState } from './practice-file.ts';
import { recipient, type Recipient } from './recipients.ts';
import { synchronise } from './synchronisation.ts';

/**
 * One look for an object of Entra ID by Graph: the object as Graph shows it now, or nothing while a clock hides it. Call
 * it once a command, for the object that the command asks for; listings leave hidden objects out without counting.
 */
export function seenInGraph(state: PracticeState, object: EntraObject, now: Date): EntraObject | undefined {
  const answer = look(state, 'graph', object.id, now);
  if (answer === 'absent') return undefined;
  if (object.onPremisesGuid !== '') {
    if (answer === 'appeared') synchronise(state, object.onPremisesGuid, now, 'now');
    carryDueChange(state, object.onPremisesGuid, now);
  }
  const fresh = entraObject(state, object.id);
  return fresh === undefined || fresh.deletedAt !== object.deletedAt ? undefined : fresh;
}

/** One look for a recipient by Exchange of its side: the recipient as Exchange shows it now, or nothing while a clock hides it. */
export function seenInExchange(state: PracticeState, found: Recipient, now: Date): Recipient | undefined {
  if (found.side === 'on-premises') return found;
  const answer = look(state, 'exchange', found.guid, now);
  if (answer === 'absent') return undefined;
  const adGuid = found.attributes['isDirSynced'] === true ? adGuidOf(state, found) : '';
  if (adGuid === '') return found;
  if (answer === 'appeared') synchronise(state, adGuid, now, 'now');
  carryDueChange(state, adGuid, now);
  const fresh = recipient(state, found.side, found.guid);
  return fresh === undefined || fresh.removedAt !== '' ? undefined : fresh;
}

/** One look for a recipient as the `-User` of a folder cmdlet: a group made just now is not known there yet. (facts-exchange 1.6) */
export const knownToFolderCmdlets = (state: PracticeState, found: Recipient, now: Date): boolean =>
  look(state, `folders/${found.side}`, found.guid, now) !== 'absent';

const adGuidOf = (state: PracticeState, found: Recipient): string =>
  entraObject(state, found.directoryId)?.onPremisesGuid ?? '';

function carryDueChange(state: PracticeState, adGuid: string, now: Date): void {
  if (look(state, 'change', adGuid, now) === 'appeared') synchronise(state, adGuid, now, 'now');
}

/** Lets all clocks run out: everything that was on its way is there. For the site at rest. */
export function runOut(state: PracticeState, now: Date): void {
  state.transaction(() => {
    for (const { scope, object } of stillPending(state)) {
      if (scope === 'change') synchronise(state, object, now, 'now');
      if (scope === 'graph') {
        const adGuid = entraObject(state, object)?.onPremisesGuid ?? '';
        if (adGuid !== '') synchronise(state, adGuid, now, 'now');
      }
    }
    for (const { scope, object } of stillPending(state)) if (isScope(scope)) forget(state, scope, object);
  });
}

const scopes = ['graph', 'exchange', 'folders/on-premises', 'folders/cloud', 'change'] as const;
const isScope = (scope: string): scope is (typeof scopes)[number] => scopes.some((known) => known === scope);
