import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { name } from '../../commands/value.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';

const mailboxRow = z.object({ Guid: z.string(), PrimarySmtpAddress: z.string() });
type Mailbox = z.infer<typeof mailboxRow>;

/** Usually minutes, at most a day. (facts-microsoft365 3.4) */
const halfAnHour = 30 * 60_000;

/** The mailbox that the licence brings. `Get-Mailbox` answering is the gate for everything after it. (facts-exchange 1.6) */
export function cloudMailbox(account: ServiceAccount): Resource {
  return resource<Mailbox | undefined>({
    id: ids.mailbox('cloud', account.name),
    step: 'licences',
    name: `Mailbox of ${account.name}`,
    kind: 'mailbox in Exchange Online',
    where: 'Exchange Online',
    lane: 'exchangeOnline',
    needs: [ids.licence(account.name)],
    patience: {
      limitMs: halfAnHour,
      hint: 'Exchange Online makes the mailbox some minutes after the licence was given; it can take a day.',
    },
    async inspect(looker) {
      const rows = await unlessNotFound(
        looker.read(
          cmdlet('exchangeOnline', 'Get-Mailbox', { Identity: name(account.userPrincipalName) }),
          mailboxRow,
        ),
      );
      return rows?.[0];
    },
    judge(found) {
      if (found === undefined) {
        return { state: 'waiting', reason: `The mailbox of ${account.name} is not there yet.` };
      }
      const facts = { Guid: found.Guid, PrimarySmtpAddress: found.PrimarySmtpAddress };
      return { identity: found.Guid, properties: facts, facts };
    },
  });
}
