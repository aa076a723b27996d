import type { Side } from '../../shared/run/ports.ts';
import type { PracticeState } from './state/practice-file.ts';
import { text, whole } from './state/rows.ts';
import { setting } from './state/settings.ts';

/**
 * Where something is still absent, though it exists:
 * - `graph`: an object of Entra ID (by id), for Microsoft Graph.
 * - `exchange`: a recipient (by GUID), for Exchange Online altogether.
 * - `folders/<side>`: a recipient (by GUID), for the folder cmdlets' `-User` of its side.
 * - `change`: a change in Active Directory (by objectGUID), for its copies in the cloud.
 */
export type Scope = 'graph' | 'exchange' | `folders/${Side}` | 'change';

/** Whatever appears later is absent for at least that many looks, however fast the clock. */
const looksNeeded = 3;

/**
 * Milliseconds until it appears. Real: a new group for the folder cmdlets seconds to a minute (facts-exchange 1.6), a new
 * object between Graph and Exchange half a minute, a mailbox within minutes (facts-microsoft365 3.4), a synchronisation
 * every half hour (11).
 */
const delays: Readonly<Record<'fast' | 'real', Readonly<Record<Scope, number>>>> = {
  fast: { graph: 20, exchange: 40, 'folders/on-premises': 30, 'folders/cloud': 30, change: 60 },
  real: {
    graph: 30_000,
    exchange: 180_000,
    'folders/on-premises': 20_000,
    'folders/cloud': 45_000,
    change: 900_000,
  },
};

/** Makes something absent in a scope until its time has come and it was looked for often enough. */
export function hide(state: PracticeState, scope: Scope, object: string, now: Date): void {
  const delay = delays[setting(state, 'site').clock][scope];
  state.run(
    `INSERT INTO pending (scope, object, due, looks) VALUES (?, ?, ?, 0)
     ON CONFLICT (scope, object) DO UPDATE SET due = excluded.due, looks = 0`,
    scope,
    object,
    now.getTime() + delay,
  );
}

/**
 * One look for something: is it still absent in this scope? The look is counted. When its time has come it is there from
 * this look on, which this answers with `appeared`.
 */
export function look(
  state: PracticeState,
  scope: Scope,
  object: string,
  now: Date,
): 'there' | 'absent' | 'appeared' {
  const row = state.row('SELECT due, looks FROM pending WHERE scope = ? AND object = ?', scope, object);
  if (row === undefined) return 'there';
  if (whole(row, 'looks') >= looksNeeded && now.getTime() >= whole(row, 'due')) {
    forget(state, scope, object);
    return 'appeared';
  }
  state.run('UPDATE pending SET looks = looks + 1 WHERE scope = ? AND object = ?', scope, object);
  return 'absent';
}

/** Is it still absent? Without counting a look. */
export const isPending = (state: PracticeState, scope: Scope, object: string): boolean =>
  state.row('SELECT 1 FROM pending WHERE scope = ? AND object = ?', scope, object) !== undefined;

/** It is not absent any more, or is gone altogether. */
export function forget(state: PracticeState, scope: Scope, object: string): void {
  state.run('DELETE FROM pending WHERE scope = ? AND object = ?', scope, object);
}

/** What is still absent somewhere, in the order in which it is due. */
export const stillPending = (
  state: PracticeState,
): { readonly scope: string; readonly object: string; readonly looks: number }[] =>
  state
    .rows('SELECT scope, object, looks FROM pending ORDER BY due, scope, object')
    .map((row) => ({ scope: text(row, 'scope'), object: text(row, 'object'), looks: whole(row, 'looks') }));
