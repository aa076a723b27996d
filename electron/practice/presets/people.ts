import type { Side } from '../../../shared/run/ports.ts';
import { personPlan, type PersonPlan } from './blueprint.ts';
import { hostileNames, languages, personName } from './person-names.ts';

/** Where made-up people live. */
export interface Crowd {
  /** Domain of their addresses and sign-in names. */
  readonly domain: string;
  readonly side: (number: number) => Side;
  /** Groups that the person with this number is directly in. */
  readonly groups: (number: number) => readonly string[];
}

/** What is unusual about the first people of a preset, one after the other. */
export type Oddity = Partial<PersonPlan>;

/** An ordinary person by number: language, name and address follow from it. */
function ordinaryPerson(crowd: Crowd, number: number): PersonPlan {
  const language = languages[number % languages.length];
  if (language === undefined) throw new Error('There are no languages.');
  const alias = `p${String(number).padStart(5, '0')}`;
  const address = `${alias}@${crowd.domain}`;
  return personPlan({
    alias,
    displayName: personName(language, Math.floor(number / languages.length)),
    userPrincipalName: address,
    address,
    language: language.tag,
    side: crowd.side(number),
    groups: crowd.groups(number),
  });
}

/** A person with the hostile name of that number. */
function hostilePerson(crowd: Crowd, number: number): PersonPlan {
  const alias = `h${String(number).padStart(3, '0')}`;
  const address = `${alias}@${crowd.domain}`;
  return {
    ...ordinaryPerson(crowd, number),
    alias,
    displayName: hostileNames[number] ?? '',
    userPrincipalName: address,
    address,
  };
}

/** So many people: odd ones first, then hostile names, then ordinary ones. */
export function* crowdOf(
  crowd: Crowd,
  options: { readonly people: number; readonly oddities: readonly Oddity[]; readonly hostile: number },
): Generator<PersonPlan> {
  const { people, oddities } = options;
  const hostile = Math.min(options.hostile, Math.max(0, people - oddities.length));
  for (let number = 0; number < people; number += 1) {
    const oddity = oddities[number];
    if (oddity !== undefined) yield withOddity(ordinaryPerson(crowd, number), oddity, crowd.domain);
    else if (number < oddities.length + hostile) yield hostilePerson(crowd, number - oddities.length);
    else yield ordinaryPerson(crowd, number);
  }
}

/** An alias that an oddity names becomes the address too, unless it names that as well. */
function withOddity(person: PersonPlan, oddity: Oddity, domain: string): PersonPlan {
  const renamed =
    oddity.alias === undefined
      ? {}
      : { address: `${oddity.alias}@${domain}`, userPrincipalName: `${oddity.alias}@${domain}` };
  return { ...person, ...renamed, ...oddity };
}
