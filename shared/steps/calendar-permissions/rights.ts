import type { CalendarRight } from '../../site/site.ts';

/**
 * What each role of a calendar contains. (facts-exchange 1.2; Add-MailboxFolderPermission, "AccessRights")
 * Reading items contains seeing when somebody is busy, which the two calendar-only roles are about.
 */
const contents: Readonly<Record<string, readonly string[]>> = {
  None: [],
  AvailabilityOnly: ['AvailabilityOnly'],
  LimitedDetails: ['AvailabilityOnly', 'LimitedDetails'],
  Reviewer: ['FolderVisible', 'ReadItems'],
  Contributor: ['CreateItems', 'FolderVisible'],
  NonEditingAuthor: ['CreateItems', 'DeleteOwnedItems', 'FolderVisible', 'ReadItems'],
  Author: ['CreateItems', 'DeleteOwnedItems', 'EditOwnedItems', 'FolderVisible', 'ReadItems'],
  PublishingAuthor: [
    'CreateItems',
    'CreateSubfolders',
    'DeleteOwnedItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  Editor: [
    'CreateItems',
    'DeleteAllItems',
    'DeleteOwnedItems',
    'EditAllItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  PublishingEditor: [
    'CreateItems',
    'CreateSubfolders',
    'DeleteAllItems',
    'DeleteOwnedItems',
    'EditAllItems',
    'EditOwnedItems',
    'FolderVisible',
    'ReadItems',
  ],
  Owner: [
    'CreateItems',
    'CreateSubfolders',
    'DeleteAllItems',
    'DeleteOwnedItems',
    'EditAllItems',
    'EditOwnedItems',
    'FolderContact',
    'FolderOwner',
    'FolderVisible',
    'ReadItems',
  ],
};

/** The single rights that a list of roles and single rights comes to. */
function singleRights(rights: readonly string[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const right of rights) for (const single of contents[right] ?? [right]) all.add(single);
  if (all.has('EditAllItems')) all.add('EditOwnedItems');
  if (all.has('DeleteAllItems')) all.add('DeleteOwnedItems');
  if (all.has('ReadItems')) for (const busy of contents['LimitedDetails'] ?? []) all.add(busy);
  return all;
}

/** How rights that were found compare with the wanted one, as sets: `AccessRights` may be roles or single rights. */
export type Comparison = 'equal' | 'more' | 'less';

export function compareRights(found: readonly string[], wanted: CalendarRight): Comparison {
  const has = singleRights(found);
  const needs = singleRights([wanted]);
  for (const single of needs) if (!has.has(single)) return 'less';
  return has.size === needs.size ? 'equal' : 'more';
}

/**
 * What to set so that the wanted right is there and nothing that was there is lost: the role itself, or, where the entry
 * has something beside it, single rights (a role and single rights in one call are refused: facts-exchange 1.3).
 */
export function rightsToSet(found: readonly string[], wanted: CalendarRight): readonly string[] {
  const needs = singleRights([wanted]);
  const extra = [...singleRights(found)].filter((single) => !needs.has(single) && !(single in contents));
  if (extra.length === 0) return [wanted];
  return [...new Set([...(contents[wanted] ?? []), ...extra])].sort();
}
