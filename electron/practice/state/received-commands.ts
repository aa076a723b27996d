import { ServiceError } from '../../../shared/run/service-error.ts';
import type { SentCommand } from '../../../shared/run/events.ts';
import type { Json } from '../../../shared/commands/value.ts';
import type { PracticeState } from './practice-file.ts';
import { flag, isBag, parseJson, text, whole, type Row } from './rows.ts';

/** A command as the site received it: secrets are references. */
interface ReceivedCommand {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Which process sent it. */
  readonly process: string;
  readonly command: Readonly<Record<string, Json>>;
  readonly writes: boolean;
  /** `received` (no answer was recorded), `done`, or `refused: <id>`. */
  readonly outcome: string;
}

/** Notes a command as received, before anything is done about it; returns its number. */
export function noteReceived(
  state: PracticeState,
  received: {
    readonly at: Date;
    readonly process: string;
    readonly command: SentCommand;
    readonly writes: boolean;
  },
): number {
  const row = state.row(
    "INSERT INTO commands (at, process, target, command, writes, outcome) VALUES (?, ?, ?, ?, ?, 'received') RETURNING seq",
    received.at.toISOString(),
    received.process,
    received.command.target,
    JSON.stringify(received.command),
    received.writes ? 1 : 0,
  );
  return whole(row ?? {}, 'seq');
}

/** Notes how a received command ended: `done` or `refused: <id>`. */
export function noteOutcome(state: PracticeState, seq: number, outcome: string): void {
  state.run('UPDATE commands SET outcome = ? WHERE seq = ?', outcome, seq);
}

/** All commands received, in order, page by page. */
export function* receivedCommands(state: PracticeState): Generator<ReceivedCommand> {
  let after = 0;
  for (;;) {
    const page = state.rows('SELECT * FROM commands WHERE seq > ? ORDER BY seq LIMIT 500', after);
    yield* page.map(receivedOf);
    const last = page.at(-1);
    if (last === undefined) return;
    after = whole(last, 'seq');
  }
}

function receivedOf(row: Row): ReceivedCommand {
  const command = parseJson(text(row, 'command'));
  return {
    seq: whole(row, 'seq'),
    at: text(row, 'at'),
    process: text(row, 'process'),
    command: isBag(command) ? command : {},
    writes: flag(row, 'writes'),
    outcome: text(row, 'outcome'),
  };
}

/**
 * Carries out one command as one transaction: it is noted as received, `work` does what it does, and the outcome is
 * noted. What `work` had written before it threw a `ServiceError` stays, as with the services (New-ADUser leaves its
 * account behind); anything else that is thrown takes everything back.
 */
export function carryOut<T>(
  state: PracticeState,
  received: Parameters<typeof noteReceived>[1],
  work: () => T,
): T {
  const ended = state.transaction(() => {
    const seq = noteReceived(state, received);
    try {
      const value = work();
      noteOutcome(state, seq, 'done');
      return { value };
    } catch (thrown) {
      if (!(thrown instanceof ServiceError)) throw thrown;
      noteOutcome(state, seq, `refused: ${thrown.id}`);
      return { thrown };
    }
  });
  if ('thrown' in ended) throw ended.thrown;
  return ended.value;
}
