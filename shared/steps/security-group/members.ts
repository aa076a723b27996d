import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { name, type Json } from '../../commands/value.ts';
import type { Looker } from '../../run/ports.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount, ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';

const memberRow = z.object({
  Guid: z.string(),
  Name: z.string(),
  PrimarySmtpAddress: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  RecipientType: z.string().nullish(),
  RecipientTypeDetails: z.string().nullish(),
});
export type Member = z.infer<typeof memberRow>;

/** The members of a group, and which of them is which account. */
export interface Members {
  readonly all: readonly Member[];
  /** Account names of ours, by the lower-case GUID of the member that each is. */
  readonly accounts: Readonly<Record<string, string>>;
}

/**
 * Reads a group's members: once for the first looks of all its memberships, anew for every later look, since a read-back
 * has to be a true read.
 */
export function membersOf(group: ServiceGroup, accounts: readonly ServiceAccount[]) {
  const shared = new Map<string, Promise<readonly Member[]>>();
  const looked = new Set<string>();
  return async (looker: Looker, account: ServiceAccount): Promise<Members | undefined> => {
    const guid = looker.known(ids.group(group.side), 'Guid');
    if (typeof guid !== 'string') return undefined;
    const isFirst = !looked.has(account.name);
    looked.add(account.name);
    const all = await (isFirst ? firstRead(looker, guid) : read(looker, group, guid));
    return { all, accounts: whoIsWho(looker, all, accounts) };
  };

  async function firstRead(looker: Looker, guid: string): Promise<readonly Member[]> {
    const reading = shared.get(guid) ?? read(looker, group, guid);
    shared.set(guid, reading);
    try {
      return await reading;
    } catch (failure) {
      shared.delete(guid);
      throw failure;
    }
  }
}

async function read(looker: Looker, group: ServiceGroup, guid: string): Promise<readonly Member[]> {
  const { target, pinned } = exchangeOf(group);
  const rows = await unlessNotFound(
    looker.read(
      cmdlet(target, 'Get-DistributionGroupMember', {
        Identity: name(guid),
        ResultSize: 'Unlimited',
        ...pinned,
      }),
      memberRow,
    ),
  );
  return rows ?? [];
}

/** The resource that gives an account's recipient where the group is made. */
export const recipientOf = (account: ServiceAccount): string =>
  account.side === 'cloud' && account.madeIn === 'active-directory'
    ? ids.remoteMailbox(account.name)
    : ids.mailbox(account.side, account.name);

/** A member is an account of ours by its GUID; only where that is not known, by its address. */
function whoIsWho(
  looker: Looker,
  members: readonly Member[],
  accounts: readonly ServiceAccount[],
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const account of accounts) {
    const guids = [
      looker.known(recipientOf(account), 'Guid'),
      looker.known(ids.account(account.side, account.name), 'ObjectGuid'),
    ].map(lowerCase);
    const hasGuid = guids.some((guid) => guid !== '');
    const member = members.find((one) =>
      hasGuid
        ? guids.includes(one.Guid.toLowerCase())
        : one.PrimarySmtpAddress.toLowerCase() === account.userPrincipalName.toLowerCase(),
    );
    if (member !== undefined) found[member.Guid.toLowerCase()] = account.name;
  }
  return found;
}

const lowerCase = (value: Json | undefined): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** Kinds of members to whom a right of the group gives nothing. (facts-exchange 1.6) */
const withoutRights = new Set([
  'MailContact',
  'MailUniversalDistributionGroup',
  'DynamicDistributionGroup',
  'GroupMailbox',
  'RoomList',
]);

export const carriesNoRight = (member: Member): boolean =>
  withoutRights.has(member.RecipientTypeDetails ?? member.RecipientType ?? '');
