import type { CmdletTarget } from '../../../shared/commands/command.ts';
import type { PracticeState } from '../state/practice-file.ts';

/** A PowerShell session at the practice site: what it is connected to lives in the process, not in the file. */
export interface Session {
  readonly state: PracticeState;
  /** Who sends, as the site's list of commands names it. */
  readonly process: string;
  /** Targets whose cmdlets this session has. */
  readonly connected: Set<CmdletTarget>;
  /** Somebody sits there and says yes to what a cmdlet asks back. */
  readonly hasPerson: boolean;
}

/** Opens a session. `connected`: targets that it is connected to from the start, as `practice do` is. */
export const openSession = (
  state: PracticeState,
  process: string,
  connected: readonly CmdletTarget[] = [],
  hasPerson = false,
): Session => ({ state, process, connected: new Set(connected), hasPerson });
