import { accountsOf } from '../site/sides.ts';
import type { Site } from '../site/site.ts';
import { activeDirectoryAccounts } from './service-accounts/active-directory-account.ts';
import { entraAccount } from './service-accounts/entra-account.ts';
import { hiddenMailbox, remoteMailbox, serverMailbox } from './service-accounts/exchange-server-mailbox.ts';
import type { Role, Step } from './step.ts';

const rolesInDirectory: readonly Role[] = [
  {
    target: 'activeDirectory',
    role: 'Create user objects',
    for: 'making accounts in the organisational unit',
  },
  { target: 'activeDirectory', role: 'Reset password', for: 'giving an account its password' },
  {
    target: 'activeDirectory',
    role: 'Modify permissions',
    for: 'setting "User cannot change password", which is a permission',
  },
  { target: 'exchange', role: 'Mail Recipients', for: 'giving an account its mailbox' },
];

const rolesInEntra: readonly Role[] = [
  { target: 'graph', role: 'User Administrator', for: 'making accounts and giving them passwords' },
];

/** The accounts as which the timetable system signs in, each with its mailbox on Exchange Server where it has one there. */
export const serviceAccounts: Step = {
  id: 'service-accounts',
  title: 'Service accounts',
  purpose:
    "The timetable system reaches calendars as a service account, never as a person. This step makes sure that each account exists, can sign in, and has a password that doesn't expire.",
  byHandTool: (site) =>
    [
      ...(madeIn(site, 'active-directory')
        ? ['Active Directory Users and Computers', 'the Exchange admin centre of Exchange Server']
        : []),
      ...(madeIn(site, 'entra') ? ['Graph Explorer'] : []),
    ].join(', '),
  roles: (site) => ({
    look: [
      ...(madeIn(site, 'active-directory')
        ? [
            {
              target: 'exchange',
              role: 'View-Only Recipients',
              for: 'reading mailboxes of accounts',
            } as const,
          ]
        : []),
      ...(madeIn(site, 'entra')
        ? [{ target: 'graph', role: 'Directory Readers', for: 'reading accounts' } as const]
        : []),
    ],
    change: [
      ...(madeIn(site, 'active-directory') ? rolesInDirectory : []),
      ...(madeIn(site, 'entra') ? rolesInEntra : []),
    ],
  }),
  async *resources({ site, request }) {
    const inDirectory = activeDirectoryAccounts(request);
    for (const account of accountsOf(site)) {
      if (account.madeIn === 'entra') {
        yield entraAccount(account, site.cloud?.usageLocation ?? '', request);
        continue;
      }
      yield inDirectory(account);
      if (account.side === 'cloud') {
        yield remoteMailbox(account);
      } else {
        yield serverMailbox(account);
        yield hiddenMailbox(account);
      }
    }
  },
};

const madeIn = (site: Site, where: 'active-directory' | 'entra'): boolean =>
  accountsOf(site).some((account) => account.madeIn === where);
