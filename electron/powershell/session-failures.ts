/** Why no session came about. */
export type NoSessionReason =
  /** There is no such program, or it can't be run. */
  | 'not-started'
  /** It ended before it answered; another try may go well. */
  | 'ended'
  | 'no-answer'
  | 'language-mode'
  | 'too-old'
  /** A 32-bit PowerShell on a 64-bit system. */
  | 'too-narrow'
  /** What came is not the bridge's greeting. */
  | 'unreadable'
  /** A script of ours is not as it must be. */
  | 'not-ascii';

const dos: Readonly<Record<NoSessionReason, string>> = {
  'not-started': 'Name the program of PowerShell itself, by its whole path.',
  ended:
    'Start PowerShell by hand on this computer. If it ends there too, mend that first; if not, look whether a security program stopped it.',
  'no-answer':
    'Look what keeps this computer busy, or whether a security program holds PowerShell up, then try again.',
  'language-mode':
    'Rules of AppLocker or App Control on this computer allow signed scripts only. Use a computer without them, ask whoever keeps them to allow it for your account, or do the steps by hand: calendar-push-setup by-hand.',
  'too-old': 'Install Windows PowerShell 5.1 (Windows Management Framework 5.1).',
  'too-narrow': String.raw`Name the 64-bit PowerShell: C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe, started from a 64-bit program.`,
  unreadable: 'Send the run log to the maker of this program.',
  'not-ascii': 'Install this program anew: one of its files was changed.',
};

/** No session came about: nothing was sent through it. */
export class NoSession extends Error {
  override readonly name = 'NoSession';
  readonly reason: NoSessionReason;

  constructor(reason: NoSessionReason, why: string) {
    super(why);
    this.reason = reason;
  }

  /** What a person can do about it. */
  get do(): string {
    return dos[this.reason];
  }
}

/** The session is gone; what the command in flight did is unknown and judged by looking. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
}

/** The session was gone before the command was sent: nothing was done, and another session may do it. */
export class SessionClosed extends Error {
  override readonly name = 'SessionClosed';
}

/** The command was stopped: it was cancelled, or took longer than its time limit. What it did is judged by looking. */
export class CallStopped extends Error {
  override readonly name = 'CallStopped';
  /** It did not stop by itself, so its session had to be ended with it. */
  readonly byForce: boolean;

  constructor(why: string, options: { readonly byForce: boolean; readonly cause?: unknown }) {
    super(why, { cause: options.cause });
    this.byForce = options.byForce;
  }
}
