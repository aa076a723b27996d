/** How the command line ends. */
export const exitCodes = {
  /** All as it should be; for a plan: everything could be looked at. */
  right: 0,
  /** A resource ended otherwise than in order, changed or left out, or a finding stops. */
  notRight: 1,
  /** Bad input: nothing was looked at or changed. */
  badInput: 2,
  /** Interrupted; it can be gone on with. */
  interrupted: 130,
} as const;
