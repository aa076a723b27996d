import { plainText } from '../../state/rows.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import type { Json } from '../../../../shared/commands/value.ts';
import { adGroupsInChain } from '../../state/members.ts';
import type { Settings } from '../../state/settings.ts';
import { refuseDirectory, row, type Call, type Handlers } from '../call.ts';
import { testOf } from '../filters/search-filter.ts';
import { foldCase } from '../../state/folding.ts';
import { checkServer, named, notFound } from './identity.ts';
import { filterOf } from './looks.ts';

type Directory = Settings['activeDirectory'];
type Controller = Directory['domainControllers'][number];

/** Does this text name the domain: by DNS name, NetBIOS name, distinguished name or SID? */
const isDomain = (directory: Directory, identity: string): boolean =>
  [directory.dnsRoot, directory.netBiosName, directory.distinguishedName, directory.domainSid].some(
    (known) => known.toLowerCase() === identity.toLowerCase(),
  );

function ofDomain(call: Call): Directory {
  const directory = checkServer(call, false);
  const identity = call.given.textOf('Identity');
  if (identity !== '' && !isDomain(directory, identity)) notFound(call, identity);
  return directory;
}

function getDomain(call: Call): Iterable<Output> {
  const directory = ofDomain(call);
  const writable = directory.domainControllers.find((controller) => !controller.readOnly);
  return [
    row({
      DNSRoot: directory.dnsRoot,
      NetBIOSName: directory.netBiosName,
      DistinguishedName: directory.distinguishedName,
      DomainSID: directory.domainSid,
      Forest: directory.dnsRoot,
      Name: directory.netBiosName,
      DomainMode: 'Windows2016Domain',
      PDCEmulator: writable?.hostName ?? null,
      UsersContainer: `CN=Users,${directory.distinguishedName}`,
      DeletedObjectsContainer: `CN=Deleted Objects,${directory.distinguishedName}`,
    }),
  ];
}

function getForest(call: Call): Iterable<Output> {
  const directory = checkServer(call, false);
  const identity = call.given.textOf('Identity');
  if (identity !== '' && identity.toLowerCase() !== directory.dnsRoot.toLowerCase()) notFound(call, identity);
  return [
    row({
      Name: directory.dnsRoot,
      RootDomain: directory.dnsRoot,
      Domains: [directory.dnsRoot],
      UPNSuffixes: directory.upnSuffixes,
      GlobalCatalogs: directory.domainControllers.map((controller) => controller.hostName),
      ForestMode: 'Windows2016Forest',
    }),
  ];
}

function getRootDse(call: Call): Iterable<Output> {
  const directory = checkServer(call, false);
  const server = call.given.textOf('Server');
  return [
    row({
      defaultNamingContext: directory.distinguishedName,
      rootDomainNamingContext: directory.distinguishedName,
      configurationNamingContext: `CN=Configuration,${directory.distinguishedName}`,
      dnsHostName: server === '' ? (directory.domainControllers[0]?.hostName ?? null) : server,
      currentTime: call.now.toISOString(),
      isGlobalCatalogReady: true,
    }),
  ];
}

const controllerRow = (directory: Directory, controller: Controller): Record<string, Json> => ({
  HostName: controller.hostName,
  Name: controller.hostName.split('.')[0] ?? controller.hostName,
  Domain: directory.dnsRoot,
  Forest: directory.dnsRoot,
  Site: controller.site,
  IsReadOnly: controller.readOnly,
  IsGlobalCatalog: true,
});

function getDomainController(call: Call): Iterable<Output> {
  if (call.given.flag('Discover') === true) return [row(discover(call))];
  const directory = checkServer(call, false);
  const all = directory.domainControllers;
  if (call.given.has('Filter')) {
    const test = testOf(filterOf(call), {
      values: (controller: Controller, attribute) => {
        const shown = Object.entries(controllerRow(directory, controller));
        const found = shown.find(([name]) => name.toLowerCase() === attribute.toLowerCase());
        return found === undefined ? [] : [plainText(found[1])];
      },
      fold: foldCase,
      rule: () => false,
    });
    return all.filter(test).map((controller) => row(controllerRow(directory, controller)));
  }
  const identity = call.given.textOf('Identity').toLowerCase();
  const found = all.find(
    (controller) =>
      identity === '' ||
      controller.hostName.toLowerCase() === identity ||
      controller.hostName.toLowerCase().startsWith(`${identity}.`),
  );
  return found === undefined ? notFound(call, identity) : [row(controllerRow(directory, found))];
}

/** `-Discover`: the first one that is up and fits; its HostName is a list of one, as the real one gives it. */
function discover(call: Call): Json {
  const directory = checkServer(call, false);
  const domain = call.given.textOf('DomainName');
  const site = call.given.textOf('SiteName').toLowerCase();
  const found = directory.domainControllers.find(
    (controller) =>
      controller.up &&
      (call.given.flag('Writable') !== true || !controller.readOnly) &&
      (site === '' || controller.site.toLowerCase() === site),
  );
  if (found === undefined || (domain !== '' && !isDomain(directory, domain)))
    throw refuseDirectory(call, 'noDefaultServer');
  return { ...controllerRow(directory, found), HostName: [found.hostName] };
}

type Policy = Directory['passwordPolicy'];

const policyRow = (policy: Policy): Record<string, Json> => ({
  ComplexityEnabled: policy.complexityEnabled,
  MinPasswordLength: policy.minPasswordLength,
  PasswordHistoryCount: policy.passwordHistoryCount,
  MinPasswordAge: `${policy.minPasswordAgeDays}.00:00:00`,
  MaxPasswordAge: `${policy.maxPasswordAgeDays}.00:00:00`,
  LockoutThreshold: policy.lockoutThreshold,
});

function getDefaultPolicy(call: Call): Iterable<Output> {
  const directory = ofDomain(call);
  return [row({ ...policyRow(directory.passwordPolicy), DistinguishedName: directory.distinguishedName })];
}

const fineGrainedRow = (policy: Directory['fineGrained'][number]): Record<string, Json> => ({
  ...policyRow(policy),
  Name: policy.name,
  Precedence: policy.precedence,
  AppliesTo: policy.appliesTo,
});

/** Nothing comes back where the default policy applies, and where the fine-grained one may not be read. (facts-windows 14) */
function getResultantPolicy(call: Call): Iterable<Output> {
  const directory = checkServer(call, false);
  const user = named(call, 'Identity', { kinds: ['user'] });
  const groups = new Set(adGroupsInChain(call.state, user.guid));
  const byPrecedence = directory.fineGrained.toSorted((a, b) => a.precedence - b.precedence);
  const found =
    byPrecedence.find((policy) => policy.appliesTo.includes(user.guid)) ??
    byPrecedence.find((policy) => policy.appliesTo.some((guid) => groups.has(guid)));
  return found?.readable === true ? [row(fineGrainedRow(found))] : [];
}

function getFineGrained(call: Call): Iterable<Output> {
  const directory = checkServer(call, false);
  const readable = directory.fineGrained.filter((policy) => policy.readable);
  if (call.given.has('Identity')) {
    const identity = call.given.textOf('Identity');
    const found = readable.find((policy) => policy.name.toLowerCase() === identity.toLowerCase());
    return found === undefined ? notFound(call, identity) : [row(fineGrainedRow(found))];
  }
  const test = testOf(filterOf(call), {
    values: (policy: (typeof readable)[number], attribute) => {
      const found = Object.entries(fineGrainedRow(policy)).find(
        ([name]) => name.toLowerCase() === attribute.toLowerCase(),
      );
      return found === undefined ? [] : [plainText(found[1])];
    },
    fold: foldCase,
    rule: () => false,
  });
  return readable.filter(test).map((policy) => row(fineGrainedRow(policy)));
}

/** The cmdlets that read the domain, its controllers and its password policies. */
export const domainLooks: Handlers = {
  'Get-ADDomain': getDomain,
  'Get-ADForest': getForest,
  'Get-ADRootDSE': getRootDse,
  'Get-ADDomainController': getDomainController,
  'Get-ADDefaultDomainPasswordPolicy': getDefaultPolicy,
  'Get-ADUserResultantPasswordPolicy': getResultantPolicy,
  'Get-ADFineGrainedPasswordPolicy': getFineGrained,
};
