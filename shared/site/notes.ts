import { fieldName, type FieldPath } from './issue.ts';
import { exampleDomain } from './suggest.ts';
import type { Site } from './site.ts';

/** Something about a usable site that its owner should know. It stops nothing. */
export interface SiteNote {
  readonly field: string;
  readonly what: string;
  readonly do: string;
}

/** What is worth knowing about a site before anything is looked at. */
export function notesOn(site: Site): readonly SiteNote[] {
  return [...rightNotes(site), ...connectionNotes(site), ...exampleNotes(site)];
}

const note = (path: FieldPath, what: string, remedy: string): SiteNote => ({
  field: fieldName(path),
  what,
  do: remedy,
});

/** What each right lets a service do: facts-exchange 1.2 and Add-MailboxFolderPermission. */
function rightNotes(site: Site): readonly SiteNote[] {
  switch (site.right) {
    case 'AvailabilityOnly':
    case 'LimitedDetails':
    case 'Reviewer':
      return [
        note(['right'], `With ${site.right} the service can read only.`, 'Editor lets it write a timetable'),
      ];
    case 'Contributor':
    case 'NonEditingAuthor':
      return [
        note(
          ['right'],
          `With ${site.right} the service can't change an appointment that it made.`,
          'Author is the least that a timetable needs, Editor the usual',
        ),
      ];
    case 'Author':
    case 'PublishingAuthor':
      return manyAccounts(site)
        ? [
            note(
              ['right'],
              `With ${site.right} each account can change only what it made itself, and this site has several.`,
              'Editor lets them share the work',
            ),
          ]
        : [];
    case 'Owner':
      return [
        note(
          ['right'],
          'With Owner the service could also give others access to the calendars.',
          'Editor is enough for a timetable',
        ),
      ];
    case 'Editor':
    case 'PublishingEditor':
      return [];
  }
}

const manyAccounts = (site: Site): boolean =>
  (site.onPremises?.accounts.count ?? 0) > 1 || (site.cloud?.accounts.count ?? 0) > 1;

/** facts-exchange 7.1: EWS ends in Exchange Online on 2027-04-01, and until then only named clients may use it. */
function connectionNotes(site: Site): readonly SiteNote[] {
  if (site.cloud === undefined || site.connection !== 'service-account-ews') return [];
  const notes = [
    note(
      ['connection'],
      'EWS ends in Exchange Online on 1 April 2027.',
      'Ask the vendor when it changes to Microsoft Graph',
    ),
  ];
  if (site.vendor.clientId === undefined)
    notes.push(
      note(
        ['vendor', 'clientId'],
        'Without the client id nobody can tell whether the tenant lets the service use EWS.',
        'Ask the vendor for it and add it',
      ),
    );
  return notes;
}

/** Names that "site new" wrote and that were left as they were. */
function exampleNotes(site: Site): readonly SiteNote[] {
  const values: readonly [FieldPath, string | undefined][] = [
    [['onPremises', 'domain'], site.onPremises?.domain],
    [['cloud', 'tenant'], site.cloud?.tenant],
  ];
  return values.flatMap(([path, value]) =>
    value !== undefined && (value === exampleDomain || value.endsWith(`.${exampleDomain}`))
      ? [note(path, `${value} is still the example's domain.`, 'Write your own, here and in the names below')]
      : [],
  );
}
