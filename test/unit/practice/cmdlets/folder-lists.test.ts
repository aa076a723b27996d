import { describe, expect, it } from 'vitest';
import { addFolder, calendarFolder } from '../../../../electron/practice/state/folders.ts';
import { putCondition } from '../../../../electron/practice/state/conditions.ts';
import { discardRecipient } from '../../../../electron/practice/state/mailboxes.ts';
import { changeRecipient } from '../../../../electron/practice/state/recipients.ts';
import { cloudPerson, connected, emptySite, refusal, run } from './small-site.ts';

const target = 'exchangeOnline';

function cloudSite() {
  const state = emptySite();
  const anna = cloudPerson(state, 'Anna Müller', 'de-DE', 'anna');
  const bert = cloudPerson(state, 'Bert Jansen', 'nl-NL', 'bert');
  const session = connected(state);
  return { state, session, anna, bert };
}

describe('the list of a calendar', () => {
  it('has Default and Anonymous from the start, named in the mailbox language', () => {
    const { session, state } = cloudSite();
    cloudPerson(state, 'Claire', 'fr-FR', 'claire');
    const { rows } = run(session, target, 'Get-MailboxFolderPermission', {
      Identity: 'claire@uni.example:\\Calendrier',
    });
    expect(rows).toMatchObject([
      {
        FolderName: 'Calendrier',
        User: { UserType: 'Default', DisplayName: 'Par défaut' },
        AccessRights: ['AvailabilityOnly'],
        SharingPermissionFlags: null,
      },
      { User: { UserType: 'Anonymous', DisplayName: 'Anonyme' }, AccessRights: ['None'] },
    ]);
  });

  it.each([
    (guid: string) => `${guid}:\\Kalender`,
    () => 'anna@uni.example:\\kalender',
    () => 'anna:\\Kalender',
    () => 'Anna Müller:\\Kalender',
    () =>
      'CN=Anna Müller,OU=uniexample.onmicrosoft.com,OU=Microsoft Exchange Hosted Organizations,DC=EURPR01A001,DC=PROD,DC=OUTLOOK,DC=COM:\\Kalender',
  ])('is found by every form of identity (%#)', (identity) => {
    const { session, anna } = cloudSite();
    const { rows } = run(session, target, 'Get-MailboxFolderPermission', { Identity: identity(anna.guid) });
    expect(rows).toHaveLength(2);
  });

  it('is found by FolderId with and without a backslash', () => {
    const { session, state, anna } = cloudSite();
    const id = calendarFolder(state, 'cloud', anna.guid)?.folderId ?? '';
    for (const identity of [`${anna.guid}:${id}`, `anna@uni.example:\\${id}`])
      expect(run(session, target, 'Get-MailboxFolderPermission', { Identity: identity }).rows).toHaveLength(
        2,
      );
  });

  it('means the root where only a mailbox is named', () => {
    const { session } = cloudSite();
    const { rows } = run(session, target, 'Get-MailboxFolderPermission', { Identity: 'anna@uni.example' });
    expect(rows[0]).toMatchObject({ FolderName: 'Top of Information Store', AccessRights: ['None'] });
  });

  it('finds a folder with a slash in its name by the slash, and shows it as U+F8FF in the path', () => {
    const { session, state, anna } = cloudSite();
    addFolder(state, {
      side: 'cloud',
      mailboxGuid: anna.guid,
      name: 'AC/DC',
      type: 'User Created',
      below: '/Kalender',
    });
    const { rows } = run(session, target, 'Get-MailboxFolderStatistics', {
      Identity: 'anna',
      FolderScope: 'Calendar',
    });
    expect(rows.map((row) => row['FolderPath'])).toEqual(['/Kalender', '/Kalender/AC\uF8FFDC']);
    expect(rows[0]).toMatchObject({ FolderType: 'Calendar' });
    expect(rows[1]).toMatchObject({ FolderType: 'User Created' });
    expect(
      run(session, target, 'Get-MailboxFolderStatistics', { Identity: 'anna' }).rows.map(
        (row) => row['FolderType'],
      ),
    ).toContain('Inbox');
    expect(() =>
      run(session, target, 'Get-MailboxFolderPermission', { Identity: 'anna:\\Kalender\\AC/DC' }),
    ).not.toThrow();
  });

  it('shows an entry by its holder’s present name, and as NT:SID when the holder is gone', () => {
    const { session, state, bert } = cloudSite();
    run(session, target, 'Add-MailboxFolderPermission', {
      Identity: 'anna:\\Kalender',
      User: 'bert@uni.example',
      AccessRights: ['Reviewer'],
    });
    changeRecipient(state, 'cloud', bert.guid, { displayName: 'Bert de Vries' });
    const shown = () =>
      run(session, target, 'Get-MailboxFolderPermission', { Identity: 'anna:\\Kalender' }).rows.at(-1);
    expect(shown()).toMatchObject({ User: { UserType: 'Internal', DisplayName: 'Bert de Vries' } });
    discardRecipient(state, 'cloud', bert.guid);
    expect(shown()).toMatchObject({
      User: { UserType: 'Unknown', DisplayName: `NT:${bert.sid}`, RecipientPrincipal: null },
    });
    run(session, target, 'Remove-MailboxFolderPermission', {
      Identity: 'anna:\\Kalender',
      User: `NT:${bert.sid}`,
      Confirm: false,
    });
    expect(
      run(session, target, 'Get-MailboxFolderPermission', { Identity: 'anna:\\Kalender' }).rows,
    ).toHaveLength(2);
  });
});

describe('what is not there, or in trouble', () => {
  const get = (
    session: ReturnType<typeof connected>,
    identity: string,
    on: 'exchange' | 'exchangeOnline' = target,
  ) => run(session, on, 'Get-MailboxFolderPermission', { Identity: identity });

  it('a mailbox and a folder that are not there are told apart by the text', () => {
    const { session } = cloudSite();
    expect(refusal(() => get(session, 'nobody@uni.example:\\Calendar'))).toMatchObject({
      exception: 'ManagementObjectNotFoundException',
      message:
        'Ex41BAF5|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The specified mailbox Identity:"nobody@uni.example" doesn\'t exist.',
    });
    expect(refusal(() => get(session, 'anna@uni.example:\\Calendar')).message).toBe(
      "|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because 'anna@uni.example:\\Calendar' couldn't be found.",
    );
    expect(
      refusal(() => run(session, target, 'Get-MailboxCalendarFolder', { Identity: 'anna:\\Calendar' })),
    ).toMatchObject({
      exception: 'CantFindCalendarFolderException',
      message: expect.stringContaining("There isn't a calendar folder that matches anna:\\Calendar."),
    });
    expect(
      run(session, target, 'Get-MailboxCalendarFolder', { Identity: 'anna:\\Kalender' }).rows,
    ).toHaveLength(1);
  });

  it('on-premises the error has the id of remoting', () => {
    const state = emptySite();
    const session = connected(state);
    const error = refusal(() => run(session, 'exchange', 'Get-Mailbox', { Identity: 'fowler' }));
    expect(error.message).toBe(
      "The operation couldn't be performed because object 'fowler' couldn't be found on 'DC01.uni.example'.",
    );
    expect(error.id).toMatch(
      /^\[Server=EX01,RequestId=[\w-]+\] \[FailureCategory=Cmdlet-ManagementObjectNotFoundException\] 23B091B0,Microsoft\.Exchange\.Management\.RecipientTasks\.GetMailbox$/u,
    );
  });

  it('a damaged list refuses looks and writes; a full one refuses another entry', () => {
    const { state, session, anna, bert } = cloudSite();
    putCondition(state, 'cloud', anna.guid, 'damaged-list');
    expect(refusal(() => get(session, 'anna:\\Kalender'))).toMatchObject({
      exception: 'CorruptDataException',
      kind: 'lasting',
      message: expect.stringContaining('The security principal specified is already on the permission set.'),
    });
    putCondition(state, 'cloud', bert.guid, 'full-list');
    expect(
      refusal(() =>
        run(session, target, 'Add-MailboxFolderPermission', {
          Identity: 'bert:\\Agenda',
          User: 'anna',
          AccessRights: 'Editor',
        }),
      ).exception,
    ).toBe('ACLTooBigException');
  });

  it('a hiccup is over at the next try; a lasting one is not', () => {
    const { state, session, anna, bert } = cloudSite();
    putCondition(state, 'cloud', anna.guid, 'failing-once');
    expect(refusal(() => get(session, 'anna:\\Kalender'))).toMatchObject({
      exception: 'CmdletProxyException',
      kind: 'transient',
    });
    expect(get(session, 'anna:\\Kalender').rows).toHaveLength(2);
    putCondition(state, 'cloud', anna.guid, 'moving');
    expect(refusal(() => get(session, 'anna:\\Kalender')).kind).toBe('transient');
    expect(get(session, 'anna:\\Kalender').rows).toHaveLength(2);
    putCondition(state, 'cloud', bert.guid, 'failing');
    for (const _ of [1, 2])
      expect(refusal(() => get(session, 'bert:\\Agenda')).exception).toBe('CmdletProxyException');
  });

  it('folder statistics fail on a mailbox out of named properties', () => {
    const { state, session, anna } = cloudSite();
    putCondition(state, 'cloud', anna.guid, 'no-named-properties');
    expect(
      refusal(() =>
        run(session, target, 'Get-MailboxFolderStatistics', { Identity: 'anna', FolderScope: 'Calendar' }),
      ),
    ).toMatchObject({
      exception: 'QuotaExceededException',
      message: expect.stringContaining('Cannot get ID from name.'),
    });
  });

  it('says whether the calendar is named in the user’s language, only where it is asked', () => {
    const { session } = cloudSite();
    const regional = (more = {}) =>
      run(session, target, 'Get-MailboxRegionalConfiguration', { Identity: 'anna', ...more }).rows[0];
    expect(regional()).toMatchObject({ Language: 'de-DE', DefaultFolderNameMatchingUserLanguage: null });
    expect(regional({ VerifyDefaultFolderNameLanguage: true })).toMatchObject({
      DefaultFolderNameMatchingUserLanguage: true,
    });
  });
});
