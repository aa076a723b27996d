import { fieldName, valueAt, valueText, type FieldPath, type SiteIssue } from './issue.ts';
import { accountsOf, groupsOf, type ServiceAccount } from './sides.ts';
import type { Site } from './site.ts';

/** The rules that are about more than one field of a site whose fields are each right by themselves. */
export function checkSite(site: Site): readonly SiteIssue[] {
  const sections = sectionIssues(site);
  if (sections.length > 0) return sections;
  const issues = [...unitIssues(site), ...domainIssues(site), ...nameIssues(site), ...audienceIssues(site)];
  return issues.filter((one, index) => issues.findIndex((other) => other.field === one.field) === index);
}

function issue(site: Site, path: FieldPath, why: string, remedy: string): SiteIssue {
  return { path, field: fieldName(path), value: valueText(valueAt(site, path)), why, do: remedy };
}

const sectionOf = { 'on-premises': 'onPremises', cloud: 'cloud' } as const;

function sectionIssues(site: Site): readonly SiteIssue[] {
  const issues: SiteIssue[] = [];
  const section = (name: 'onPremises' | 'cloud', isWanted: boolean, other: string): void => {
    const isThere = site[name] !== undefined;
    if (isWanted && !isThere)
      issues.push(
        issue(
          site,
          [name],
          `A site of the kind ${site.kind} needs the section ${name}.`,
          `Add it ("site new --kind ${site.kind}" shows one)`,
        ),
      );
    if (!isWanted && isThere)
      issues.push(
        issue(
          site,
          [name],
          `A site of the kind ${site.kind} has no section ${name}.`,
          `Take it out, or change kind to ${other}`,
        ),
      );
  };
  section('onPremises', site.kind !== 'cloud', 'hybrid');
  section('cloud', site.kind !== 'on-premises', 'hybrid');
  if (issues.length === 0 && site.kind === 'cloud' && site.cloud?.madeIn === 'active-directory')
    issues.push(
      issue(
        site,
        ['cloud', 'madeIn'],
        'Accounts made in Active Directory reach Microsoft 365 by synchronisation, which needs a hybrid site.',
        'Write "cloud" here, or change kind to hybrid',
      ),
    );
  return issues;
}

/** Domain of a distinguished name: `OU=a,DC=ad,DC=example,DC=org` is in `ad.example.org`. */
const domainOf = (distinguishedName: string): string =>
  [...distinguishedName.matchAll(/(?<!\\),dc=([^,]+)/giu)].map(([, label]) => label?.trim() ?? '').join('.');

function unitIssues(site: Site): readonly SiteIssue[] {
  const issues: SiteIssue[] = [];
  const domain = site.onPremises?.domain ?? '';
  const unit = (path: FieldPath, distinguishedName: string | undefined): void => {
    if (distinguishedName === undefined || same(domainOf(distinguishedName), domain)) return;
    issues.push(
      issue(
        site,
        path,
        `This unit is in ${domainOf(distinguishedName)}, the site's domain is ${domain}.`,
        'Change it, or onPremises.domain',
      ),
    );
  };
  unit(['onPremises', 'organizationalUnit'], site.onPremises?.organizationalUnit);
  if (site.cloud?.madeIn === 'active-directory')
    unit(['cloud', 'organizationalUnit'], site.cloud.organizationalUnit);
  else if (site.cloud?.organizationalUnit !== undefined)
    issues.push(
      issue(
        site,
        ['cloud', 'organizationalUnit'],
        'Accounts made in the cloud are in no organisational unit.',
        'Take it out, or write "active-directory" under cloud.madeIn',
      ),
    );
  return issues;
}

/** Endings that nobody can own, so that Microsoft 365 can't verify them (Microsoft: prepare a non-routable domain for directory synchronisation). */
const unownedDomain = /\.(local|localdomain|lan|intranet|internal|corp|home)$/iu;

function domainIssues(site: Site): readonly SiteIssue[] {
  if (site.cloud === undefined) return [];
  const fields: readonly [FieldPath, string][] = [
    [['cloud', 'tenant'], site.cloud.tenant],
    [['cloud', 'accounts', 'userPrincipalName'], site.cloud.accounts.userPrincipalName],
    [['cloud', 'group', 'address'], site.cloud.group.address],
  ];
  return fields.flatMap(([path, value]) => {
    const domain = value.split('@').at(-1) ?? '';
    return unownedDomain.test(domain)
      ? [
          issue(
            site,
            path,
            `${domain} can't be a verified domain of a tenant: nobody can own it.`,
            'Change it',
          ),
        ]
      : [];
  });
}

const same = (one: string, other: string): boolean =>
  one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();

/** Two sides never share a name or address; and the services show entries of a calendar by display name. (facts-exchange 1.2) */
function nameIssues(site: Site): readonly SiteIssue[] {
  const issues: SiteIssue[] = [];
  const taken = new Map<string, string>();
  const claim = (space: string, value: string, path: FieldPath, what: string, why = ''): void => {
    const key = `${space} ${value.normalize('NFC').toLowerCase()}`;
    const owner = taken.get(key);
    if (owner === undefined) taken.set(key, what);
    else if (owner !== what)
      issues.push(
        issue(site, path, `"${value}" is also ${owner}.${why === '' ? '' : ` ${why}`}`, 'Change one of them'),
      );
  };
  for (const account of accountsOf(site)) claimAccount(account, claim);
  for (const group of groupsOf(site)) {
    const path = [sectionOf[group.side], 'group'];
    const shown = [...path, valueAt(site, [...path, 'displayName']) === undefined ? 'name' : 'displayName'];
    claim('name', group.name, [...path, 'name'], `the name of the group (${group.side})`);
    claim('address', group.address, [...path, 'address'], `the address of the group (${group.side})`);
    claim(
      'shown',
      group.displayName,
      shown,
      `the display name of the group (${group.side})`,
      'Calendars show their entries by display name, so it must be unique.',
    );
  }
  return issues;
}

function claimAccount(
  account: ServiceAccount,
  claim: (space: string, value: string, path: FieldPath, what: string) => void,
): void {
  const path = [sectionOf[account.side], 'accounts'];
  const whose = `(${account.side})`;
  claim('name', account.name, [...path, 'name'], `the name of an account ${whose}`);
  claim(
    'address',
    account.userPrincipalName,
    [...path, 'userPrincipalName'],
    `the sign-in name of an account ${whose}`,
  );
  claim('shown', account.displayName, [...path, 'displayName'], `the display name of an account ${whose}`);
}

function audienceIssues(site: Site): readonly SiteIssue[] {
  const issues: SiteIssue[] = [];
  const own = groupsOf(site).flatMap(({ name, displayName, address }) => [name, displayName, address]);
  site.audience.groups.forEach((reference, index) => {
    if (own.some((name) => same(name, reference)))
      issues.push(
        issue(
          site,
          ['audience', 'groups', index],
          'This is the group of the service accounts, whose members are no people.',
          'Name the group of the people whose calendars are meant',
        ),
      );
    if (site.audience.except.groups.some((excepted) => same(excepted, reference)))
      issues.push(
        issue(
          site,
          ['audience', 'groups', index],
          'This group is also under audience.except.groups, so nobody of it would be left.',
          'Take it out in one of the two places',
        ),
      );
  });
  return issues;
}
