import { putCondition } from '../state/conditions.ts';
import { defaultPrincipal, putEntry, type PrincipalKind } from '../state/entries.ts';
import { addFolder, calendarFolder } from '../state/folders.ts';
import { giveSpecialEntries } from '../state/mailboxes.ts';
import type { PracticeState } from '../state/practice-file.ts';
import type { EntryHolder, PersonPlan } from './blueprint.ts';

/** SIDs of accounts that are not there any more: their entries show as `NT:<SID>`. */
const formerGroup = 'S-1-5-21-1860215463-1743206812-3041599276-1999';
const goneAccount = 'S-1-5-21-1860215463-1743206812-3041599276-1998';

/** Gives a mailbox what is unusual about it: more calendars, entries of others, conditions. */
export function furnish(
  state: PracticeState,
  options: {
    readonly guid: string;
    readonly person: PersonPlan;
    /** SIDs of people by alias. */
    readonly sids: ReadonlyMap<string, string>;
    readonly ourGroupSid: string;
  },
): void {
  const { guid, person, sids, ourGroupSid } = options;
  const { side } = person;
  for (const name of person.calendars)
    giveSpecialEntries(
      state,
      addFolder(state, { side, mailboxGuid: guid, name, type: 'User Created' }),
      'AvailabilityOnly',
    );
  const folder = calendarFolder(state, side, guid)?.folder;
  if (folder === undefined) return;
  for (const { who, rights, flags } of person.entries)
    putEntry(state, {
      folder,
      ...principalOf(who, sids, ourGroupSid),
      rights,
      flags: side === 'cloud' ? (flags ?? []) : [],
    });
  for (const condition of person.conditions) putCondition(state, side, guid, condition);
}

function principalOf(
  who: EntryHolder,
  sids: ReadonlyMap<string, string>,
  ourGroupSid: string,
): { readonly principal: string; readonly kind: PrincipalKind } {
  if (who === 'default') return { principal: defaultPrincipal, kind: 'default' };
  if (who === 'our-group') return { principal: ourGroupSid, kind: 'sid' };
  if (who === 'former-group') return { principal: formerGroup, kind: 'sid' };
  if (who === 'gone-account') return { principal: goneAccount, kind: 'sid' };
  if ('external' in who) return { principal: who.external, kind: 'external' };
  return { principal: sids.get(who.person) ?? goneAccount, kind: 'sid' };
}
