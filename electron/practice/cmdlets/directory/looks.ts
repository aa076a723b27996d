import { plainText } from '../../state/rows.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import type { AdKind, AdObject } from '../../state/ad-objects.ts';
import { splitDn } from '../../state/distinguished-names.ts';
import { adGroupsOf, adMembers, adMembersInChain } from '../../state/members.ts';
import { adObject, adObjectBySid } from '../../state/ad-objects.ts';
import { setting } from '../../state/settings.ts';
import { refuseDirectory, row, type Call, type Handlers } from '../call.ts';
import { BadLdapFilter, parseLdapFilter } from '../filters/ldap-filter.ts';
import { BadPowerShellFilter, parsePowerShellFilter } from '../filters/powershell-filter.ts';
import type { SearchFilter } from '../filters/search-filter.ts';
import { own } from './attributes.ts';
import { checkServer, isPlace, named } from './identity.ts';
import { directoryRow, principalRow, type RowKind } from './rows.ts';
import { search, type Search } from './search.ts';

/** ADWS gives no more members than this (MaxGroupOrMemberEntries). (facts-windows 14) */
const memberLimit = 5000;

/** The filter that the command carries, parsed. */
export function filterOf(call: Call): SearchFilter {
  const ldap = call.given.text('LDAPFilter');
  try {
    return ldap === undefined ? parsePowerShellFilter(call.given.textOf('Filter')) : parseLdapFilter(ldap);
  } catch (thrown) {
    if (thrown instanceof BadLdapFilter) throw refuseDirectory(call, 'badLdapFilter');
    if (thrown instanceof BadPowerShellFilter)
      throw refuseDirectory(call, 'badFilter', thrown.message, String(thrown.position));
    throw thrown;
  }
}

function get(kinds: readonly AdKind[] | undefined, kind: RowKind, bySam: boolean) {
  return (call: Call): Iterable<Output> => {
    const { distinguishedName } = checkServer(call, false);
    const asked = call.given.list('Properties') ?? [];
    const deleted = call.given.flag('IncludeDeletedObjects') === true;
    const shown = (object: AdObject): Output => row(directoryRow(call.state, object, kind, asked));
    if (call.given.has('Identity'))
      return [shown(named(call, 'Identity', { bySam, deleted, ...(kinds === undefined ? {} : { kinds }) }))];
    const base = call.given.textOf('SearchBase');
    if (base !== '') checkBase(call, base);
    const wanted: Search = {
      filter: filterOf(call),
      base: base === '' ? distinguishedName : base,
      scope: scopeOf(call.given.textOf('SearchScope')),
      deleted,
      ...(kinds === undefined ? {} : { kinds }),
    };
    const most = Number(call.given.value('ResultSetSize') ?? Infinity);
    return search(call.state, wanted).take(most).map(shown);
  };
}

function checkBase(call: Call, base: string): void {
  if (splitDn(base) === undefined) throw refuseDirectory(call, 'badDn');
  if (!isPlace(call.state, base)) throw refuseDirectory(call, 'parentNotFound');
}

const scopeOf = (text: string): Search['scope'] =>
  text === 'Base' || text === 'OneLevel' ? text : 'Subtree';

function getGroupMember(call: Call): Iterable<Output> {
  checkServer(call, false);
  const group = named(call, 'Identity', { kinds: ['group'] });
  if (group.attributes[own.foreignMembers] === true) throw refuseDirectory(call, 'unspecified');
  const members = (
    call.given.flag('Recursive') === true
      ? adMembersInChain(call.state, group.guid)
          .map((guid) => adObject(call.state, guid))
          .filter((member) => member !== undefined && member.kind !== 'group')
      : adMembers(call.state, group.guid)
          .take(memberLimit + 1)
          .toArray()
  ).filter((member) => member !== undefined);
  if (members.length > memberLimit) throw refuseDirectory(call, 'tooManyMembers');
  return members.map((member) => row(principalRow(member)));
}

function getPrincipalGroupMembership(call: Call): Iterable<Output> {
  checkServer(call, false);
  const member = named(call, 'Identity', { kinds: ['user', 'group', 'computer'] });
  const groups = adGroupsOf(call.state, member.guid);
  const { domainSid } = setting(call.state, 'activeDirectory');
  const rid = member.attributes['primaryGroupID'] ?? (member.kind === 'user' ? 513 : '');
  const primary =
    member.kind === 'group' ? undefined : adObjectBySid(call.state, `${domainSid}-${plainText(rid)}`);
  return [...(primary === undefined ? [] : [primary]), ...groups].map((group) =>
    row(directoryRow(call.state, group, 'group')),
  );
}

/** The cmdlets that read objects of Active Directory. */
export const directoryLooks: Handlers = {
  'Get-ADUser': get(['user'], 'user', true),
  'Get-ADGroup': get(['group'], 'group', true),
  'Get-ADOrganizationalUnit': get(['organizationalUnit'], 'unit', false),
  'Get-ADObject': get(undefined, 'object', false),
  'Get-ADGroupMember': getGroupMember,
  'Get-ADPrincipalGroupMembership': getPrincipalGroupMembership,
};
