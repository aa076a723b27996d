import type { Clock, World } from '../../shared/run/ports.ts';
import { BadInput } from '../bad-input.ts';
import { findPowerShell } from '../powershell/find-powershell.ts';
import { practiceThroughPowerShell } from '../powershell/practice-transport.ts';
import { openLoopback } from '../practice/loopback/loopback-server.ts';
import { practiceWorld } from '../practice/practice-world.ts';
import { openPracticeSite } from '../practice/practice-site.ts';
import { setting } from '../practice/state/settings.ts';
import { hastened } from './clock.ts';

/** The world that a run works on, and the clock by which it waits. */
export interface OpenedWorld {
  readonly world: World;
  readonly clock: Clock;
  /** How commands go, where that is to be told. */
  readonly way: string | undefined;
  close(): Promise<void>;
}

/** Which world, and how its commands go. */
export interface WorldOptions {
  readonly practice?: string | undefined;
  /** How a practice site's cmdlets are sent: answered in this process, or through a real PowerShell. */
  readonly practiceTransport?: 'direct' | 'powershell' | undefined;
  /** The PowerShell, where somebody names one. */
  readonly powershell?: string | undefined;
}

/** On a practice site whose clock is fast, minutes are seconds. */
const fasterOnPractice = 60;

/**
 * Opens the world: the practice site that was named. Without one this version can only say that it rehearses; it never
 * falls back in silence. Throws {@link BadInput}, or what refuses a practice file.
 */
export async function openWorld(options: WorldOptions, clock: Clock): Promise<OpenedWorld> {
  const { practice } = options;
  if (practice === undefined) {
    throw new BadInput('This version can only rehearse', {
      field: '--practice',
      why: 'It does not reach real systems yet, so it works on a practice site only.',
      do: 'Name a practice site, made by:',
      then: 'calendar-push-setup practice new uni.db --preset hybrid --site-to uni.json',
    });
  }
  const executable = powershellFor(options);
  const isFast = isClockFast(practice);
  const world = practiceWorld(practice);
  const opened = { world, clock: isFast ? hastened(clock, fasterOnPractice) : clock };
  if (executable === undefined) {
    return {
      ...opened,
      way: undefined,
      close() {
        world.close();
        return Promise.resolve();
      },
    };
  }
  const door = await openLoopback(world);
  const through = practiceThroughPowerShell(world, door, executable);
  return {
    ...opened,
    world: through,
    way: `Cmdlets go through ${executable}; Microsoft Graph and this computer are answered directly.`,
    async close() {
      await through[Symbol.asyncDispose]();
      await door.close();
      world.close();
    },
  };
}

/** The PowerShell to go through; undefined where commands go directly. Throws {@link BadInput} where there is none. */
function powershellFor({ practiceTransport, powershell }: WorldOptions): string | undefined {
  if (practiceTransport !== 'powershell') {
    if (powershell === undefined) return undefined;
    throw new BadInput('No command would go through that PowerShell', {
      field: '--powershell',
      value: JSON.stringify(powershell),
      why: "A practice site's commands are answered directly unless something else is asked for.",
      do: 'Leave the option out, or add:',
      then: '--practice-transport powershell',
    });
  }
  const found = findPowerShell(powershell);
  if (found !== undefined) return found;
  throw new BadInput(
    powershell === undefined ? 'There is no PowerShell here' : "That PowerShell can't be used",
    {
      field: '--powershell',
      ...(powershell === undefined ? {} : { value: JSON.stringify(powershell) }),
      why: powershell === undefined ? 'None was found where it usually is.' : 'It is no program.',
      do: 'Name the program itself, such as:',
      then: String.raw`--powershell C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`,
    },
  );
}

function isClockFast(practice: string): boolean {
  const state = openPracticeSite(practice);
  try {
    return setting(state, 'site').clock === 'fast';
  } finally {
    state.close();
  }
}
