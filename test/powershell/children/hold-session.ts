import { writeSync } from 'node:fs';
import { callOf, never, openTestSession } from '../bridge-sessions.ts';

/**
 * Holds a PowerShell that runs a command which can't be stopped, and says its process id. Then it ends as it is told:
 * `exit`, `throw` or, where it is not told, by somebody else's hand.
 */
const [, , program, end] = process.argv;
const session = await openTestSession(program);
for await (const event of session.call(callOf('Wait-Deaf'), never)) {
  if (event.kind !== 'row') continue;
  writeSync(1, `${String(session.hello.pid)}\n`);
  if (end === 'exit') process.exit(0);
  if (end === 'throw')
    setImmediate(() => {
      throw new Error('Nobody catches this; it is part of a test.');
    });
}
