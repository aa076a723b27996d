import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { name } from '../../commands/value.ts';
import { resource, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { waitForSync } from './waiting.ts';

const groupRow = z.object({
  Guid: z.string(),
  PrimarySmtpAddress: z.string(),
  DisplayName: z.string(),
  RecipientTypeDetails: z.string().nullish(),
});

type Found =
  | { readonly kind: 'arrived'; readonly group: z.infer<typeof groupRow> }
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'not-made-yet' };

/** The group that was made in Active Directory, as it arrives in Exchange Online. It is waited for; nothing is changed. */
export function synchronisedGroup(group: ServiceGroup): Resource {
  const id = ids.synchronisedGroup;
  return resource<Found>({
    id,
    step: 'directory-sync',
    name: `${group.name} in Exchange Online`,
    kind: 'synchronised group',
    where: 'Exchange Online',
    lane: 'exchangeOnline',
    needs: [ids.group('cloud')],
    patience: waitForSync,
    async inspect(looker) {
      const known = looker.known(ids.group('cloud'), 'PrimarySmtpAddress');
      const address = typeof known === 'string' ? known : group.address;
      const rows = await unlessNotFound(
        looker.read(cmdlet('exchangeOnline', 'Get-DistributionGroup', { Identity: name(address) }), groupRow),
      );
      const [found] = rows ?? [];
      if (found !== undefined) return { kind: 'arrived', group: found };
      return { kind: known === undefined ? 'not-made-yet' : 'on-its-way' };
    },
    judge(found) {
      if (found.kind === 'not-made-yet') {
        return { state: 'absent', reason: `${group.name} is not made in Active Directory yet.` };
      }
      if (found.kind === 'on-its-way') {
        return { state: 'waiting', reason: `${group.name} has not arrived in Exchange Online yet.` };
      }
      const { Guid, PrimarySmtpAddress, DisplayName, RecipientTypeDetails } = found.group;
      const isSecurity =
        (RecipientTypeDetails ?? 'MailUniversalSecurityGroup') === 'MailUniversalSecurityGroup';
      return {
        identity: Guid,
        properties: { PrimarySmtpAddress, DisplayName, RecipientTypeDetails: RecipientTypeDetails ?? null },
        facts: { Guid, PrimarySmtpAddress, DisplayName },
        findings: isSecurity
          ? []
          : [
              {
                id: 'group-arrived-as-another-kind',
                severity: 'stops',
                step: 'directory-sync',
                resource: id,
                what: `${group.name} is no mail-enabled security group in Exchange Online`,
                where: `${PrimarySmtpAddress} in Exchange Online`,
                why: `It is a ${RecipientTypeDetails ?? 'group of another kind'}, which cannot hold calendar rights.`,
                do: 'Check in Active Directory that it is a universal security group with an address, then wait for the next synchronisation.',
              },
            ],
      };
    },
  });
}
