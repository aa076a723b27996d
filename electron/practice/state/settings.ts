import { z } from 'zod';
import type { Json } from '../../../shared/commands/value.ts';
import { DamagedPracticeFile } from './refusals.ts';
import type { PracticeState } from './practice-file.ts';
import { isJson, parseJson, text, whole } from './rows.ts';

const json = z.custom<Json>(isJson, 'JSON is needed here.');

/** What the practice site is, and its knobs. */
const site = z.strictObject({
  id: z.string(),
  name: z.string(),
  preset: z.string(),
  sides: z.array(z.enum(['on-premises', 'cloud'])),
  /** `fast`: things appear after tens of milliseconds; `real`: after the minutes that the facts name. */
  clock: z.enum(['fast', 'real']),
  latencyMs: z.number(),
  atOnce: z.number(),
  /** Seed of the faults; null for none. */
  faults: z.number().nullable(),
  /** Commands per second that each service bears before it throttles; null for no limit. */
  budget: z.number().nullable(),
  createdAt: z.string(),
});

const passwordPolicy = z.strictObject({
  complexityEnabled: z.boolean(),
  minPasswordLength: z.number(),
  passwordHistoryCount: z.number(),
  minPasswordAgeDays: z.number(),
  maxPasswordAgeDays: z.number(),
  lockoutThreshold: z.number(),
});

const activeDirectory = z.strictObject({
  dnsRoot: z.string(),
  netBiosName: z.string(),
  domainSid: z.string(),
  distinguishedName: z.string(),
  upnSuffixes: z.array(z.string()),
  domainControllers: z.array(
    z.strictObject({ hostName: z.string(), site: z.string(), readOnly: z.boolean(), up: z.boolean() }),
  ),
  passwordPolicy,
  fineGrained: z.array(
    passwordPolicy.extend({
      name: z.string(),
      precedence: z.number(),
      /** GUIDs of users and groups. */
      appliesTo: z.array(z.string()),
      /** By default only Domain Admins may read such policies. */
      readable: z.boolean(),
    }),
  ),
  recycleBin: z.boolean(),
  /** May the signed-in administrator write? A refused write is `ActiveDirectoryServer:8344`. */
  mayWrite: z.boolean(),
});

const namingPolicy = z.strictObject({
  prefix: z.string(),
  suffix: z.string(),
  blockedWords: z.array(z.string()),
});

const exchangeCommon = {
  /** The signed-in administrator's name, as it becomes a group's owner. */
  admin: z.string(),
  roles: z.array(z.string()),
  acceptedDomains: z.array(z.strictObject({ name: z.string(), isDefault: z.boolean() })),
  namingPolicy: namingPolicy.nullable(),
  /** Domain controller that the texts of errors name. */
  domainController: z.string(),
  /** Properties of Get-OrganizationConfig. */
  organization: z.record(z.string(), json),
};

const exchangeServer = z.strictObject({
  ...exchangeCommon,
  servers: z.array(z.strictObject({ name: z.string(), fqdn: z.string(), version: z.string() })),
  database: z.string(),
});

const exchangeOnline = z.strictObject({ ...exchangeCommon, server: z.string(), tenantDomain: z.string() });

const entra = z.strictObject({
  tenantId: z.string(),
  displayName: z.string(),
  domains: z.array(
    z.strictObject({
      name: z.string(),
      isDefault: z.boolean(),
      isInitial: z.boolean(),
      type: z.enum(['Managed', 'Federated']),
      isVerified: z.boolean(),
    }),
  ),
  countryLetterCode: z.string(),
  /** null: was never synchronised. */
  synchronised: z.boolean().nullable(),
  lastSynchronisation: z.string(),
  skus: z.array(
    z.strictObject({
      skuId: z.string(),
      skuPartNumber: z.string(),
      appliesTo: z.enum(['User', 'Company']),
      capabilityStatus: z.string(),
      enabled: z.number(),
      warning: z.number(),
      suspended: z.number(),
      servicePlans: z.array(
        z.strictObject({
          servicePlanId: z.string(),
          servicePlanName: z.string(),
          provisioningStatus: z.string(),
          appliesTo: z.enum(['User', 'Company']),
        }),
      ),
    }),
  ),
  /** The signed-in administrator: sign-in name, the role template ids that are active, and the consented scopes. */
  admin: z.strictObject({
    id: z.string(),
    userPrincipalName: z.string(),
    roles: z.array(z.string()),
    scopes: z.array(z.string()),
  }),
  /** Policies by name, such as `securityDefaults` and `conditionalAccess`, as Graph shows them. */
  policies: z.record(z.string(), json),
});

const schemas = {
  site,
  activeDirectory,
  exchangeServer,
  exchangeOnline,
  entra,
  /** The computer's answers to probes and cmdlets, by question. */
  computer: z.record(z.string(), json),
} as const;

/** The documents that describe the site as a whole. */
export interface Settings {
  readonly site: z.infer<typeof site>;
  readonly activeDirectory: z.infer<typeof activeDirectory>;
  readonly exchangeServer: z.infer<typeof exchangeServer>;
  readonly exchangeOnline: z.infer<typeof exchangeOnline>;
  readonly entra: z.infer<typeof entra>;
  readonly computer: z.infer<typeof schemas.computer>;
}

/**
 * Reads the text of a document. The file is asked for it each time, but a text that is as it was is not taken apart again:
 * every command needs some of them.
 */
function reading<T>(schema: z.ZodType<T>): (text: string) => T {
  let last: { readonly text: string; readonly document: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, document: schema.parse(parseJson(text)) };
    return last.document;
  };
}

const read: { readonly [Name in keyof Settings]: (text: string) => Settings[Name] } = {
  site: reading(schemas.site),
  activeDirectory: reading(schemas.activeDirectory),
  exchangeServer: reading(schemas.exchangeServer),
  exchangeOnline: reading(schemas.exchangeOnline),
  entra: reading(schemas.entra),
  computer: reading(schemas.computer),
};

/** A document, if the site has it (a cloud site has no `activeDirectory`). Throws `DamagedPracticeFile` where it does not fit. */
export function findSetting<Name extends keyof Settings>(
  state: PracticeState,
  name: Name,
): Settings[Name] | undefined {
  const row = state.row('SELECT value FROM settings WHERE name = ?', name);
  if (row === undefined) return undefined;
  try {
    return read[name](text(row, 'value'));
  } catch {
    throw new DamagedPracticeFile(state.file, `its settings for ${name} do not fit`);
  }
}

/** A document that the site must have; throws `DamagedPracticeFile` where it has not. */
export function setting<Name extends keyof Settings>(state: PracticeState, name: Name): Settings[Name] {
  const value = findSetting(state, name);
  if (value === undefined) throw new DamagedPracticeFile(state.file, `its settings for ${name} are missing`);
  return value;
}

/** Writes a document whole. */
export function putSetting<Name extends keyof Settings>(
  state: PracticeState,
  name: Name,
  value: Settings[Name],
): void {
  state.run(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    JSON.stringify(schemas[name].parse(value)),
  );
}

/** The next number of a counter, from 1 (`start` for the first). */
export function nextNumber(state: PracticeState, counter: string, start = 1): number {
  const row = state.row(
    'INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value',
    counter,
    start,
  );
  return whole(row ?? {}, 'value');
}
