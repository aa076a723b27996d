import { describe, expect, it } from 'vitest';
import {
  entriesOf,
  entryRow,
  isDeadEntry,
  needsProof,
  type OurGroup,
} from '../../../../shared/steps/calendar-permissions/entries.ts';

const group: OurGroup = {
  guid: '64731c32-f1df-4b92-8dbe-1809c23ff85b',
  address: 'calendar-push@example.org',
  displayName: 'Calendar Push',
  isKnownByName: true,
};

const row = (user: unknown, rights: unknown = ['Editor'], flags: unknown = null) =>
  entryRow.parse({ FolderName: 'Agenda', User: user, AccessRights: rights, SharingPermissionFlags: flags });

const onPremises = (type: string, name: string, guid: string | null) => ({
  UserType: type,
  DisplayName: name,
  ADRecipient: guid === null ? null : { Guid: guid, PrimarySmtpAddress: 'x@example.org' },
});
const online = (type: string, name: string) => ({
  UserType: type,
  RecipientPrincipal: null,
  DisplayName: name,
});

const isOurs = (user: unknown, of: OurGroup | undefined = group): boolean | undefined =>
  entriesOf([row(user)], of)[0]?.ours;

describe('our entry', () => {
  it('is recognised by its GUID where the row has one, whatever it is called', () => {
    expect(isOurs(onPremises('Internal', 'Something else', group.guid.toUpperCase()))).toBe(true);
    expect(isOurs(onPremises('Internal', group.displayName, '00000000-f1df-4b92-8dbe-1809c23ff85b'))).toBe(
      false,
    );
  });

  it('is recognised by its display name where there is nothing stronger', () => {
    expect(isOurs(online('Internal', 'calendar push'))).toBe(true);
    expect(isOurs('Calendar Push')).toBe(true);
    expect(isOurs(online('Internal', 'Calendar Push 2'))).toBe(false);
  });

  it.each(['Default', 'Anonymous', 'Unknown'])('is never an entry of type %s', (type) => {
    expect(isOurs(online(type, group.displayName))).toBe(false);
  });

  it('is none while the group does not exist', () => {
    expect(entriesOf([row(online('Internal', group.displayName))], undefined)[0]?.ours).toBe(false);
  });

  it('is not proven by a name once the group was made again under it', () => {
    const again = { ...group, isKnownByName: false };
    const rows = [row(online('Internal', group.displayName))];
    expect(entriesOf(rows, again)[0]?.ours).toBe(false);
    expect(needsProof(rows, again)).toBe(true);
    expect(needsProof(rows, group)).toBe(false);
    expect(needsProof([row(onPremises('Internal', group.displayName, group.guid))], again)).toBe(false);
    expect(needsProof([row(online('Unknown', group.displayName))], again)).toBe(false);
  });
});

describe('a row', () => {
  it('may have its rights and flags as a list or as one text', () => {
    const [entry] = entriesOf([row('a', 'CreateItems, ReadItems', 'Delegate, CanViewPrivateItems')], group);
    expect(entry).toEqual({
      user: 'a',
      rights: ['CreateItems', 'ReadItems'],
      flags: ['Delegate', 'CanViewPrivateItems'],
      ours: false,
    });
  });

  it('has no flags where they say None', () => {
    expect(entriesOf([row('a', ['Editor'], ['None'])], group)[0]?.flags).toEqual([]);
  });

  it('of an account that is gone is known as such', () => {
    const [dead, alive] = entriesOf([row('NT:S-1-5-21-1-2-3-1165'), row('NT Smith')], group);
    expect(dead && isDeadEntry(dead)).toBe(true);
    expect(alive && isDeadEntry(alive)).toBe(false);
  });
});
