import type { Clock, World } from '../../shared/run/ports.ts';
import type { Site } from '../../shared/site/site.ts';
import { BadInput } from '../bad-input.ts';
import { findPowerShell } from '../powershell/find-powershell.ts';
import { practiceThroughPowerShell } from '../powershell/practice-transport.ts';
import { openLoopback } from '../practice/loopback/loopback-server.ts';
import { practiceWorld } from '../practice/practice-world.ts';
import { openPracticeSite } from '../practice/practice-site.ts';
import { setting } from '../practice/state/settings.ts';
import { hastened } from './clock.ts';
import { realWorld } from './real-world.ts';

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
  /** The practice site's file; without it the real site is meant. */
  readonly practice?: string | undefined;
  /**
   * How a practice site's cmdlets are sent: answered in this process, or through a real PowerShell. Undefined: through
   * PowerShell where there is one.
   */
  readonly practiceTransport?: 'direct' | 'powershell' | undefined;
  /** The PowerShell, where somebody names one. */
  readonly powershell?: string | undefined;
  /** Another account than the one that is signed in to Windows. */
  readonly as?: string | undefined;
  /** PowerShell sessions at once for each system. */
  readonly sessions: number;
}

/** The secret that is the password of the account of `--as`. */
export const accountPassword = 'administrator.password';

/** On a practice site whose clock is fast, minutes are seconds. */
const fasterOnPractice = 60;

/**
 * Opens the world: the practice site that was named, or the real one. It never falls back from one to the other. Throws
 * {@link BadInput}, or what refuses a practice file.
 */
export async function openWorld(site: Site, options: WorldOptions, clock: Clock): Promise<OpenedWorld> {
  return options.practice === undefined
    ? openReal(site, options, clock)
    : await openPracticeWorld(options.practice, options, clock);
}

function openReal(site: Site, options: WorldOptions, clock: Clock): OpenedWorld {
  if (options.practiceTransport !== undefined) {
    throw new BadInput('There is no practice site here', {
      field: '--practice-transport',
      value: options.practiceTransport,
      why: 'It says how commands reach a practice site, and none is named.',
      do: 'Leave it out, or add the practice site:',
      then: '--practice FILE',
    });
  }
  if (site.onPremises === undefined) {
    throw new BadInput('This version does not reach Microsoft 365 yet', {
      file: 'the site file',
      field: 'kind',
      value: site.kind,
      why: 'It reaches Active Directory and Exchange Server; a cloud site can only be rehearsed.',
      do: 'Name a practice site, made by:',
      then: 'calendar-push-setup practice new uni.db --preset seed-cloud --site-to uni.json',
    });
  }
  const executable = findPowerShell(options.powershell);
  if (executable === undefined) throw noPowerShell(options.powershell);
  const { as, sessions } = options;
  const account = as === undefined ? undefined : { name: as, password: accountPassword };
  const world = realWorld(site, { executable, account, sessions });
  return {
    world,
    clock,
    way: `This is the real site: ${world.identity.name}, through ${executable}${as === undefined ? '' : ` as ${as}`}.`,
    async close() {
      await world[Symbol.asyncDispose]();
    },
  };
}

async function openPracticeWorld(
  practice: string,
  options: WorldOptions,
  clock: Clock,
): Promise<OpenedWorld> {
  refuseIdle(options);
  const executable = powershellForPractice(options);
  const isFast = isClockFast(practice);
  const world = practiceWorld(practice);
  const practiceClock = isFast ? hastened(clock, fasterOnPractice) : clock;
  if (executable === undefined) {
    return {
      world,
      clock: practiceClock,
      way: options.practiceTransport === 'direct' ? undefined : withoutPowerShell,
      close() {
        world.close();
        return Promise.resolve();
      },
    };
  }
  const door = await openLoopback(world);
  const through = practiceThroughPowerShell(world, door, executable, options.sessions);
  return {
    world: through,
    clock: practiceClock,
    way: `Cmdlets go through ${executable}; Microsoft Graph and this computer are answered directly.`,
    async close() {
      await through[Symbol.asyncDispose]();
      await door.close();
      world.close();
    },
  };
}

const withoutPowerShell =
  'There is no PowerShell here, so this program answers for the practice site itself.';

/** Options that would do nothing are refused, not passed over. Throws {@link BadInput}. */
function refuseIdle({ practiceTransport, powershell, as }: WorldOptions): void {
  if (as !== undefined) {
    throw new BadInput('A practice site has no accounts to work as', {
      field: '--as',
      value: JSON.stringify(as),
      why: 'Everything is allowed there.',
      do: 'Leave it out',
    });
  }
  if (powershell !== undefined && practiceTransport === 'direct') {
    throw new BadInput('No command would go through that PowerShell', {
      field: '--powershell',
      value: JSON.stringify(powershell),
      why: "A practice site's commands are answered directly here, as --practice-transport direct asks.",
      do: 'Leave one of the two options out',
    });
  }
}

/**
 * The PowerShell through which a practice site's cmdlets go; undefined where they go directly. Throws {@link BadInput}
 * where one was asked for that is not there.
 */
function powershellForPractice({ practiceTransport, powershell }: WorldOptions): string | undefined {
  if (practiceTransport === 'direct') return undefined;
  const found = findPowerShell(powershell);
  if (found === undefined && (practiceTransport === 'powershell' || powershell !== undefined))
    throw noPowerShell(powershell);
  return found;
}

const noPowerShell = (named: string | undefined): BadInput =>
  new BadInput(named === undefined ? 'There is no PowerShell here' : "That PowerShell can't be used", {
    field: '--powershell',
    ...(named === undefined ? {} : { value: JSON.stringify(named) }),
    why: named === undefined ? 'None was found where it usually is.' : 'It is no program.',
    do: 'Name the program itself, such as:',
    then: String.raw`--powershell C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`,
  });

function isClockFast(practice: string): boolean {
  const state = openPracticeSite(practice);
  try {
    return setting(state, 'site').clock === 'fast';
  } finally {
    state.close();
  }
}
