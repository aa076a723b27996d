import { z } from 'zod';
import type { CalendarEntry } from '../../run/resource.ts';

const list = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/,\s*/u).filter(Boolean)),
]);

/**
 * One row of Get-MailboxFolderPermission, as remoting and the Exchange Online module give it. (facts-exchange 1.2, 10)
 * On-premises the user carries the whole recipient; online its display name, and a principal that may be empty.
 */
export const entryRow = z.object({
  FolderName: z.string().nullish(),
  User: z.union([
    z.string().transform((DisplayName) => ({
      UserType: '',
      DisplayName,
      ADRecipient: null,
      RecipientPrincipal: null,
    })),
    z.object({
      UserType: z
        .string()
        .nullish()
        .transform((type) => type ?? ''),
      DisplayName: z.string(),
      ADRecipient: z
        .object({ Guid: z.string().nullish(), PrimarySmtpAddress: z.string().nullish() })
        .nullish()
        .transform((recipient) => recipient ?? null),
      RecipientPrincipal: z
        .unknown()
        .optional()
        .transform((principal) => (typeof principal === 'string' ? principal : null)),
    }),
  ]),
  AccessRights: list,
  SharingPermissionFlags: list
    .nullish()
    .transform((flags) => (flags ?? []).filter((flag) => flag !== 'None')),
});

type EntryRow = z.infer<typeof entryRow>;

/** Our group as its entries are recognised; undefined while it does not exist: then no entry is ours. */
export interface OurGroup {
  readonly guid: string;
  readonly address: string;
  readonly displayName: string;
  /**
   * Does its display name prove that an entry is its own? Not where the group was made again under the name of an
   * earlier one, whose entries may still show that name.
   */
  readonly isKnownByName: boolean;
}

/** Entry of a principal that is gone, or lost its Exchange attributes. (facts-exchange 1.6) */
export const isDeadEntry = (entry: CalendarEntry): boolean => /^NT:S-1-/u.test(entry.user);

const equal = (a: string | null | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const hasItsName = (shown: string, group: OurGroup): boolean =>
  equal(shown, group.displayName) || equal(shown, group.address);

/** Does only a display name, which proves nothing, say that one of these entries is our group's? */
export const needsProof = (rows: readonly EntryRow[], group: OurGroup | undefined): boolean =>
  group !== undefined &&
  !group.isKnownByName &&
  rows.some(
    (row) =>
      row.User.ADRecipient === null &&
      row.User.UserType !== 'Unknown' &&
      hasItsName(row.User.DisplayName, group),
  );

/** Is this entry our group's? By the strongest identity that the row has; a display name counts only where there is none. */
function isOurs(row: EntryRow, group: OurGroup | undefined): boolean {
  if (group === undefined) return false;
  const { ADRecipient: recipient, UserType: type, DisplayName: shown } = row.User;
  if (type === 'Default' || type === 'Anonymous' || type === 'Unknown') return false;
  if (recipient?.Guid != null) return equal(recipient.Guid, group.guid);
  if (recipient?.PrimarySmtpAddress != null) return equal(recipient.PrimarySmtpAddress, group.address);
  return group.isKnownByName && hasItsName(shown, group);
}

/** The entries of a calendar, ours marked. */
export const entriesOf = (rows: readonly EntryRow[], group: OurGroup | undefined): readonly CalendarEntry[] =>
  rows.map((row) => ({
    user: row.User.DisplayName,
    rights: row.AccessRights,
    flags: row.SharingPermissionFlags,
    ours: isOurs(row, group),
  }));
