import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { ldapText, opathText } from '../../commands/search-text.ts';
import { later, name, type Name } from '../../commands/value.ts';
import type { Looker } from '../../run/ports.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';

const groupRow = z.object({
  Guid: z.string(),
  Name: z.string(),
  DisplayName: z.string(),
  PrimarySmtpAddress: z.string(),
  RecipientTypeDetails: z.string(),
  DistinguishedName: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  IsDirSynced: z.boolean().nullish(),
});
export type MailGroup = z.infer<typeof groupRow>;

const recipientRow = z.object({
  Guid: z.string(),
  DisplayName: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  PrimarySmtpAddress: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  RecipientTypeDetails: z.string(),
});
export type OtherRecipient = z.infer<typeof recipientRow>;

const directoryGroupRow = z.object({
  ObjectGUID: z.string(),
  Name: z.string(),
  DistinguishedName: z.string(),
  GroupScope: z.string(),
  GroupCategory: z.string(),
});
export type DirectoryGroup = z.infer<typeof directoryGroupRow>;

/** The group as it was found, and whatever else has its name, address or display name. */
export interface FoundGroup {
  /** A group with mail that has the address, or else the name. */
  readonly group: MailGroup | undefined;
  /** Another kind of recipient with the address or the name. */
  readonly holder: OtherRecipient | undefined;
  /** A group in Active Directory of that name that has no mail yet. */
  readonly withoutMail: DirectoryGroup | undefined;
  /** Other recipients with the same display name: calendars show entries by it. (facts-exchange 1.2) */
  readonly namesakes: readonly OtherRecipient[];
  /** Is it another group than the one that was remembered? */
  readonly isAnotherOne: boolean;
}

/** Looks for the group by its address, then by its name; where it is not there, for what has them. */
export async function lookAtGroup(looker: Looker, group: ServiceGroup): Promise<FoundGroup> {
  const found =
    (await findGroup(looker, group, name(group.address))) ??
    (await findGroup(looker, group, name(group.name)));
  const holder =
    found === undefined
      ? ((await findRecipient(looker, group, name(group.address))) ??
        (await findRecipient(looker, group, name(group.name))))
      : undefined;
  const withoutMail =
    found === undefined && holder === undefined && group.madeIn === 'active-directory'
      ? await findWithoutMail(looker, group)
      : undefined;
  const displayName = found?.DisplayName ?? group.displayName;
  const others = await sameDisplayName(looker, group, displayName);
  return {
    group: found,
    holder,
    withoutMail,
    namesakes: others.filter((other) => other.Guid !== found?.Guid && other.Guid !== holder?.Guid),
    isAnotherOne: found !== undefined && isAnother(looker, group, found.Guid),
  };
}

/** The first one that is seen is remembered; who accepts another one in its place is not decided by a look. */
function isAnother(looker: Looker, group: ServiceGroup, guid: string): boolean {
  const id = ids.group(group.side);
  const remembered = looker.memory.identity(id) ?? '';
  if (remembered === '') looker.memory.rememberIdentity(id, guid);
  return remembered !== '' && remembered.toLowerCase() !== guid.toLowerCase();
}

async function findGroup(
  looker: Looker,
  group: ServiceGroup,
  identity: Name,
): Promise<MailGroup | undefined> {
  const { target, pinned } = exchangeOf(group);
  const rows = await unlessNotFound(
    looker.read(cmdlet(target, 'Get-DistributionGroup', { Identity: identity, ...pinned }), groupRow),
  );
  return rows?.[0];
}

async function findRecipient(
  looker: Looker,
  group: ServiceGroup,
  identity: Name,
): Promise<OtherRecipient | undefined> {
  const { target, pinned } = exchangeOf(group);
  const rows = await unlessNotFound(
    looker.read(cmdlet(target, 'Get-Recipient', { Identity: identity, ...pinned }), recipientRow),
  );
  return rows?.[0];
}

async function sameDisplayName(
  looker: Looker,
  group: ServiceGroup,
  displayName: string,
): Promise<readonly OtherRecipient[]> {
  const { target, pinned } = exchangeOf(group);
  return await looker.read(
    cmdlet(target, 'Get-Recipient', {
      Filter: `DisplayName -eq '${opathText(displayName)}'`,
      ResultSize: 'Unlimited',
      ...pinned,
    }),
    recipientRow,
  );
}

async function findWithoutMail(looker: Looker, group: ServiceGroup): Promise<DirectoryGroup | undefined> {
  const [found] = await looker.read(
    cmdlet('activeDirectory', 'Get-ADGroup', {
      LDAPFilter: `(|(sAMAccountName=${ldapText(group.name)})(name=${ldapText(group.name)}))`,
      Server: later(ids.activeDirectory, 'HostName'),
    }),
    directoryGroupRow,
  );
  return found;
}
