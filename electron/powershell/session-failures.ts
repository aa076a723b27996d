/** No session came about: no such program, a language mode that forbids scripts, another protocol. */
export class NoSession extends Error {
  override readonly name = 'NoSession';
}

/** The session is gone; what the command in flight did is unknown and judged by looking. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
}

/** The remote session was gone before the command was sent: nothing was done, and another session may do it. */
export class SessionClosed extends Error {
  override readonly name = 'SessionClosed';
}

/** The command was stopped: it was cancelled, or took longer than its time limit. */
export class CallStopped extends Error {
  override readonly name = 'CallStopped';
}
