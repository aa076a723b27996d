import type { Blueprint, PersonPlan } from './blueprint.ts';
import { personPlan } from './blueprint.ts';
import { calendarNameIn } from './person-names.ts';

/** A row of somebody's own staff list, with which a rehearsal can be made. */
export interface StaffRow {
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Empty where it is the sign-in name. */
  readonly mail: string;
  /** `nl-NL`; empty for English. */
  readonly language: string;
  /** Empty for the language's own name. */
  readonly calendarFolder: string;
}

const domainOf = (address: string): string => address.split('@').at(-1)?.toLowerCase() ?? '';

/** The same site with these people as its audience, their domains added to the tenant's and Exchange's own. */
export function withStaff(blueprint: Blueprint, rows: readonly StaffRow[]): Blueprint {
  const domains = [
    ...new Set(rows.flatMap((row) => [domainOf(row.userPrincipalName), domainOf(row.mail)])),
  ].filter((domain) => domain !== '');
  return {
    ...blueprint,
    answers: { ...blueprint.answers, audience: { groups: [blueprint.audienceGroup] } },
    settings: withDomains(blueprint, domains),
    groups: blueprint.groups
      .filter(({ name }) => name === blueprint.audienceGroup)
      .map((group) => ({ ...group, groups: [] })),
    people: () => rows.map((row, number) => personOf(row, number, blueprint)),
  };
}

function withDomains(blueprint: Blueprint, domains: readonly string[]): Blueprint['settings'] {
  const { activeDirectory, exchangeServer, exchangeOnline, entra } = blueprint.settings;
  const accepted = <T extends { readonly name: string }>(
    known: readonly T[],
    made: (name: string) => T,
  ): T[] => [
    ...known,
    ...domains.filter((domain) => known.every(({ name }) => name.toLowerCase() !== domain)).map(made),
  ];
  const plain = (name: string) => ({ name, isDefault: false });
  return {
    ...(activeDirectory === undefined
      ? {}
      : {
          activeDirectory: {
            ...activeDirectory,
            upnSuffixes: [...new Set([...activeDirectory.upnSuffixes, ...domains])],
          },
        }),
    ...(exchangeServer === undefined
      ? {}
      : {
          exchangeServer: {
            ...exchangeServer,
            acceptedDomains: accepted(exchangeServer.acceptedDomains, plain),
          },
        }),
    ...(exchangeOnline === undefined
      ? {}
      : {
          exchangeOnline: {
            ...exchangeOnline,
            acceptedDomains: accepted(exchangeOnline.acceptedDomains, plain),
          },
        }),
    ...(entra === undefined
      ? {}
      : {
          entra: {
            ...entra,
            domains: accepted(entra.domains, (name) => ({
              name,
              isDefault: false,
              isInitial: false,
              type: 'Managed' as const,
              isVerified: true,
            })),
          },
        }),
  };
}

function personOf(row: StaffRow, number: number, blueprint: Blueprint): PersonPlan {
  const { kind } = blueprint.answers;
  const isOnPremises = kind === 'on-premises' || (kind === 'hybrid' && number % 2 === 0);
  const language = row.language === '' ? 'en-GB' : row.language;
  return personPlan({
    alias: `staff${String(number + 1).padStart(5, '0')}`,
    displayName: row.displayName,
    userPrincipalName: row.userPrincipalName,
    address: row.mail === '' ? row.userPrincipalName : row.mail,
    language,
    calendar: row.calendarFolder === '' ? calendarNameIn(language) : row.calendarFolder,
    side: isOnPremises ? 'on-premises' : 'cloud',
    groups: [blueprint.audienceGroup],
  });
}
