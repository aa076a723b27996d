import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { later, name } from '../../commands/value.ts';
import type { Looker, Mailbox, Side } from '../../run/ports.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import { sidesOf } from '../../site/sides.ts';
import type { Site } from '../../site/site.ts';
import { ids } from '../ids.ts';
import { targetOf } from './calendar-look.ts';

const recipient = z.object({
  Guid: z.string(),
  ExternalDirectoryObjectId: z.string().nullish(),
  RecipientTypeDetails: z.string(),
  DisplayName: z.string().nullish(),
  Name: z.string().nullish(),
  PrimarySmtpAddress: z.string().nullish(),
  EmailAddresses: z.array(z.string()).nullish(),
});

type Recipient = z.infer<typeof recipient>;

/** Up to so many people are asked for one by one; above that the list of all recipients is cheaper. */
const fewPeople = 20;
const pageSize = 500;

/** Finds the mailbox of each person: what Exchange says counts, not the directory. (facts-microsoft365 4) */
export async function joinMailboxes(looker: Looker, site: Site): Promise<void> {
  for (const side of sidesOf(site)) {
    if (looker.people.count() <= fewPeople) await joinOneByOne(looker, side);
    else await joinAll(looker, side);
  }
}

const pinned = (side: Side): { DomainController?: ReturnType<typeof later> } =>
  side === 'on-premises' ? { DomainController: later(ids.activeDirectory, 'HostName') } : {};

async function joinAll(looker: Looker, side: Side): Promise<void> {
  if (side === 'on-premises') await looker.connected('activeDirectory');
  const command = cmdlet(targetOf(side), 'Get-Recipient', { ResultSize: 'Unlimited', ...pinned(side) });
  let some: ReturnType<typeof mailboxOf>[] = [];
  for await (const row of looker.rows(command, recipient)) {
    some.push(mailboxOf(side, row));
    if (some.length < pageSize) continue;
    looker.people.join(some);
    some = [];
  }
  looker.people.join(some);
}

async function joinOneByOne(looker: Looker, side: Side): Promise<void> {
  if (side === 'on-premises') await looker.connected('activeDirectory');
  for (const person of [...looker.people.all()]) {
    const called = side === 'on-premises' && person.secondKey !== '' ? person.secondKey : person.key;
    const rows = await unlessNotFound(
      looker.read(
        cmdlet(targetOf(side), 'Get-Recipient', { Identity: name(called), ...pinned(side) }),
        recipient,
      ),
    );
    looker.people.join((rows ?? []).map((row) => mailboxOf(side, row)));
  }
}

/** A recipient under everything a person may be known by: on-premises its own GUID is the directory's. */
function mailboxOf(side: Side, row: Recipient): Mailbox & { readonly keys: readonly string[] } {
  const addresses = (row.EmailAddresses ?? []).map((one) => one.replace(/^smtp:/iu, ''));
  const address = row.PrimarySmtpAddress ?? '';
  const keys = [
    side === 'on-premises' ? row.Guid : (row.ExternalDirectoryObjectId ?? ''),
    address,
    ...addresses,
  ];
  return {
    side,
    guid: row.Guid,
    address,
    name: row.DisplayName ?? row.Name ?? address,
    type: row.RecipientTypeDetails,
    keys: [...new Set(keys.filter((key) => key !== '').map((key) => key.toLowerCase()))],
  };
}
