import type { Resource } from '../run/resource.ts';
import { environments } from '../site/environments.ts';
import type { Site } from '../site/site.ts';
import { clockAgainst } from './prerequisites/clock.ts';
import { ewsInTenant, usesEwsOnline } from './prerequisites/ews.ts';
import { executionPolicy } from './prerequisites/execution-policy.ts';
import { loggingPolicies } from './prerequisites/logging-policies.ts';
import { activeDirectoryModule, exchangeOnlineModule } from './prerequisites/modules.ts';
import { hostsOf, reachability } from './prerequisites/reachability.ts';
import { signInPolicies } from './prerequisites/sign-in-policies.ts';
import { windowsPowershell } from './prerequisites/windows-powershell.ts';
import type { Role, Step } from './step.ts';

const securityReader: Role = {
  target: 'graph',
  role: 'Security Reader',
  for: 'reading security defaults and Conditional Access',
};
const viewOnlyConfiguration: Role = {
  target: 'exchangeOnline',
  role: 'View-Only Configuration',
  for: 'reading whether EWS is allowed',
};

/** Is this computer ready, can it reach what the site needs, and will the vendor's way work at all? */
export const prerequisites: Step = {
  id: 'prerequisites',
  title: 'Prerequisites',
  purpose:
    'Checks that this computer has what the later steps need, and that it can reach your servers and Microsoft 365. Nothing is installed or changed unless you agree to it.',
  byHandTool: () => 'Windows PowerShell',
  roles: (site) => ({
    look: [
      ...(site.cloud === undefined ? [] : [securityReader]),
      ...(usesEwsOnline(site) ? [viewOnlyConfiguration] : []),
    ],
    change: [],
  }),
  async *resources({ site }) {
    yield* onThisComputer(site);
    for (const host of hostsOf(site)) yield reachability(host);
    if (site.onPremises !== undefined) {
      yield clockAgainst(site.onPremises.domainController ?? site.onPremises.domain, 'Active Directory');
    }
    if (site.cloud === undefined) return;
    yield clockAgainst(environments[site.cloud.environment].signInHost, 'Microsoft 365');
    if (usesEwsOnline(site)) yield ewsInTenant(site);
    yield signInPolicies(site);
  },
};

function* onThisComputer(site: Site): Iterable<Resource> {
  yield windowsPowershell();
  yield loggingPolicies();
  if (site.onPremises !== undefined) yield activeDirectoryModule();
  if (site.cloud === undefined) return;
  yield executionPolicy();
  yield exchangeOnlineModule();
}
