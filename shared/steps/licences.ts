import { later } from '../commands/value.ts';
import { groupInUse } from '../run/group-in-use.ts';
import { accountsOf, groupsOf, isSynchronised } from '../site/sides.ts';
import type { Site } from '../site/site.ts';
import { ids } from './ids.ts';
import { cloudMailbox } from './licences/cloud-mailbox.ts';
import { licences as licencesOf } from './licences/licence.ts';
import { usageLocation } from './licences/usage-location.ts';
import type { Step } from './step.ts';

/** Each account whose mailbox is in Microsoft 365 gets the licence that brings it, with everything else switched off. */
export const licences: Step = {
  id: 'licences',
  title: 'Licences',
  purpose:
    'A service account needs an Exchange Online licence to have a mailbox. Every other service in the licence is switched off.',
  byHandTool: () => 'Microsoft 365 admin centre',
  roles: () => ({
    look: [
      { target: 'graph', role: 'Directory Readers', for: 'reading licences and their free seats' },
      { target: 'exchangeOnline', role: 'View-Only Recipients', for: 'seeing that the mailbox is there' },
    ],
    change: [
      { target: 'graph', role: 'License Administrator', for: 'assigning licences' },
      { target: 'graph', role: 'User Administrator', for: 'setting the usage location' },
    ],
  }),
  async *resources({ site }) {
    if (site.cloud === undefined) return;
    const accounts = accountsOf(site).filter((account) => account.side === 'cloud');
    const licence = licencesOf(site.cloud.sku);
    for (const account of accounts) {
      yield usageLocation(account, site.cloud.usageLocation);
      yield licence(account);
      yield cloudMailbox(account);
    }
    yield* synchronisedGroupInUse(site);
  },
};

/** A synchronised group can only be asked for once an account has its mailbox, which is here and not in the group's own step. */
function* synchronisedGroupInUse(site: Site) {
  if (!isSynchronised(site)) return;
  const group = groupsOf(site).find((one) => one.side === 'cloud');
  const account = accountsOf(site).find((one) => one.side === 'cloud');
  if (group === undefined || account === undefined) return;
  yield groupInUse({
    id: ids.groupInUse('cloud'),
    step: 'licences',
    side: 'cloud',
    groupName: group.name,
    group: ids.synchronisedGroup,
    mailbox: ids.mailbox('cloud', account.name),
    domainController: later(ids.activeDirectory, 'HostName'),
  });
}
