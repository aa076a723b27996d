import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder of the runs: the one that was named, else this person's own: `%LOCALAPPDATA%` on Windows, else the
 * folder for state of the XDG rules.
 */
export function runsFolder(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (named !== undefined) return resolve(named);
  const { LOCALAPPDATA: local, XDG_STATE_HOME: state } = env;
  if (local !== undefined && local !== '') return join(local, 'Calendar Push Setup', 'runs');
  return join(
    state === undefined || state === '' ? join(homedir(), '.local', 'state') : state,
    'calendar-push-setup',
    'runs',
  );
}
