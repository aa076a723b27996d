import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { ldapText } from '../../commands/search-text.ts';
import { later } from '../../commands/value.ts';
import type { Looker, Person } from '../../run/ports.ts';
import { ids } from '../ids.ts';
import { disabledAccount, type FoundGroup } from './people.ts';

const server = { Server: later(ids.activeDirectory, 'HostName') };
const base = { SearchBase: later(ids.activeDirectory, 'DomainDistinguishedName') };

const group = z.object({
  DistinguishedName: z.string(),
  Name: z.string(),
  SID: z.string(),
  DisplayName: z.string().nullish(),
});

const object = z.object({
  ObjectClass: z.string(),
  ObjectGUID: z.string(),
  Name: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  userAccountControl: z.number().nullish(),
  objectSid: z.string().nullish(),
});

/** Groups in Active Directory that this name or address means. */
export async function activeDirectoryGroups(looker: Looker, called: string): Promise<readonly FoundGroup[]> {
  await looker.connected('activeDirectory');
  const text = ldapText(called);
  const found = await looker.read(
    cmdlet('activeDirectory', 'Get-ADGroup', {
      LDAPFilter: `(|(sAMAccountName=${text})(name=${text})(displayName=${text})(mail=${text})(distinguishedName=${text}))`,
      Properties: ['DisplayName'],
      ...server,
    }),
    group,
  );
  return found.map((one) => ({
    displayName: one.DisplayName ?? one.Name,
    members: () => members(looker, one),
  }));
}

/**
 * Everybody in the group: the directory follows nested groups and cycles itself (LDAP_MATCHING_RULE_IN_CHAIN), which
 * Get-ADGroupMember can't above 5,000; members by primary group are not in `memberOf` and are asked for by their
 * groups' relative ids. (facts-windows 14)
 */
async function* members(looker: Looker, of: z.infer<typeof group>): AsyncGenerator<readonly Person[]> {
  const groupSids = [of.SID];
  yield* people(looker, `(memberOf:1.2.840.113556.1.4.1941:=${ldapText(of.DistinguishedName)})`, (one) => {
    if (one.ObjectClass === 'group' && one.objectSid != null) groupSids.push(one.objectSid);
  });
  for (const sid of groupSids) {
    yield* people(looker, `(primaryGroupID=${sid.slice(sid.lastIndexOf('-') + 1)})`, () => undefined);
  }
}

async function* people(
  looker: Looker,
  LDAPFilter: string,
  seen: (one: z.infer<typeof object>) => void,
): AsyncGenerator<readonly Person[]> {
  const command = cmdlet('activeDirectory', 'Get-ADObject', {
    LDAPFilter,
    Properties: ['displayName', 'mail', 'userPrincipalName', 'userAccountControl', 'objectSid'],
    ResultPageSize: 1000,
    ...base,
    ...server,
  });
  let some: Person[] = [];
  for await (const one of looker.rows(command, object)) {
    seen(one);
    if (one.ObjectClass === 'group') continue;
    some.push(personOf(one));
    if (some.length < 500) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** The bit of userAccountControl that says "disabled". */
const disabledBit = 2;

const personOf = (one: z.infer<typeof object>): Person => ({
  key: one.ObjectGUID.toLowerCase(),
  secondKey: '',
  name: one.displayName ?? one.Name,
  address: one.mail ?? one.userPrincipalName ?? '',
  leftOut: reason(one),
  unusable: '',
});

function reason(one: z.infer<typeof object>): string {
  if (one.ObjectClass === 'contact') return 'Mail contact';
  if (one.ObjectClass !== 'user' && one.ObjectClass !== 'inetOrgPerson') return 'Not a person';
  return ((one.userAccountControl ?? 0) & disabledBit) === 0 ? '' : disabledAccount;
}
