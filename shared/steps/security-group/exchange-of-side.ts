import { later, type KnownLater } from '../../commands/value.ts';
import type { ServiceGroup } from '../../site/sides.ts';
import { ids } from '../ids.ts';

/** The Exchange in which a group is made and changed: a synchronised group is changed on-premises only. (facts-exchange 3.4) */
export interface ExchangeOfGroup {
  readonly target: 'exchange' | 'exchangeOnline';
  readonly where: 'Exchange Server' | 'Exchange Online';
  readonly tool: string;
  /** Goes with every command: Exchange Server is pinned to one domain controller, Exchange Online knows none. */
  readonly pinned: { readonly DomainController?: KnownLater };
}

const server: ExchangeOfGroup = {
  target: 'exchange',
  where: 'Exchange Server',
  tool: 'In the Exchange admin centre of Exchange Server, open recipients, groups',
  pinned: { DomainController: later(ids.activeDirectory, 'HostName') },
};

const online: ExchangeOfGroup = {
  target: 'exchangeOnline',
  where: 'Exchange Online',
  tool: 'In the Exchange admin centre, open Recipients, Groups, Mail-enabled security',
  pinned: {},
};

export const exchangeOf = (group: ServiceGroup): ExchangeOfGroup =>
  group.madeIn === 'active-directory' ? server : online;
