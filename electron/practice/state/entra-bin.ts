import { changeEntraObject, entraObject } from './entra-objects.ts';
import { forget } from '../clocks.ts';
import { setAside } from './mailboxes.ts';
import type { PracticeState } from './practice-file.ts';
import { recipientOfDirectory } from './recipients.ts';

/**
 * Moves an object of Entra ID to the bin: its UPN is kept with its id in front, so that the name is free again, and its
 * mailbox or group is kept aside in Exchange Online. (facts-microsoft365 2.4)
 */
export function removeEntraObject(state: PracticeState, id: string, now: Date): void {
  const object = entraObject(state, id);
  if (object === undefined || object.deletedAt !== '') return;
  changeEntraObject(state, id, {
    deletedAt: now.toISOString(),
    upn: object.upn === '' ? '' : `${marker(id)}${object.upn}`,
  });
  forget(state, 'graph', id);
  const there = recipientOfDirectory(state, 'cloud', id);
  if (there !== undefined) setAside(state, 'cloud', there.guid, now);
}

/** Takes an object of Entra ID away for good, with its memberships and licences. */
export function discardEntraObject(state: PracticeState, id: string): void {
  state.run('DELETE FROM entra_members WHERE group_id = ? OR member_id = ?', id, id);
  state.run('DELETE FROM licences WHERE user_id = ?', id);
  state.run('DELETE FROM entra_objects WHERE id = ?', id);
  forget(state, 'graph', id);
}

const marker = (id: string): string => id.replaceAll('-', '');
