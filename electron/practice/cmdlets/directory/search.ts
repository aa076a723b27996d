import {
  adObject,
  adObjectByDn,
  adObjects,
  adObjectsBy,
  type AdKind,
  type AdObject,
} from '../../state/ad-objects.ts';
import { adObjectOf, adObjectBySid } from '../../state/ad-objects.ts';
import { isBelow } from '../../state/distinguished-names.ts';
import { fold } from '../../state/folding.ts';
import { adGroupsInChain, adGroupsOf, adMembers, adMembersInChain } from '../../state/members.ts';
import type { PracticeState } from '../../state/practice-file.ts';
import { testOf, type SearchFilter } from '../filters/search-filter.ts';
import { valuesOf } from './attributes.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN and LDAP_MATCHING_RULE_BIT_AND, _OR. (win32 `ADSI/search-filter-syntax.md`) */
const inChain = '1.2.840.113556.1.4.1941';
const bitAnd = '1.2.840.113556.1.4.803';
const bitOr = '1.2.840.113556.1.4.804';

export interface Search {
  readonly filter: SearchFilter;
  readonly kinds?: readonly AdKind[];
  readonly base: string;
  readonly scope: 'Base' | 'OneLevel' | 'Subtree';
  /** Objects in the bin too. */
  readonly deleted: boolean;
}

/** Searches the directory: by index where the filter allows it, else object by object. Reads page by page. */
export function* search(state: PracticeState, wanted: Search): Generator<AdObject> {
  const test = testOf(wanted.filter, {
    values: (object: AdObject, attribute) => valuesOf(state, object, attribute),
    fold,
    rule: ruleTest(state),
  });
  const base = fold(wanted.base);
  for (const object of candidates(state, wanted)) {
    if (wanted.kinds !== undefined && !wanted.kinds.includes(object.kind)) continue;
    if (object.deletedAt === '' ? !isIn(object, base, wanted.scope) : !wanted.deleted) continue;
    if (test(object)) yield object;
  }
}

function isIn(object: AdObject, base: string, scope: Search['scope']): boolean {
  if (scope === 'OneLevel') return fold(object.parentDn) === base;
  const dn = fold(object.dn);
  return scope === 'Base' ? dn === base : isBelow(dn, base);
}

function* candidates(state: PracticeState, wanted: Search): Generator<AdObject> {
  const found = byIndex(state, wanted.filter);
  if (found !== undefined) yield* found;
  else if (wanted.kinds === undefined) yield* adObjects(state);
  else for (const kind of wanted.kinds) yield* adObjects(state, { kind });
  if (wanted.deleted) yield* adObjects(state, { deleted: true });
}

/** Living objects among which all that match are; undefined where no index helps. */
function byIndex(state: PracticeState, filter: SearchFilter): Iterable<AdObject> | undefined {
  if (filter.kind === 'and') {
    for (const part of filter.parts) {
      const found = byIndex(state, part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (filter.kind === 'or') {
    const all = filter.parts.map((part) => byIndex(state, part));
    return all.every((one) => one !== undefined) ? withoutDoubles(all) : undefined;
  }
  if (filter.kind === 'rule' && filter.rule === inChain) return chain(state, filter.attribute, filter.value);
  if (filter.kind !== 'equals') return undefined;
  return byEquality(state, filter.attribute.toLowerCase(), filter.value);
}

function* withoutDoubles(all: readonly (Iterable<AdObject> | undefined)[]): Generator<AdObject> {
  const seen = new Set<string>();
  for (const found of all)
    for (const object of found ?? []) {
      if (seen.has(object.guid)) continue;
      seen.add(object.guid);
      yield object;
    }
}

const living = (object: AdObject | undefined): AdObject[] =>
  object === undefined || object.deletedAt !== '' ? [] : [object];

function byEquality(state: PracticeState, attribute: string, value: string): Iterable<AdObject> | undefined {
  switch (attribute) {
    case 'samaccountname':
      return adObjectsBy(state, 'sam', value);
    case 'userprincipalname':
      return adObjectsBy(state, 'upn', value);
    case 'name':
    case 'cn':
    case 'ou':
      return adObjectsBy(state, 'name', value);
    case 'mail':
    case 'emailaddress':
      return adObjectsBy(state, 'mail', value);
    case 'distinguishedname':
      return living(adObjectByDn(state, value));
    case 'objectguid':
      return living(adObject(state, value));
    case 'objectsid':
    case 'sid':
      return living(adObjectBySid(state, value));
    case 'memberof': {
      const group = adObjectByDn(state, value);
      return group === undefined ? [] : adMembers(state, group.guid);
    }
    case 'member': {
      const member = adObjectByDn(state, value);
      return member === undefined ? [] : adGroupsOf(state, member.guid);
    }
    case 'primarygroupid':
      return value === '513' || value === '515' ? undefined : byPrimaryGroup(state, value);
    default:
      return undefined;
  }
}

const byPrimaryGroup = (state: PracticeState, rid: string): AdObject[] =>
  state
    .rows(
      "SELECT * FROM ad_objects WHERE json_extract(attributes, '$.primaryGroupID') = ? AND deleted_at = ''",
      Number(rid),
    )
    .map(adObjectOf);

function* chain(state: PracticeState, attribute: string, dn: string): Generator<AdObject> {
  for (const guid of chainOf(state, attribute, dn)) yield* living(adObject(state, guid));
}

function chainOf(state: PracticeState, attribute: string, dn: string): readonly string[] {
  const end = adObjectByDn(state, dn);
  if (end === undefined) return [];
  if (attribute.toLowerCase() === 'memberof') return adMembersInChain(state, end.guid);
  return attribute.toLowerCase() === 'member' ? adGroupsInChain(state, end.guid) : [];
}

/** Tests of matching rules; a chain is worked out once a search. */
function ruleTest(
  state: PracticeState,
): (object: AdObject, attribute: string, rule: string, value: string) => boolean {
  const chains = new Map<string, ReadonlySet<string>>();
  return (object, attribute, rule, value) => {
    if (rule === inChain) {
      const key = `${attribute.toLowerCase()} ${value}`;
      const inside = chains.get(key) ?? new Set(chainOf(state, attribute, value));
      chains.set(key, inside);
      return inside.has(object.guid);
    }
    const bits = Number(value);
    return valuesOf(state, object, attribute).some((one) =>
      rule === bitAnd ? (Number(one) & bits) === bits : rule === bitOr && (Number(one) & bits) !== 0,
    );
  };
}
