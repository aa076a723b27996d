import { z } from 'zod';

/** Answer to the probe `powershell`: the Windows PowerShell that the program would use. */
export const powershellAnswer = z.object({
  /** Such as `5.1.26100.6584`. */
  version: z.string(),
  /** `FullLanguage` or what a policy has made of it. */
  languageMode: z.string(),
  is64Bit: z.boolean(),
});

/** Answer to the probe `reach`: whether a host answered on a port, and what was in the way. */
export const reachAnswer = z.object({
  reached: z.boolean(),
  milliseconds: z.number(),
  /** What failed: `name`, `time-out`, `refused`, `certificate` or the network's own word; empty where nothing did. */
  reason: z.string().default(''),
  /** Issuer of the certificate that was not trusted; empty where that is not the matter. */
  certificateOf: z.string().default(''),
});

/** Answer to the probe `clock`: how far this computer's clock is ahead of the host's, in milliseconds. */
export const clockAnswer = z.object({ skewMs: z.number() });
