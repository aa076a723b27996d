/** A cycle comes every 30 minutes by default. (facts-microsoft365 11) */
export const waitForSync = {
  limitMs: 30 * 60_000,
  hint: 'A synchronisation comes every 30 minutes by default. To start one, run Start-ADSyncSyncCycle -PolicyType Delta in Windows PowerShell on the server of Microsoft Entra Connect.',
} as const;
