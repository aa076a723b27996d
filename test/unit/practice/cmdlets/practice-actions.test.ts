import { describe, expect, it } from 'vitest';
import { practiceActions } from '../../../../electron/practice/cmdlets/practice-actions.ts';
import {
  BadPracticeAction,
  isPracticeAction,
  runPracticeAction,
} from '../../../../electron/practice/cmdlets/run-practice-action.ts';
import { adObjectBySam, addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { addEntraObject } from '../../../../electron/practice/state/entra-objects.ts';
import { adMembers, entraMembers } from '../../../../electron/practice/state/members.ts';
import { hide, stillPending } from '../../../../electron/practice/clocks.ts';
import { setting } from '../../../../electron/practice/state/settings.ts';
import { cloudPerson, connected, emptySite, person, refusal, run, start, unit } from './small-site.ts';

function site() {
  const state = emptySite();
  const session = connected(state);
  cloudPerson(state, 'Anna', 'de-DE');
  person(state, 'Bert', 'nl-NL');
  const act = (action: string, more: Readonly<Record<string, unknown>> = {}) =>
    runPracticeAction(state, { target: 'practice', action, ...more }, start);
  const list = (identity: string) =>
    run(session, 'exchangeOnline', 'Get-MailboxFolderPermission', { Identity: identity }).rows;
  return { state, session, act, list };
}

describe('a practice-only action', () => {
  it('is told by its target, and refused with the list of actions when unknown', () => {
    const { act } = site();
    expect([isPracticeAction({ target: 'practice' }), isPracticeAction({ target: 'graph' })]).toEqual([
      true,
      false,
    ]);
    expect(() => act('explode')).toThrow(/rename-folder, add-folder/u);
    expect(() => act('rename-folder', { mailbox: 'anna' })).toThrow(BadPracticeAction);
    expect(() => act('rename-folder', { mailbox: 'nobody', name: 'x' })).toThrow(
      'There is no mailbox "nobody".',
    );
    expect(Object.values(practiceActions).every((schema) => (schema.description ?? '') !== '')).toBe(true);
  });

  it('renames a calendar, which stays the calendar; what lies below follows', () => {
    const { act, list, session } = site();
    act('add-folder', { mailbox: 'anna', name: 'Team', below: '/Kalender' });
    act('rename-folder', { mailbox: 'anna', name: 'Termine' });
    expect(list('anna:\\Termine\\Team')).toEqual([]);
    expect(refusal(() => list('anna:\\Kalender')).exception).toBe('ManagementObjectNotFoundException');
    expect(
      run(session, 'exchangeOnline', 'Get-MailboxFolderStatistics', {
        Identity: 'anna',
        FolderScope: 'Calendar',
      }).rows[0],
    ).toMatchObject({ Name: 'Termine', FolderType: 'Calendar' });
  });

  it('writes entries of anybody, dead ones and delegates too', () => {
    const { act, list } = site();
    act('add-entry', { mailbox: 'anna', user: 'S-1-5-21-4-4-4-4', rights: ['Reviewer'] });
    act('add-entry', {
      mailbox: 'anna',
      user: 'anna@uni.example',
      rights: ['Editor'],
      flags: ['Delegate', 'CanViewPrivateItems'],
    });
    act('add-entry', {
      mailbox: 'anna',
      user: 'ExchangePublishedUser.x@elsewhere.example',
      rights: ['LimitedDetails'],
    });
    act('add-entry', { mailbox: 'anna', user: 'Default', rights: ['LimitedDetails'] });
    expect(list('anna:\\Kalender')).toMatchObject([
      { User: { UserType: 'Default' }, AccessRights: ['LimitedDetails'] },
      { User: { UserType: 'Anonymous' } },
      { User: { UserType: 'Unknown', DisplayName: 'NT:S-1-5-21-4-4-4-4' } },
      { User: { DisplayName: 'Anna' }, SharingPermissionFlags: 'Delegate, CanViewPrivateItems' },
      { User: { UserType: 'External' } },
    ]);
  });

  it('damages, fills and repairs a list, moves a mailbox, and lets it fail', () => {
    const { act, list, session } = site();
    act('damage-list', { mailbox: 'anna' });
    expect(refusal(() => list('anna:\\Kalender')).exception).toBe('CorruptDataException');
    act('repair-list', { mailbox: 'anna' });
    act('fill-list', { mailbox: 'bert' });
    const add = () =>
      run(session, 'exchange', 'Add-MailboxFolderPermission', {
        Identity: 'bert:\\Agenda',
        User: 'bert',
        AccessRights: 'Editor',
      });
    expect(refusal(add).exception).toBe('ACLTooBigException');
    act('move-mailbox-state', { mailbox: 'anna', state: 'lasting' });
    for (const _ of [1, 2])
      expect(refusal(() => list('anna:\\Kalender')).exception).toBe('MailboxInTransitException');
    act('move-mailbox-state', { mailbox: 'anna', state: 'none' });
    expect(list('anna:\\Kalender')).toHaveLength(2);
    act('fail-mailbox', { mailbox: 'bert', state: 'lasting' });
    expect(refusal(add)).toMatchObject({ exception: 'StorageTransientException', kind: 'transient' });
  });

  it('renames objects, and changes memberships on both sides', () => {
    const { act, state, session } = site();
    act('rename-object', { in: 'active-directory', identity: 'bert', displayName: 'Bert the Second' });
    expect(run(session, 'exchange', 'Get-Mailbox', { Identity: 'bert' }).rows[0]).toMatchObject({
      DisplayName: 'Bert the Second',
    });
    act('rename-object', { in: 'entra', identity: 'anna@uni.example', displayName: 'Anna the Second' });
    expect(run(session, 'exchangeOnline', 'Get-Mailbox', { Identity: 'anna' }).rows[0]).toMatchObject({
      DisplayName: 'Anna the Second',
    });
    const group = addAdObject(
      state,
      { kind: 'group', name: 'staff', parentDn: unit, sam: 'staff', scope: 'Global', security: true },
      start,
    );
    act('add-member-to-audience-group', { in: 'active-directory', group: 'staff', member: 'bert' });
    expect([...adMembers(state, group.guid)]).toMatchObject([{ guid: adObjectBySam(state, 'bert')?.guid }]);
    act('remove-member-from-audience-group', { in: 'active-directory', group: 'staff', member: 'bert' });
    expect([...adMembers(state, group.guid)]).toEqual([]);
    const { id } = addEntraObject(state, { kind: 'group', displayName: 'Staff' }, start);
    expect(
      act('add-member-to-audience-group', { in: 'entra', group: 'Staff', member: 'anna@uni.example' }),
    ).toEqual({ changed: true });
    expect([...entraMembers(state, id)]).toHaveLength(1);
  });

  it('runs clocks out, and sets policies and roles', () => {
    const { act, state, session } = site();
    hide(state, 'graph', 'x', start);
    act('run-out-clocks');
    expect(stillPending(state)).toEqual([]);
    act('set-policy', { of: 'entra', name: 'securityDefaults', value: { isEnabled: true } });
    act('set-policy', { of: 'exchange-online', name: 'EwsEnabled', value: false });
    act('set-policy', { of: 'active-directory-password', name: 'minPasswordLength', value: 20 });
    expect(() =>
      act('set-policy', { of: 'active-directory-password', name: 'minPasswordLength', value: 'long' }),
    ).toThrow(BadPracticeAction);
    expect(setting(state, 'entra').policies).toMatchObject({ securityDefaults: { isEnabled: true } });
    expect(run(session, 'exchangeOnline', 'Get-OrganizationConfig').rows[0]).toMatchObject({
      EwsEnabled: false,
    });
    expect(setting(state, 'activeDirectory').passwordPolicy.minPasswordLength).toBe(20);
    act('set-roles', { of: 'exchange-online', roles: ['View-Only Recipients'] });
    expect(
      refusal(() =>
        run(session, 'exchangeOnline', 'Add-MailboxFolderPermission', {
          Identity: 'anna:\\Kalender',
          User: 'anna',
          AccessRights: 'Editor',
        }),
      ).exception,
    ).toBe('CommandNotFoundException');
  });
});
