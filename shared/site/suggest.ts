import type { SiteAnswers, SiteKind } from './site.ts';

/** The domain in a site file that nobody has filled in yet. Reserved for examples (RFC 2606). */
export const exampleDomain = 'example.org';

/** What is known of a site before its file is written. Everything but the id has a stand-in to be replaced. */
export interface SiteFacts {
  /** A GUID. */
  readonly id: string;
  readonly name?: string;
  /** Domain of the people's addresses; Active Directory is taken to be `ad.` and this, unless named. */
  readonly domain?: string;
  readonly activeDirectoryDomain?: string;
  readonly exchangeServer?: string;
  readonly usageLocation?: string;
  readonly sku?: string;
  /** Groups of the people whose calendars are meant. */
  readonly groups?: readonly string[];
  /** How many people there are about: decides how many accounts are proposed. */
  readonly people?: number;
}

/** One service account suits about 2,500 people. (wizard.md 5.2: "4 suit 10,000 people") */
export const suggestedAccountCount = (people: number): number =>
  Math.min(50, Math.max(1, Math.ceil(people / 2500)));

/** A site of a kind with names made from its domain; the two sides of a hybrid site have names of their own. */
export function suggestedSite(kind: SiteKind, facts: SiteFacts): SiteAnswers {
  const domain = facts.domain ?? exampleDomain;
  const directory = facts.activeDirectoryDomain ?? `ad.${domain}`;
  const count = suggestedAccountCount(facts.people ?? 10_000);
  return {
    version: 1,
    id: facts.id,
    name: facts.name ?? 'Example University',
    kind,
    ...(kind === 'cloud'
      ? {}
      : {
          onPremises: {
            domain: directory,
            exchangeServer: facts.exchangeServer ?? `ex01.${directory}`,
            organizationalUnit: `OU=Service accounts,${distinguishedNameOf(directory)}`,
            ...named(
              { account: 'sa-calpush', shown: 'Calendar Push', address: 'calendar-push' },
              domain,
              count,
            ),
          },
        }),
    ...(kind === 'on-premises'
      ? {}
      : {
          cloud: {
            tenant: domain,
            usageLocation: facts.usageLocation ?? 'NL',
            sku: facts.sku ?? 'ENTERPRISEPACK',
            ...named(
              kind === 'cloud'
                ? { account: 'sa-calpush', shown: 'Calendar Push', address: 'calendar-push' }
                : {
                    account: 'sa-calpush-cloud',
                    shown: 'Calendar Push Cloud',
                    address: 'calendar-push-cloud',
                  },
              domain,
              count,
            ),
          },
        }),
    audience: { groups: [...(facts.groups ?? ['Staff'])], except: { people: [], groups: [] } },
    right: 'Editor',
    connection: 'service-account-ews',
    vendor: { name: '', handOverTo: '' },
  };
}

const distinguishedNameOf = (domain: string): string =>
  domain
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');

interface Names {
  readonly account: string;
  readonly shown: string;
  readonly address: string;
}

const named = (names: Names, domain: string, count: number) => ({
  accounts: {
    name: `${names.account}-{n}`,
    userPrincipalName: `${names.account}-{n}@${domain}`,
    displayName: `${names.shown} {n}`,
    count,
  },
  group: { name: `Service Accounts ${names.shown}`, address: `${names.address}@${domain}` },
});
