import type { Side } from '../../../shared/run/ports.ts';
import type { PracticeState } from './practice-file.ts';
import { text } from './rows.ts';

/**
 * What may be the matter with a mailbox (facts-exchange 1.4, 4.3, 9):
 * - `damaged-list`: the same principal twice on its calendar's list; every look and write is refused.
 * - `full-list`: no further entry fits (ACLTooBig).
 * - `moving`: refused once, as while a move ends. `moving-lasting`: refused for good.
 * - `failing-once`, `failing`: a hiccup of the service, once or always.
 * - `no-named-properties`: its folders can't be listed (QuotaExceededException).
 */
export const mailboxConditions = [
  'damaged-list',
  'full-list',
  'moving',
  'moving-lasting',
  'failing-once',
  'failing',
  'no-named-properties',
] as const;
export type MailboxCondition = (typeof mailboxConditions)[number];

export function putCondition(
  state: PracticeState,
  side: Side,
  guid: string,
  condition: MailboxCondition,
): void {
  state.run(
    'INSERT OR IGNORE INTO conditions (side, guid, condition) VALUES (?, ?, ?)',
    side,
    guid,
    condition,
  );
}

export const takeCondition = (
  state: PracticeState,
  side: Side,
  guid: string,
  condition: MailboxCondition,
): boolean =>
  state.run('DELETE FROM conditions WHERE side = ? AND guid = ? AND condition = ?', side, guid, condition) >
  0;

export const conditionsOf = (state: PracticeState, side: Side, guid: string): MailboxCondition[] =>
  state
    .rows('SELECT condition FROM conditions WHERE side = ? AND guid = ? ORDER BY condition', side, guid)
    .flatMap((row) => mailboxConditions.filter((known) => known === text(row, 'condition')));
