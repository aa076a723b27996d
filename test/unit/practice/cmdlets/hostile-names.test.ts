import { plainText } from '../../../../electron/practice/state/rows.ts';
import { describe, expect, it } from 'vitest';
import { addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { addFolder, calendarFolder } from '../../../../electron/practice/state/folders.ts';
import { ldapText } from '../../../../shared/commands/search-text.ts';
import {
  cloudPerson,
  connected,
  domain,
  emptySite,
  later,
  person,
  refusal,
  run,
  start,
  unit,
} from './small-site.ts';
import { distinguishedNameOf, splitDn } from '../../../../electron/practice/state/distinguished-names.ts';

const names = [
  "O'Brien",
  '"Quoted"',
  '‘‚“„”’',
  '$(calc)',
  '`backtick`$env:PATH',
  'line\r\nbreak',
  '\u202Egnitirw\u202C',
  'שלום עולם',
  '👩‍🏫🗓️',
  'x'.repeat(64),
  '=cmd|1',
  '+1',
  '-1',
  '@sum',
  '../../etc/passwd',
  'a, b + c; d=e <f> #g',
  '(star*) & |pipe|',
  '<script>alert(1)</script>',
  '日本語の名前',
  ' outer spaces ',
  '%41%2f{0}',
  "'; DROP TABLE entries; --",
];

describe.each(names)('the name %j', (name) => {
  it('works for a person, a group, a unit, a folder and an entry', () => {
    const state = emptySite();
    const session = connected(state);
    const ou = addAdObject(state, { kind: 'organizationalUnit', name, parentDn: domain }, start);
    run(session, 'activeDirectory', 'New-ADUser', {
      Name: name,
      SamAccountName: 'hostile',
      DisplayName: name,
      Path: ou.dn,
    });
    const dn = distinguishedNameOf('user', name, ou.dn);
    expect(splitDn(dn)).toEqual({ attribute: 'CN', value: name, parent: ou.dn });
    const [user] = run(session, 'activeDirectory', 'Get-ADUser', {
      Identity: dn,
      Properties: ['DisplayName'],
    }).rows;
    expect(user).toMatchObject({ Name: name, DisplayName: name });
    const found = run(session, 'activeDirectory', 'Get-ADObject', {
      LDAPFilter: `(&(objectClass=user)(name=${ldapText(name)}))`,
      SearchBase: ou.dn,
    });
    expect(found.rows).toMatchObject([{ ObjectGUID: user?.['ObjectGUID'] }]);

    const anna = cloudPerson(state, 'Anna', 'de-DE');
    const holder = cloudPerson(state, name, 'en-GB', 'holder');
    const quoted = name.replaceAll("'", "''");
    expect(
      run(session, 'exchangeOnline', 'Get-Recipient', { Filter: `DisplayName -eq '${quoted}'` }).rows,
    ).toMatchObject([{ Guid: holder.guid }]);
    const calendar = calendarFolder(state, 'cloud', anna.guid);
    const folder = addFolder(state, {
      side: 'cloud',
      mailboxGuid: anna.guid,
      name,
      type: 'User Created',
      below: calendar?.path ?? '/',
    });
    const rows = run(session, 'exchangeOnline', 'Get-MailboxFolderStatistics', {
      Identity: anna.guid,
      FolderScope: 'Calendar',
    }).rows;
    expect(rows.map((row) => row['Name'])).toContain(name);
    const list = { Identity: `${anna.guid}:${folder.folderId}` };
    run(session, 'exchangeOnline', 'Add-MailboxFolderPermission', {
      ...list,
      User: holder.guid,
      AccessRights: 'Editor',
    });
    expect(run(session, 'exchangeOnline', 'Get-MailboxFolderPermission', list).rows.at(-1)).toMatchObject({
      FolderName: name,
      User: { DisplayName: name },
    });

    const bert = person(state, 'Bert', 'nl-NL');
    const given = {
      Name: name,
      Type: 'Security',
      Alias: 'push',
      OrganizationalUnit: ou.dn,
      SamAccountName: 'push',
    };
    refusal(() => run(session, 'exchange', 'New-DistributionGroup', given));
    const [group] = run(session, 'exchange', 'New-DistributionGroup', {
      ...given,
      OrganizationalUnit: unit,
    }).rows;
    const add = () =>
      run(
        session,
        'exchange',
        'Add-MailboxFolderPermission',
        { Identity: `${bert.guid}:\\Agenda`, User: 'push@uni.example', AccessRights: 'Editor' },
        { now: later },
      );
    for (const _ of [1, 2, 3]) refusal(add);
    expect(add().rows).toMatchObject([
      { User: { DisplayName: name, ADRecipient: { Guid: group?.['Guid'] } } },
    ]);
    const identity = { Identity: plainText(group?.['DistinguishedName']) };
    expect(run(session, 'exchange', 'Get-DistributionGroup', identity).rows[0]).toMatchObject({ Name: name });
  });
});

it('two names that differ only in case or accents are one in Active Directory', () => {
  const state = emptySite();
  person(state, 'Zoë Müller', 'en-GB', 'zoe');
  const session = connected(state);
  const error = refusal(() =>
    run(session, 'activeDirectory', 'New-ADUser', {
      Name: 'ZOE MULLER',
      SamAccountName: 'other',
      Path: unit,
    }),
  );
  expect(error.id).toContain('ActiveDirectoryServer:8305');
});
