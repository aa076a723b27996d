import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { later, name, type Name } from '../../commands/value.ts';
import type { Finding } from '../../run/finding.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';

const pinned = { DomainController: later(ids.activeDirectory, 'HostName') } as const;

const recipientRow = z.object({
  Guid: z.string(),
  PrimarySmtpAddress: z.string(),
  RecipientTypeDetails: z.string(),
  HiddenFromAddressListsEnabled: z.boolean().nullish(),
});
type Recipient = z.infer<typeof recipientRow>;

/** How Exchange Server holds the mailbox of an account: itself, or as one that lives in Microsoft 365. */
interface Kind {
  readonly type: 'UserMailbox' | 'RemoteUserMailbox';
  readonly kind: string;
  readonly reason: string;
  readonly enable: (identity: Name) => Change['command'];
  readonly disable: (resource: string) => Change['command'];
  readonly byHand: (account: ServiceAccount) => string;
}

const own: Kind = {
  type: 'UserMailbox',
  kind: 'mailbox on Exchange Server',
  reason: "Without a mailbox on the same side an account cannot change another's calendar.",
  enable: (identity) =>
    cmdlet('exchange', 'Enable-Mailbox', { Identity: identity, Confirm: false, ...pinned }),
  disable: (id) =>
    cmdlet('exchange', 'Disable-Mailbox', { Identity: later(id, 'Guid'), Confirm: false, ...pinned }),
  byHand: (account) =>
    `In the Exchange admin centre of Exchange Server, open recipients, mailboxes, choose + and User mailbox, then Existing user: ${account.name} (${account.userPrincipalName}). Save.`,
};

const remote: Kind = {
  type: 'RemoteUserMailbox',
  kind: 'remote mailbox on Exchange Server',
  reason: 'Exchange Server must know that this account has its mailbox in Microsoft 365.',
  enable: (identity) =>
    cmdlet('exchange', 'Enable-RemoteMailbox', { Identity: identity, Confirm: false, ...pinned }),
  disable: (id) =>
    cmdlet('exchange', 'Disable-RemoteMailbox', { Identity: later(id, 'Guid'), Confirm: false, ...pinned }),
  byHand: (account) =>
    `In the Exchange Management Shell, run Enable-RemoteMailbox -Identity ${account.userPrincipalName}.`,
};

/** The mailbox of an account on Exchange Server. (facts-exchange 7.3) */
export const serverMailbox = (account: ServiceAccount): Resource =>
  mailbox(account, own, ids.mailbox('on-premises', account.name));

/** The mailbox of a cloud account that is made in Active Directory, as Exchange Server knows it. */
export const remoteMailbox = (account: ServiceAccount): Resource =>
  mailbox(account, remote, ids.remoteMailbox(account.name));

/** The account by its sign-in name: the same words before and after it exists. */
const identityOf = (account: ServiceAccount): Name => name(account.userPrincipalName);

function mailbox(account: ServiceAccount, kind: Kind, id: string): Resource {
  const accountId = ids.account(account.side, account.name);
  return resource<Recipient | undefined>({
    id,
    step: 'service-accounts',
    name: `Mailbox of ${account.name}`,
    kind: kind.kind,
    where: 'Exchange Server',
    lane: 'exchange',
    needs: [accountId],
    inspect: (looker) => findRecipient(looker, accountId),
    judge(found) {
      if (found === undefined) return { state: 'absent', changes: [enable(account, kind, id)] };
      const facts = { Guid: found.Guid, PrimarySmtpAddress: found.PrimarySmtpAddress };
      const seen = {
        identity: found.Guid,
        properties: { ...facts, RecipientTypeDetails: found.RecipientTypeDetails },
      };
      return found.RecipientTypeDetails === kind.type
        ? { ...seen, facts }
        : { ...seen, findings: [ofAnotherType(account, kind, id, found)] };
    },
  });
}

async function findRecipient(looker: Looker, accountId: string): Promise<Recipient | undefined> {
  const guid = looker.known(accountId, 'ObjectGuid');
  if (typeof guid !== 'string') return undefined;
  const rows = await unlessNotFound(
    looker.read(cmdlet('exchange', 'Get-Recipient', { Identity: name(guid), ...pinned }), recipientRow),
  );
  return rows?.[0];
}

const enable = (account: ServiceAccount, kind: Kind, id: string): Change => ({
  id: 'enable',
  command: kind.enable(identityOf(account)),
  differences: [{ property: 'RecipientTypeDetails', before: null, after: kind.type, reason: kind.reason }],
  undo: { command: kind.disable(id) },
  byHand: kind.byHand(account),
});

const ofAnotherType = (account: ServiceAccount, kind: Kind, id: string, found: Recipient): Finding => ({
  id: 'mailbox-of-another-type',
  severity: 'stops',
  step: 'service-accounts',
  resource: id,
  what: `${account.name} has no ${kind.kind}, but is a ${found.RecipientTypeDetails}`,
  where: `${found.PrimarySmtpAddress} in Exchange Server`,
  why: 'An account works only for calendars on the side of its own mailbox, and a mailbox of one kind is not turned into another from here.',
  do: 'Move the mailbox to the right side, or take another account for this side in the site file.',
});

/** Kept out of address lists: nobody should write to a service account. Only Exchange Server is asked for it. */
export function hiddenMailbox(account: ServiceAccount): Resource {
  const id = `mailbox-hidden/${account.side}/${account.name}`;
  const accountId = ids.account(account.side, account.name);
  return resource<boolean>({
    id,
    step: 'service-accounts',
    name: `Mailbox of ${account.name} in address lists`,
    kind: 'setting of a mailbox',
    where: 'Exchange Server',
    lane: 'exchange',
    needs: [ids.mailbox(account.side, account.name)],
    async inspect(looker) {
      const recipient = await findRecipient(looker, accountId);
      return recipient?.HiddenFromAddressListsEnabled === true;
    },
    judge(isHidden) {
      const properties = { HiddenFromAddressListsEnabled: isHidden };
      return isHidden ? { properties } : { properties, changes: [hide(account)] };
    },
  });
}

function hide(account: ServiceAccount): Change {
  const setting = (isHidden: boolean) =>
    cmdlet('exchange', 'Set-Mailbox', {
      Identity: identityOf(account),
      HiddenFromAddressListsEnabled: isHidden,
      Confirm: false,
      ...pinned,
    });
  return {
    id: 'hide',
    command: setting(true),
    differences: [
      {
        property: 'HiddenFromAddressListsEnabled',
        before: false,
        after: true,
        reason: 'Nobody should find a service account in the address book and write to it.',
      },
    ],
    undo: { command: setting(false) },
    byHand: `In the Exchange admin centre of Exchange Server, open recipients, mailboxes, ${account.name}, general, and tick "Hide from address lists".`,
  };
}
