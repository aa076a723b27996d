import { z } from 'zod';
import { cmdlet } from '../../commands/command.ts';
import { later, name, type Json, type Value } from '../../commands/value.ts';
import type { Looker } from '../../run/ports.ts';
import { resource, type Change, type Resource } from '../../run/resource.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { exchangeOf } from './exchange-of-side.ts';

const list = z
  .union([z.array(z.string()), z.string()])
  .nullish()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])));

const settingsRow = z.object({
  HiddenFromAddressListsEnabled: z.boolean().nullish(),
  AcceptMessagesOnlyFrom: list,
});

const senderRow = z.object({
  Guid: z.string(),
  Name: z.string(),
  Alias: z.string().nullish(),
  DistinguishedName: z.string().nullish(),
  PrimarySmtpAddress: z.string().nullish(),
});

interface Found {
  readonly isHidden: boolean;
  /** Who may write to the group: those that the site names in its words, others as Exchange names them. */
  readonly senders: readonly string[];
  /** Those that the site names and that may not write to it yet. */
  readonly missing: readonly string[];
  /** Those that the site names and that Exchange does not know. */
  readonly unknown: readonly string[];
}

/** Is anything asked of the group beyond being there? */
export const hasSettings = (group: ServiceGroup): boolean =>
  group.hiddenFromAddressLists || group.acceptMessagesOnlyFrom.length > 0;

/** What the site asks of the group beyond being there: who finds it, and who may write to it. Set last, since pickers do not show a hidden group. */
export function groupSettings(group: ServiceGroup): Resource {
  const { target, where } = exchangeOf(group);
  const id = `group-settings/${group.side}`;
  return resource<Found>({
    id,
    step: 'security-group',
    name: `Settings of ${group.name}`,
    kind: 'settings of the group',
    where,
    lane: target,
    needs: [ids.group(group.side)],
    inspect: (looker) => look(looker, group),
    judge: (found) => ({
      properties: { HiddenFromAddressListsEnabled: found.isHidden, AcceptMessagesOnlyFrom: found.senders },
      changes: [
        ...(found.missing.length > 0 ? [accept(group, found)] : []),
        ...(group.hiddenFromAddressLists && !found.isHidden ? [hide(group)] : []),
      ],
      findings: found.unknown.map((sender) => ({
        id: 'sender-unknown',
        severity: 'stops',
        step: 'security-group',
        resource: id,
        what: `${sender} was not found`,
        where: `${sender} in ${where}`,
        why: 'The site file lets this person write to the group, but nobody has this address or alias.',
        do: 'Correct acceptMessagesOnlyFrom in the site file.',
      })),
    }),
  });
}

async function look(looker: Looker, group: ServiceGroup): Promise<Found> {
  const { target, pinned } = exchangeOf(group);
  const guid = looker.known(ids.group(group.side), 'Guid');
  const rows =
    typeof guid === 'string'
      ? await unlessNotFound(
          looker.read(
            cmdlet(target, 'Get-DistributionGroup', { Identity: name(guid), ...pinned }),
            settingsRow,
          ),
        )
      : undefined;
  const row = rows?.[0];
  const listed = row?.AcceptMessagesOnlyFrom ?? [];
  const words = new Map<string, string>();
  const missing: string[] = [];
  const unknown: string[] = [];
  for (const wanted of group.acceptMessagesOnlyFrom) {
    const found = await unlessNotFound(
      looker.read(cmdlet(target, 'Get-Recipient', { Identity: name(wanted), ...pinned }), senderRow),
    );
    const [sender] = found ?? [];
    const names = sender === undefined ? [] : namesOf(sender);
    if (sender === undefined) unknown.push(wanted);
    else if (!listed.some((one) => names.includes(one.toLowerCase()))) missing.push(wanted);
    for (const one of names) words.set(one, wanted);
  }
  const senders = listed.map((one) => words.get(one.toLowerCase()) ?? one).sort();
  return { isHidden: row?.HiddenFromAddressListsEnabled === true, senders, missing, unknown };
}

/** Exchange lists people by name, alias, distinguished name or id, depending on the transport. */
const namesOf = (sender: z.infer<typeof senderRow>): readonly string[] =>
  [sender.Guid, sender.Name, sender.Alias, sender.DistinguishedName, sender.PrimarySmtpAddress]
    .filter((one) => typeof one === 'string' && one !== '')
    .map((one) => (one ?? '').toLowerCase());

const set = (group: ServiceGroup, values: Readonly<Record<string, Value>>) => {
  const { target, pinned } = exchangeOf(group);
  return cmdlet(target, 'Set-DistributionGroup', {
    ...values,
    Identity: later(ids.group(group.side), 'Guid'),
    BypassSecurityGroupManagerCheck: true,
    Confirm: false,
    ...pinned,
  });
};

/** Added to those that are there; the list is never replaced, unless it is empty. */
function accept(group: ServiceGroup, { senders, missing }: Found): Change {
  const isFirst = senders.length === 0;
  const after: Json = [...senders, ...missing].sort();
  return {
    id: 'accept-messages-only-from',
    command: set(group, {
      AcceptMessagesOnlyFrom: isFirst ? missing : { hashtable: { Add: missing } },
    }),
    differences: [
      {
        property: 'AcceptMessagesOnlyFrom',
        before: senders,
        after,
        reason: 'The site names who may write to the group.',
      },
    ],
    undo: {
      command: set(group, {
        AcceptMessagesOnlyFrom: isFirst ? null : { hashtable: { Remove: missing } },
      }),
    },
    byHand: `${exchangeOf(group).tool}, open ${group.name} (${group.address}), Settings, Delivery management, and allow messages only from: ${missing.join(', ')}.`,
  };
}

const hide = (group: ServiceGroup): Change => ({
  id: 'hide',
  command: set(group, { HiddenFromAddressListsEnabled: true }),
  differences: [
    {
      property: 'HiddenFromAddressListsEnabled',
      before: false,
      after: true,
      reason: 'The site keeps the group out of the address book.',
    },
  ],
  undo: { command: set(group, { HiddenFromAddressListsEnabled: false }) },
  byHand: `${exchangeOf(group).tool}, open ${group.name} (${group.address}), Settings, and tick "Hide this group from the global address list". Do this last: a hidden group is not found when something is shared with it.`,
});
