import type { CmdletCommand, Command, GraphRequest, Output } from '../../shared/commands/command.ts';
import { writes } from '../../shared/commands/command.ts';
import { secretsIn } from '../../shared/commands/resolve.ts';
import type { Json } from '../../shared/commands/value.ts';
import { isSecret } from '../../shared/commands/value.ts';
import { sentForm } from '../../shared/run/sender.ts';
import { z } from 'zod';
import { runCmdlet } from './cmdlets/run-cmdlet.ts';
import type { Session } from './cmdlets/session.ts';
import { runComputerCmdlet } from './computer.ts';
import { OverruledPolicy } from './computer/policy.ts';
import { computerSchema, type Computer } from './computer/state.ts';
import { handleGraph } from './graph/handle.ts';
import { DamagedPracticeFile } from './state/refusals.ts';
import { carryOut } from './state/received-commands.ts';
import type { PracticeState } from './state/practice-file.ts';
import { putSetting, setting } from './state/settings.ts';

/** Gives the value of a secret by its name; throws where there is none. */
export type ValueOf = (secretName: string) => string;

/**
 * What the practice site does with one command: whatever the target, the command is noted as received and carried out in
 * one transaction. Throws `ServiceError` as the service would. Rows of long lists are read as they are taken.
 */
export function answer(session: Session, command: Command, valueOf: ValueOf, now: Date): Iterable<Output> {
  if (command.target === 'graph') return graphAnswer(session, command, valueOf, now);
  const secrets = new Map(secretsIn(command).map((name) => [name, valueOf(name)]));
  if (command.target === 'computer') return computerAnswer(session, command, now);
  return runCmdlet(session, command, secrets, now);
}

/** A paged list is one row per answer, whatever it holds; an answer without a body gives none. */
function graphAnswer(session: Session, command: GraphRequest, valueOf: ValueOf, now: Date): Output[] {
  const { state } = session;
  const body = command.body === undefined ? undefined : resolved(command.body, valueOf);
  const row = carryOut(state, received(session, command, now), () =>
    handleGraph(
      state,
      {
        method: command.method,
        path: command.path,
        eventual: command.eventual === true,
        ...(body === undefined ? {} : { body }),
      },
      now,
    ),
  );
  return row === undefined ? [] : [{ row }];
}

const received = (session: Session, command: Command, now: Date) => ({
  at: now,
  process: session.process,
  command: sentForm(command),
  writes: writes(command),
});

const json = z.json();

/** A body with the values of its secrets: it is handed to the service and nothing else. */
function resolved(body: unknown, valueOf: ValueOf): Json {
  if (isSecret(body)) return valueOf(body.secret);
  if (Array.isArray(body)) return body.map((part) => resolved(part, valueOf));
  if (typeof body !== 'object' || body === null) return json.parse(body);
  return Object.fromEntries(Object.entries(body).map(([name, part]) => [name, resolved(part, valueOf)]));
}

function computerAnswer(session: Session, command: CmdletCommand, now: Date): Output[] {
  const { state } = session;
  return carryOut(state, received(session, command, now), () => {
    const before = computerOf(state);
    const { rows, computer } = afterOverruling(state, () =>
      runComputerCmdlet(before, command.cmdlet, command.parameters),
    );
    if (computer !== before) putComputer(state, computer);
    return rows.map((row) => ({ row }));
  });
}

/** A policy that is overridden was written all the same. */
function afterOverruling<T>(state: PracticeState, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof OverruledPolicy) putComputer(state, thrown.computer);
    throw thrown;
  }
}

/** The computer of a practice site as it is now. */
export function computerOf(state: PracticeState): Computer {
  const found = computerSchema.safeParse(setting(state, 'computer')['state']);
  if (found.success) return found.data;
  throw new DamagedPracticeFile(state.file, 'its settings for the computer do not fit');
}

function putComputer(state: PracticeState, computer: Computer): void {
  putSetting(state, 'computer', { ...setting(state, 'computer'), state: computer });
}
