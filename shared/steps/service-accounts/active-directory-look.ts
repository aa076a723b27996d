import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { ldapText } from '../../commands/search-text.ts';
import { later, name } from '../../commands/value.ts';
import type { Looker } from '../../run/ports.ts';
import { isDenied, isNotFound, unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';

/** Every command names the same domain controller, reads included: else a write is read back from another one. (facts-windows 14) */
export const server = { Server: later(ids.activeDirectory, 'HostName') } as const;

/** What of a user is asked for beyond the default: a property that was not asked for looks like "not set". (facts-windows 14) */
const asked = [
  'AccountExpirationDate',
  'CannotChangePassword',
  'DisplayName',
  'LockedOut',
  'MemberOf',
  'PasswordLastSet',
  'PasswordNeverExpires',
];

const list = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])));
const optional = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

const userRow = z.object({
  ObjectGUID: z.string(),
  SID: z.string(),
  DistinguishedName: z.string(),
  SamAccountName: z.string(),
  UserPrincipalName: optional,
  DisplayName: optional,
  Enabled: z.boolean(),
  LockedOut: flag,
  PasswordNeverExpires: flag,
  CannotChangePassword: flag,
  AccountExpirationDate: optional,
  PasswordLastSet: optional,
  MemberOf: list,
});
export type DirectoryUser = z.infer<typeof userRow>;

/** As an account is left whose creation stopped half-way, such as by a password that was refused. */
export const hasNoPassword = (user: DirectoryUser): boolean => user.PasswordLastSet === null && !user.Enabled;

/** An object that has the name or the sign-in name that the account is to have. */
export interface Holder {
  readonly distinguishedName: string;
  readonly objectClass: string;
}

/** The account as it is in Active Directory, or what would be in its way. */
export type FoundInDirectory =
  | {
      readonly kind: 'there';
      readonly user: DirectoryUser;
      /** Privileged groups that it is in, directly or through others. */
      readonly privileged: readonly string[];
      /** Who else has the sign-in name, where it is to get it. */
      readonly holders: readonly Holder[];
    }
  | {
      readonly kind: 'absent';
      readonly holders: readonly Holder[];
      readonly unitIsMissing: boolean;
      /** When an account of this sign-in name was deleted, if one was. */
      readonly deletedAt: string | undefined;
    };

/** Looks for the account by its sAMAccountName; where it is not there, for what would be in its way. */
export async function lookInDirectory(looker: Looker, account: ServiceAccount): Promise<FoundInDirectory> {
  const user = await findUser(looker, account.name);
  if (user !== undefined) {
    const isRenamed = !same(user.UserPrincipalName, account.userPrincipalName);
    return {
      kind: 'there',
      user,
      privileged: user.MemberOf.length === 0 ? [] : await privilegedGroups(looker, user),
      holders: isRenamed
        ? await others(looker, `(userPrincipalName=${ldapText(account.userPrincipalName)})`)
        : [],
    };
  }
  const taken = `(|(sAMAccountName=${ldapText(account.name)})(userPrincipalName=${ldapText(account.userPrincipalName)}))`;
  const inUnit = await unlessNotFound(
    others(looker, `(name=${ldapText(account.name)})`, account.organizationalUnit),
  );
  return {
    kind: 'absent',
    holders: withoutDoubles([...(await others(looker, taken)), ...(inUnit ?? [])]),
    unitIsMissing: inUnit === undefined,
    deletedAt: await deletedNamesake(looker, account),
  };
}

const same = (a: string | null, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

async function findUser(looker: Looker, accountName: string): Promise<DirectoryUser | undefined> {
  const rows = await unlessNotFound(
    looker.read(
      cmdlet('activeDirectory', 'Get-ADUser', {
        Identity: name(accountName),
        Properties: asked,
        ...server,
      }),
      userRow,
    ),
  );
  return rows?.[0];
}

const objectRow = z.object({ DistinguishedName: z.string(), ObjectClass: z.string().nullish() });

async function others(looker: Looker, filter: string, unit?: string): Promise<readonly Holder[]> {
  const rows = await looker.read(
    cmdlet('activeDirectory', 'Get-ADObject', {
      LDAPFilter: filter,
      ...(unit === undefined ? {} : { SearchBase: unit, SearchScope: 'OneLevel' }),
      ...server,
    }),
    objectRow,
  );
  return rows.map((row) => ({
    distinguishedName: row.DistinguishedName,
    objectClass: row.ObjectClass ?? 'object',
  }));
}

const withoutDoubles = (holders: readonly Holder[]): readonly Holder[] => [
  ...new Map(holders.map((holder) => [holder.distinguishedName.toLowerCase(), holder])).values(),
];

/** Deleted objects are shown to few; that they can't be seen is no obstacle to making the account. */
async function deletedNamesake(looker: Looker, account: ServiceAccount): Promise<string | undefined> {
  try {
    const rows = await looker.read(
      cmdlet('activeDirectory', 'Get-ADObject', {
        LDAPFilter: `(&(isDeleted=TRUE)(userPrincipalName=${ldapText(account.userPrincipalName)}))`,
        IncludeDeletedObjects: true,
        Properties: ['whenChanged'],
        ...server,
      }),
      z.object({ whenChanged: z.string().nullish() }),
    );
    const [first] = rows;
    return first === undefined ? undefined : (first.whenChanged ?? '');
  } catch (failure) {
    if (isDenied(failure) || isNotFound(failure)) return undefined;
    throw failure;
  }
}

/** Last parts of the SIDs of groups whose members get their rights reset by the system every hour. (facts-windows 14: protected groups) */
const privilegedRids = new Set([
  '512',
  '516',
  '517',
  '518',
  '519',
  '521',
  '526',
  '527',
  '544',
  '548',
  '549',
  '550',
  '551',
  '552',
]);

/** Membership through other groups counts: asked of the directory in one question. */
async function privilegedGroups(looker: Looker, user: DirectoryUser): Promise<readonly string[]> {
  const groups = await looker.read(
    cmdlet('activeDirectory', 'Get-ADGroup', {
      LDAPFilter: `(member:1.2.840.113556.1.4.1941:=${ldapText(user.DistinguishedName)})`,
      ...server,
    }),
    z.object({ Name: z.string(), SID: z.string() }),
  );
  return groups
    .filter((group) => privilegedRids.has(group.SID.split('-').at(-1) ?? ''))
    .map((group) => group.Name);
}

/** What is asked of a password. */
export interface PasswordPolicy {
  /** Who asks, as the subject of a sentence. */
  readonly of: string;
  readonly minimumLength: number;
  readonly isComplex: boolean;
  /** How many earlier passwords are remembered and refused. */
  readonly remembered: number;
}

const policyRow = z.object({
  MinPasswordLength: z.number(),
  ComplexityEnabled: flag,
  PasswordHistoryCount: z.number().nullish(),
});

const policyOf = (of: string, row: z.infer<typeof policyRow>): PasswordPolicy => ({
  of,
  minimumLength: row.MinPasswordLength,
  isComplex: row.ComplexityEnabled === true,
  remembered: row.PasswordHistoryCount ?? 0,
});

/** The policy of the domain; undefined where it may not be read. */
export async function readPasswordPolicy(looker: Looker): Promise<PasswordPolicy | undefined> {
  const command = cmdlet('activeDirectory', 'Get-ADDefaultDomainPasswordPolicy', {
    Identity: later(ids.activeDirectory, 'DnsRoot'),
    ...server,
  });
  const row = await readable(looker.read(command, policyRow));
  return row === undefined ? undefined : policyOf('The domain', row);
}

/**
 * The fine-grained policy that goes before the domain's for an account that is there; undefined where there is none, and
 * where it may not be read: the cmdlet answers both alike. (facts-windows 14)
 */
export async function readResultantPolicy(
  looker: Looker,
  user: DirectoryUser,
): Promise<PasswordPolicy | undefined> {
  const command = cmdlet('activeDirectory', 'Get-ADUserResultantPasswordPolicy', {
    Identity: name(user.ObjectGUID),
    ...server,
  });
  const row = await readable(looker.read(command, policyRow.extend({ Name: z.string() })));
  return row === undefined ? undefined : policyOf(`The password policy ${row.Name}`, row);
}

async function readable<T>(reading: Promise<readonly T[]>): Promise<T | undefined> {
  try {
    return (await reading)[0];
  } catch (failure) {
    if (isDenied(failure) || isNotFound(failure)) return undefined;
    throw failure;
  }
}
