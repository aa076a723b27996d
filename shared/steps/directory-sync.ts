import { accountsOf, groupsOf, isSynchronised } from '../site/sides.ts';
import { synchronisedAccount } from './directory-sync/synchronised-account.ts';
import { synchronisedGroup } from './directory-sync/synchronised-group.ts';
import type { Step } from './step.ts';

/** What was made in Active Directory for the cloud side is waited for in Microsoft 365. */
export const directorySync: Step = {
  id: 'directory-sync',
  title: 'Directory synchronisation',
  purpose:
    'Accounts made in Active Directory appear in Microsoft 365 at the next synchronisation. This step waits for them and tells you when they have arrived.',
  byHandTool: () => 'Windows PowerShell on the server of Microsoft Entra Connect',
  roles: () => ({
    look: [
      { target: 'graph', role: 'Directory Readers', for: 'seeing accounts and the last synchronisation' },
      { target: 'exchangeOnline', role: 'View-Only Recipients', for: 'seeing the group' },
    ],
    change: [],
  }),
  async *resources({ site }) {
    if (!isSynchronised(site)) return;
    for (const account of accountsOf(site)) {
      if (account.side === 'cloud') yield synchronisedAccount(account);
    }
    for (const group of groupsOf(site)) if (group.side === 'cloud') yield synchronisedGroup(group);
  },
};
