import { describe, expect, it } from 'vitest';
import { addEntraObject } from '../../../../electron/practice/state/entra-objects.ts';
import { entriesOf, putEntry } from '../../../../electron/practice/state/entries.ts';
import { calendarFolder } from '../../../../electron/practice/state/folders.ts';
import {
  cloudPerson,
  cloudRecipient,
  connected,
  emptySite,
  later,
  person,
  refusal,
  run,
  start,
} from './small-site.ts';

const target = 'exchangeOnline';

function cloudSite() {
  const state = emptySite();
  const anna = cloudPerson(state, 'Anna Müller', 'de-DE', 'anna');
  const bert = cloudPerson(state, 'Bert Jansen', 'nl-NL', 'bert');
  const session = connected(state);
  return { state, session, anna, bert };
}

describe('writing an entry', () => {
  const identity = 'anna@uni.example:\\Kalender';

  it('Add returns the entry and refuses a second one, whatever its right', () => {
    const { session } = cloudSite();
    const add = () =>
      run(session, target, 'Add-MailboxFolderPermission', {
        Identity: identity,
        User: 'bert',
        AccessRights: 'Editor',
      });
    expect(add().rows).toMatchObject([{ User: { DisplayName: 'Bert Jansen' }, AccessRights: ['Editor'] }]);
    expect(refusal(add)).toMatchObject({
      exception: 'UserAlreadyExistsInPermissionEntryException',
      message:
        '|Microsoft.Exchange.Management.StoreTasks.UserAlreadyExistsInPermissionEntryException|An existing permission entry was found for user: Bert Jansen.',
    });
  });

  it('Set shows nothing, warns when nothing changes, and refuses where there is no entry', () => {
    const { session } = cloudSite();
    const set = (right: string) =>
      run(session, target, 'Set-MailboxFolderPermission', {
        Identity: identity,
        User: 'bert',
        AccessRights: right,
      });
    expect(refusal(() => set('Editor'))).toMatchObject({
      exception: 'UserNotFoundInPermissionEntryException',
    });
    run(session, target, 'Add-MailboxFolderPermission', {
      Identity: identity,
      User: 'bert',
      AccessRights: 'Reviewer',
    });
    expect(set('Editor')).toEqual({ rows: [], warnings: [] });
    expect(set('Editor').warnings).toEqual([
      `The command completed successfully but no settings of '${identity}' have been modified.`,
    ]);
  });

  it('Get -User refuses where there is no entry, and gives just that one where there is', () => {
    const { session } = cloudSite();
    const get = (user: string) =>
      run(session, target, 'Get-MailboxFolderPermission', { Identity: identity, User: user });
    expect(refusal(() => get('bert'))).toMatchObject({
      exception: 'UserNotFoundInPermissionEntryException',
      message: expect.stringContaining('There is no existing permission entry found for user: bert.'),
    });
    expect(get('Default').rows).toMatchObject([{ User: { UserType: 'Default' } }]);
  });

  it('Remove takes the entry away, refuses a missing one, the special ones, and to ask back', () => {
    const { session } = cloudSite();
    run(session, target, 'Add-MailboxFolderPermission', {
      Identity: identity,
      User: 'bert',
      AccessRights: 'Reviewer',
    });
    const remove = (user: string, more = {}) =>
      run(session, target, 'Remove-MailboxFolderPermission', { Identity: identity, User: user, ...more });
    expect(refusal(() => remove('bert'))).toMatchObject({ exception: 'PSInvalidOperationException' });
    expect(remove('bert', { Confirm: false }).rows).toEqual([]);
    expect(refusal(() => remove('bert', { Confirm: false })).exception).toBe(
      'UserNotFoundInPermissionEntryException',
    );
    expect(refusal(() => remove('Anonymous', { Confirm: false })).exception).toBe(
      'CannotRemoveSpecialUserException',
    );
  });

  it('Add for Default is refused while its right is more than None', () => {
    const { session } = cloudSite();
    const write = (verb: string, user: string, right: string) =>
      run(session, target, `${verb}-MailboxFolderPermission`, {
        Identity: identity,
        User: user,
        AccessRights: right,
      });
    expect(refusal(() => write('Add', 'Default', 'Reviewer')).exception).toBe(
      'UserAlreadyExistsInPermissionEntryException',
    );
    expect(write('Add', 'Anonymous', 'AvailabilityOnly').rows).toHaveLength(1);
  });

  it('keeps the flags of a delegate through Set, but loses them to SendNotificationToUser, even false', () => {
    const { session } = cloudSite();
    run(session, target, 'Add-MailboxFolderPermission', {
      Identity: identity,
      User: 'bert',
      AccessRights: 'Editor',
      SharingPermissionFlags: 'Delegate,CanViewPrivateItems',
    });
    const flags = () =>
      run(session, target, 'Get-MailboxFolderPermission', { Identity: identity, User: 'bert' }).rows[0]?.[
        'SharingPermissionFlags'
      ];
    const set = (more = {}) =>
      run(session, target, 'Set-MailboxFolderPermission', {
        Identity: identity,
        User: 'bert',
        AccessRights: 'Editor',
        ...more,
      });
    set();
    expect(flags()).toBe('Delegate, CanViewPrivateItems');
    set({ SendNotificationToUser: false });
    expect(flags()).toBeNull();
    expect(refusal(() => set({ SharingPermissionFlags: 'CanViewPrivateItems' })).exception).toBe(
      'ArgumentException',
    );
  });

  it('leaves the flags and entries of others alone', () => {
    const { session, state, anna } = cloudSite();
    const folder = calendarFolder(state, 'cloud', anna.guid)?.folder ?? 0;
    putEntry(state, {
      folder,
      principal: 'S-1-5-21-9-9-9-1',
      kind: 'sid',
      rights: ['Editor'],
      flags: ['Delegate'],
    });
    const before = entriesOf(state, folder);
    run(session, target, 'Add-MailboxFolderPermission', {
      Identity: identity,
      User: 'bert',
      AccessRights: 'Editor',
    });
    run(session, target, 'Remove-MailboxFolderPermission', {
      Identity: identity,
      User: 'bert',
      Confirm: false,
    });
    expect(entriesOf(state, folder)).toEqual(before);
  });

  it('refuses a role together with single rights', () => {
    const { session } = cloudSite();
    expect(
      refusal(() =>
        run(session, target, 'Add-MailboxFolderPermission', {
          Identity: identity,
          User: 'bert',
          AccessRights: ['Editor', 'ReadItems'],
        }),
      ).exception,
    ).toBe('ArgumentException');
  });
});

describe('who can hold a right', () => {
  const identity = 'anna:\\Kalender';
  const add = (session: ReturnType<typeof connected>, user: string, now = start) =>
    run(
      session,
      target,
      'Add-MailboxFolderPermission',
      { Identity: identity, User: user, AccessRights: 'Editor' },
      { now },
    );

  it.each([
    ['MailContact', 'contact@uni.example'],
    ['MailUniversalDistributionGroup', 'contact@uni.example'],
    ['GroupMailbox', 'contact@uni.example'],
    ['GuestMailUser', 'contact@uni.example'],
  ] as const)('not a %s by its address', (type, address) => {
    const { state, session } = cloudSite();
    const object = addEntraObject(
      state,
      { kind: 'user', displayName: 'Guest', mail: address, mailNickname: 'guest', sid: 'S-1-5-21-7-7-7-1' },
      start,
    );
    const found = cloudRecipient(state, object, type);
    expect(refusal(() => add(session, address))).toMatchObject({
      exception: 'InvalidExternalUserIdException',
      message: expect.stringContaining(
        `The user "${address}" is either not valid SMTP address, or there is no matching information.`,
      ),
    });
    if (type === 'GuestMailUser') expect(add(session, found.directoryId).rows).toHaveLength(1);
  });

  it('nobody where two recipients carry the address, and an ambiguous name is refused', () => {
    const { state, session } = cloudSite();
    for (const nickname of ['one', 'two']) {
      const object = addEntraObject(
        state,
        {
          kind: 'user',
          displayName: 'Twin',
          mail: 'twin@uni.example',
          mailNickname: nickname,
          sid: `S-1-5-21-7-7-7-${nickname.length + (nickname === 'one' ? 1 : 2)}`,
        },
        start,
      );
      cloudRecipient(state, object, 'UserMailbox');
    }
    expect(refusal(() => add(session, 'twin@uni.example')).exception).toBe('InvalidExternalUserIdException');
    expect(refusal(() => add(session, 'Twin')).exception).toBe('ManagementObjectAmbiguousException');
    expect(
      refusal(() => run(session, target, 'Get-MailboxFolderPermission', { Identity: 'Twin:\\Calendar' }))
        .exception,
    ).toBe('ManagementObjectAmbiguousException');
  });

  it('a plain list named by its name on-premises is no security principal', () => {
    const state = emptySite();
    person(state, 'Anna', 'de-DE');
    const session = connected(state);
    run(session, 'exchange', 'New-DistributionGroup', { Name: 'Plain list' });
    const look = (now: Date) =>
      run(
        session,
        'exchange',
        'Get-MailboxFolderPermission',
        { Identity: 'anna:\\Kalender', User: 'Plain list' },
        { now },
      );
    for (const _ of [1, 2, 3])
      expect(refusal(() => look(later)).exception).toBe('InvalidExternalUserIdException');
    expect(refusal(() => look(later)).exception).toBe('InvalidInternalUserIdException');
  });

  it('a new group only after three looks and its time', () => {
    const { session } = cloudSite();
    run(session, target, 'New-DistributionGroup', {
      Name: 'Calendar Push',
      Type: 'Security',
      PrimarySmtpAddress: 'push@uni.example',
    });
    for (const _ of [1, 2, 3, 4])
      expect(refusal(() => add(session, 'push@uni.example')).exception).toBe(
        'InvalidExternalUserIdException',
      );
    expect(add(session, 'push@uni.example', later).rows).toMatchObject([
      { User: { DisplayName: 'Calendar Push' } },
    ]);
  });
});
