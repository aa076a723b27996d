import type { Json } from '../../../../shared/commands/value.ts';
import type { AdObject } from '../../state/ad-objects.ts';
import type { PracticeState } from '../../state/practice-file.ts';
import { propertyOf } from './attributes.ts';

/** What each Get cmdlet shows without being asked. (facts-windows 14; the object pages of the module) */
const defaults = {
  user: [
    'DistinguishedName',
    'Enabled',
    'GivenName',
    'Name',
    'ObjectClass',
    'ObjectGUID',
    'SamAccountName',
    'SID',
    'Surname',
    'UserPrincipalName',
  ],
  group: [
    'DistinguishedName',
    'GroupCategory',
    'GroupScope',
    'Name',
    'ObjectClass',
    'ObjectGUID',
    'SamAccountName',
    'SID',
  ],
  unit: ['City', 'Country', 'DistinguishedName', 'Name', 'ObjectClass', 'ObjectGUID', 'PostalCode', 'State'],
  object: ['DistinguishedName', 'Name', 'ObjectClass', 'ObjectGUID'],
} as const;
export type RowKind = keyof typeof defaults;

/**
 * An object as a Get cmdlet shows it: its default properties and those that were asked for, in the spelling in which they
 * were asked. What is not set is null; what was not asked for is not there.
 */
export function directoryRow(
  state: PracticeState,
  object: AdObject,
  kind: RowKind,
  asked: readonly string[] = [],
): Json {
  const names: readonly string[] = [
    ...defaults[kind],
    ...asked.flatMap((name) => (name === '*' ? everything : [name])),
  ];
  return Object.fromEntries(names.map((name) => [name, propertyOf(state, object, name) ?? null]));
}

const everything: readonly string[] = [
  'AccountExpirationDate',
  'CannotChangePassword',
  'Created',
  'Description',
  'DisplayName',
  'EmailAddress',
  'LockedOut',
  'MemberOf',
  'Modified',
  'PasswordLastSet',
  'PasswordNeverExpires',
  'ProtectedFromAccidentalDeletion',
  'userAccountControl',
  'whenChanged',
  'whenCreated',
];

/** A member or group as Get-ADGroupMember and Get-ADPrincipalGroupMembership show it. */
export const principalRow = (object: AdObject): Json => ({
  distinguishedName: object.dn,
  name: object.name,
  objectClass: object.kind,
  objectGUID: object.guid,
  SamAccountName: object.sam === '' ? null : object.sam,
  SID: object.sid === '' ? null : object.sid,
});
