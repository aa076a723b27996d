import { plainText } from '../../state/rows.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import type { AdObject } from '../../state/ad-objects.ts';
import { adGroupsOf, adMembers } from '../../state/members.ts';
import type { PracticeState } from '../../state/practice-file.ts';
import { proxyAddresses, recipientOfDirectory } from '../../state/recipients.ts';
import { setting } from '../../state/settings.ts';

/** Attributes of the model's own that only the PowerShell names below show. */
export const own = {
  passwordNeverExpires: 'x-passwordNeverExpires',
  cannotChangePassword: 'x-cannotChangePassword',
  passwordNotRequired: 'x-passwordNotRequired',
  mustChangePassword: 'x-mustChangePassword',
  /** ISO 8601. */
  accountExpires: 'x-accountExpires',
  passwordLastSet: 'x-passwordLastSet',
  lockedOut: 'x-lockedOut',
  protected: 'x-protected',
  /** A group has members over a one-way trust: Get-ADGroupMember fails on it as a whole. */
  foreignMembers: 'x-foreignMembers',
} as const;

type Read = (state: PracticeState, object: AdObject) => Json | undefined;

const text = (value: string): Json | undefined => (value === '' ? undefined : value);
const is = (object: AdObject, attribute: string): boolean => object.attributes[attribute] === true;

/** userAccountControl: normal account, disabled, password not required, password never expires. */
function accountControl(object: AdObject): number {
  return (
    0x200 |
    (object.enabled ? 0 : 0x2) |
    (is(object, own.passwordNotRequired) ? 0x20 : 0) |
    (is(object, own.passwordNeverExpires) ? 0x10000 : 0)
  );
}

/** groupType: 2 global, 4 domain local, 8 universal; the high bit for security groups. (facts-exchange 3.2) */
function groupType(object: AdObject): number {
  const scope = object.scope === 'Global' ? 2 : object.scope === 'DomainLocal' ? 4 : 8;
  return object.security ? scope - 2_147_483_648 : scope;
}

const primaryGroup = (object: AdObject): Json | undefined =>
  object.attributes['primaryGroupID'] ??
  (object.kind === 'user' ? 513 : object.kind === 'computer' ? 515 : undefined);

const user =
  (read: Read): Read =>
  (state, object) =>
    object.kind === 'user' || object.kind === 'computer' ? read(state, object) : undefined;
const group =
  (read: Read): Read =>
  (state, object) =>
    object.kind === 'group' ? read(state, object) : undefined;
const inBag =
  (attribute: string): Read =>
  (_, object) =>
    object.attributes[attribute];

const neverExpires = '9223372036854775807';

/** How each property is read, by its name in lower case; PowerShell's names and LDAP's. What is not here is in `attributes`. */
const readings: Readonly<Record<string, Read>> = {
  distinguishedname: (_, object) => object.dn,
  name: (_, object) => object.name,
  cn: (_, object) => (object.kind === 'organizationalUnit' ? undefined : object.name),
  ou: (_, object) => (object.kind === 'organizationalUnit' ? object.name : undefined),
  objectclass: (_, object) => object.kind,
  objectcategory: (_, object) =>
    object.kind === 'user' || object.kind === 'contact' ? 'person' : object.kind,
  objectguid: (_, object) => object.guid,
  sid: (_, object) => text(object.sid),
  objectsid: (_, object) => text(object.sid),
  samaccountname: (_, object) => text(object.sam),
  userprincipalname: (_, object) => text(object.upn),
  displayname: (_, object) => text(object.displayName),
  mail: (_, object) => text(object.mail),
  emailaddress: (_, object) => text(object.mail),
  whencreated: (_, object) => object.createdAt,
  created: (_, object) => object.createdAt,
  whenchanged: (_, object) => object.changedAt,
  modified: (_, object) => object.changedAt,
  isdeleted: (_, object) => (object.deletedAt === '' ? undefined : true),
  deleted: (_, object) => (object.deletedAt === '' ? undefined : true),
  'msds-lastknownrdn': (_, object) => (object.deletedAt === '' ? undefined : object.name),
  lastknownparent: inBag('lastKnownParent'),
  proxyaddresses: (state, object) => {
    const found = recipientOfDirectory(state, 'on-premises', object.guid);
    return found === undefined ? undefined : proxyAddresses(state, 'on-premises', found.guid);
  },
  enabled: user((_, object) => object.enabled),
  useraccountcontrol: user((_, object) => accountControl(object)),
  passwordneverexpires: user((_, object) => is(object, own.passwordNeverExpires)),
  cannotchangepassword: user((_, object) => is(object, own.cannotChangePassword)),
  passwordnotrequired: user((_, object) => is(object, own.passwordNotRequired)),
  lockedout: user((_, object) => is(object, own.lockedOut)),
  passwordexpired: user((_, object) => is(object, own.mustChangePassword)),
  passwordlastset: user((_, object) => object.attributes[own.passwordLastSet]),
  pwdlastset: user((_, object) => {
    const set = object.attributes[own.passwordLastSet];
    return is(object, own.mustChangePassword) || typeof set !== 'string' ? 0 : fileTime(set);
  }),
  accountexpirationdate: user((_, object) => object.attributes[own.accountExpires]),
  accountexpires: user((_, object) => {
    const end = object.attributes[own.accountExpires];
    return typeof end === 'string' ? fileTime(end) : neverExpires;
  }),
  primarygroupid: user((_, object) => primaryGroup(object)),
  'msds-resultantpso': user(
    (state, object) =>
      setting(state, 'activeDirectory').fineGrained.find((policy) => policy.appliesTo.includes(object.guid))
        ?.name,
  ),
  memberof: (state, object) => adGroupsOf(state, object.guid).map((one) => one.dn),
  member: group((state, object) =>
    adMembers(state, object.guid)
      .map((one) => one.dn)
      .toArray(),
  ),
  members: group((state, object) =>
    adMembers(state, object.guid)
      .map((one) => one.dn)
      .toArray(),
  ),
  groupscope: group((_, object) => text(object.scope)),
  groupcategory: group((_, object) => (object.security ? 'Security' : 'Distribution')),
  grouptype: group((_, object) => groupType(object)),
  protectedfromaccidentaldeletion: (_, object) => is(object, own.protected),
  surname: inBag('sn'),
  city: inBag('l'),
  state: inBag('st'),
  country: inBag('c'),
  office: inBag('physicalDeliveryOfficeName'),
  officephone: inBag('telephoneNumber'),
  mobilephone: inBag('mobile'),
  organization: inBag('o'),
  homepage: inBag('wWWHomePage'),
  fax: inBag('facsimileTelephoneNumber'),
  othername: inBag('middleName'),
};

/** Windows' file time: 100 nanoseconds since 1601; as text, since it is larger than a JSON number holds. */
const fileTime = (iso: string): string => String(BigInt(Date.parse(iso) + 11_644_473_600_000) * 10_000n);

/** The value of a property by PowerShell's or LDAP's name, without case; undefined where it is not set. */
export function propertyOf(state: PracticeState, object: AdObject, name: string): Json | undefined {
  const key = name.toLowerCase();
  const read = readings[key];
  if (read !== undefined) return read(state, object);
  const found = Object.keys(object.attributes).find((attribute) => attribute.toLowerCase() === key);
  return found === undefined ? undefined : object.attributes[found];
}

/** All values of an attribute as text, as a search compares them. */
export function valuesOf(state: PracticeState, object: AdObject, name: string): readonly string[] {
  const value = propertyOf(state, object, name);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(plainText);
  if (name.toLowerCase() === 'objectclass') return classesOf(object);
  return [typeof value === 'boolean' ? (value ? 'TRUE' : 'FALSE') : plainText(value)];
}

function classesOf(object: AdObject): readonly string[] {
  if (object.kind === 'user') return ['top', 'person', 'organizationalPerson', 'user'];
  if (object.kind === 'contact') return ['top', 'person', 'organizationalPerson', 'contact'];
  if (object.kind === 'computer') return ['top', 'person', 'organizationalPerson', 'user', 'computer'];
  return ['top', object.kind];
}

/** Names under which the attributes of LDAP go as parameters of New-ADUser, Set-ADUser, New-ADGroup and Set-ADGroup. */
export const parameterAttributes: Readonly<Record<string, string>> = {
  GivenName: 'givenName',
  Surname: 'sn',
  Initials: 'initials',
  Description: 'description',
  Department: 'department',
  Title: 'title',
  Company: 'company',
  City: 'l',
  State: 'st',
  Country: 'c',
  Office: 'physicalDeliveryOfficeName',
  OfficePhone: 'telephoneNumber',
  MobilePhone: 'mobile',
  EmployeeID: 'employeeID',
  EmployeeNumber: 'employeeNumber',
  HomePage: 'wWWHomePage',
  Manager: 'manager',
  ManagedBy: 'managedBy',
  StreetAddress: 'streetAddress',
  PostalCode: 'postalCode',
  Division: 'division',
  Organization: 'o',
  OtherName: 'middleName',
};
