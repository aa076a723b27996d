import { plainText } from '../../../../electron/practice/state/rows.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CmdletTarget } from '../../../../shared/commands/command.ts';
import { name, type Json, type Value } from '../../../../shared/commands/value.ts';
import { ServiceError } from '../../../../shared/run/service-error.ts';
import { runCmdlet } from '../../../../electron/practice/cmdlets/run-cmdlet.ts';
import { openSession, type Session } from '../../../../electron/practice/cmdlets/session.ts';
import { addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { addEntraObject, type EntraObject } from '../../../../electron/practice/state/entra-objects.ts';
import { furnishMailbox } from '../../../../electron/practice/state/mailboxes.ts';
import { createPractice, type PracticeState } from '../../../../electron/practice/state/practice-file.ts';
import { addRecipient, type Recipient } from '../../../../electron/practice/state/recipients.ts';
import { putSetting } from '../../../../electron/practice/state/settings.ts';
import { nextCloudSid } from '../../../../electron/practice/state/synchronisation.ts';

export const start = new Date('2026-11-24T10:00:00Z');
export const domain = 'DC=uni,DC=example';
export const unit = `OU=Service accounts,${domain}`;
export const controller = 'dc01.uni.example';

/** A file for a test, in a folder that goes with it. */
export function temporaryFile(fileName = 'site.practice'): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, fileName);
}

/** A hybrid university with nobody in it: one domain, one Exchange server, one tenant. */
export function emptySite(options: { readonly synchronised?: boolean } = {}): PracticeState {
  const state = createPractice(temporaryFile());
  onTestFinished(() => state.close());
  state.transaction(() => {
    putSetting(state, 'site', {
      id: 'site-1',
      name: 'Example University',
      preset: 'test',
      sides: ['on-premises', 'cloud'],
      clock: 'fast',
      latencyMs: 0,
      atOnce: 8,
      faults: null,
      budget: null,
      createdAt: start.toISOString(),
    });
    putSetting(state, 'activeDirectory', {
      dnsRoot: 'uni.example',
      netBiosName: 'UNI',
      domainSid: 'S-1-5-21-1-2-3',
      distinguishedName: domain,
      upnSuffixes: ['uni.example'],
      domainControllers: [
        { hostName: controller, site: 'Campus', readOnly: false, up: true },
        { hostName: 'rodc.uni.example', site: 'Branch', readOnly: true, up: true },
        { hostName: 'down.uni.example', site: 'Branch', readOnly: false, up: false },
      ],
      passwordPolicy: {
        complexityEnabled: true,
        minPasswordLength: 12,
        passwordHistoryCount: 24,
        minPasswordAgeDays: 1,
        maxPasswordAgeDays: 365,
        lockoutThreshold: 10,
      },
      fineGrained: [],
      recycleBin: true,
      mayWrite: true,
    });
    const common = {
      roles: [
        'Mail Recipients',
        'Distribution Groups',
        'Security Group Creation and Membership',
        'Organization Configuration',
      ],
      acceptedDomains: [{ name: 'uni.example', isDefault: true }],
      namingPolicy: null,
      organization: {},
    };
    putSetting(state, 'exchangeServer', {
      ...common,
      admin: 'Administrator',
      domainController: 'DC01.uni.example',
      servers: [{ name: 'EX01', fqdn: 'ex01.uni.example', version: 'Version 15.2 (Build 2562.17)' }],
      database: 'DB01',
    });
    putSetting(state, 'exchangeOnline', {
      ...common,
      admin: 'admin',
      domainController: 'DU2P123A09DC005.EURP123A009.PROD.OUTLOOK.COM',
      server: 'LO0P265MB6319',
      tenantDomain: 'uniexample.onmicrosoft.com',
    });
    putSetting(state, 'entra', {
      tenantId: '7f1c2a52-0000-4000-8000-000000000001',
      displayName: 'Example University',
      domains: [
        { name: 'uni.example', isDefault: true, isInitial: false, type: 'Managed', isVerified: true },
        {
          name: 'uniexample.onmicrosoft.com',
          isDefault: false,
          isInitial: true,
          type: 'Managed',
          isVerified: true,
        },
      ],
      countryLetterCode: 'NL',
      synchronised: options.synchronised ?? false,
      lastSynchronisation: start.toISOString(),
      skus: [
        {
          skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900',
          skuPartNumber: 'ENTERPRISEPACK',
          appliesTo: 'User',
          capabilityStatus: 'Enabled',
          enabled: 25,
          warning: 0,
          suspended: 0,
          servicePlans: [
            {
              servicePlanId: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
              servicePlanName: 'EXCHANGE_S_ENTERPRISE',
              provisioningStatus: 'Success',
              appliesTo: 'User',
            },
            {
              servicePlanId: '113feb6c-3fe4-4440-bddc-54d774bf0318',
              servicePlanName: 'EXCHANGE_S_FOUNDATION',
              provisioningStatus: 'Success',
              appliesTo: 'Company',
            },
          ],
        },
      ],
      admin: { id: 'admin-id', userPrincipalName: 'admin@uni.example', roles: [], scopes: [] },
      policies: {},
    });
    addAdObject(state, { kind: 'organizationalUnit', name: 'Service accounts', parentDn: domain }, start);
  });
  return state;
}

/** An address from a name of any content. */
const aliasOf = (displayName: string): string =>
  displayName.toLowerCase().replaceAll(/[^a-z0-9]/gu, '') || 'person';

/** A person with a mailbox on-premises. */
export function person(
  state: PracticeState,
  displayName: string,
  language = 'en-GB',
  alias = aliasOf(displayName),
): Recipient {
  const address = `${alias}@uni.example`;
  const account = addAdObject(
    state,
    {
      kind: 'user',
      name: displayName,
      parentDn: unit,
      sam: alias.slice(0, 20),
      upn: address,
      displayName,
      mail: address,
    },
    start,
  );
  const { guid, sid } = account;
  const mailbox = addRecipient(
    state,
    {
      side: 'on-premises',
      guid,
      sid,
      type: 'UserMailbox',
      name: displayName,
      displayName,
      alias,
      address,
      upn: address,
      directoryId: guid,
      attributes: { language },
    },
    start,
  );
  furnishMailbox(state, mailbox);
  return mailbox;
}

/** A person with a mailbox in Exchange Online. */
export function cloudPerson(
  state: PracticeState,
  displayName: string,
  language = 'en-GB',
  alias = aliasOf(displayName),
): Recipient {
  const address = `${alias}@uni.example`;
  const user = addEntraObject(
    state,
    { kind: 'user', displayName, upn: address, mail: address, mailNickname: alias, sid: nextCloudSid(state) },
    start,
  );
  return cloudRecipient(state, user, 'UserMailbox', { language });
}

/** A recipient in Exchange Online for an object in Entra ID. */
export function cloudRecipient(
  state: PracticeState,
  object: EntraObject,
  type: Recipient['type'],
  attributes: Readonly<Record<string, Json>> = {},
): Recipient {
  const found = addRecipient(
    state,
    {
      side: 'cloud',
      type,
      name: object.displayName,
      displayName: object.displayName,
      alias: object.mailNickname,
      address: object.mail,
      upn: object.upn,
      sid: object.sid,
      directoryId: object.id,
      attributes,
    },
    start,
  );
  if (type === 'UserMailbox') furnishMailbox(state, found);
  return found;
}

/** A session that is connected to everything, as `practice do` has it. */
export const connected = (state: PracticeState): Session =>
  openSession(state, 'test', ['activeDirectory', 'exchange', 'exchangeOnline']);

export interface Answer {
  readonly rows: readonly Readonly<Record<string, Json>>[];
  readonly warnings: readonly string[];
}

const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Carries out a cmdlet and collects what it answers. Texts that name objects are checked as the engine's are. */
export function run(
  session: Session,
  target: CmdletTarget,
  cmdlet: string,
  given: Readonly<Record<string, Value>> = {},
  options: { readonly secrets?: Readonly<Record<string, string>>; readonly now?: Date } = {},
): Answer {
  const { Identity, Mailbox, Member, User, Members, ...rest } = given;
  const names = Object.fromEntries(
    Object.entries({ Identity, Mailbox, Member, User }).flatMap(([key, value]) =>
      typeof value === 'string' ? [[key, name(value)]] : [],
    ),
  );
  const [first, ...others] = Array.isArray(Members) ? Members.map((one: Value) => name(plainText(one))) : [];
  const members: { Members?: [ReturnType<typeof name>, ...ReturnType<typeof name>[]] } =
    first === undefined ? {} : { Members: [first, ...others] };
  const outputs = [
    ...runCmdlet(
      session,
      { target, cmdlet, parameters: { ...rest, ...names, ...members } },
      new Map(Object.entries(options.secrets ?? {})),
      options.now ?? start,
    ),
  ];
  return {
    rows: outputs.flatMap((output) => ('row' in output && isObject(output.row) ? [output.row] : [])),
    warnings: outputs.flatMap((output) => ('warning' in output ? [output.warning] : [])),
  };
}

/** The error that a cmdlet is refused with; fails where it is not refused. */
export function refusal(work: () => unknown): ServiceError {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof ServiceError) return thrown;
    throw thrown;
  }
  throw new Error('The cmdlet was not refused.');
}

/** Some time later, when every clock has run. */
export const later = new Date(start.getTime() + 60_000);
