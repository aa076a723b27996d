import type { Side } from '../run/ports.ts';
import type { AccountsAnswer, GroupAnswer, Site } from './site.ts';

/** A service account that the site asks for. */
export interface ServiceAccount {
  /** The side of the calendars that it works for: an account reaches only calendars on the side of its own mailbox. (facts-exchange 6.4) */
  readonly side: Side;
  readonly madeIn: 'active-directory' | 'entra';
  /** CN and sAMAccountName in Active Directory, mailNickname in Entra ID. */
  readonly name: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** Distinguished name of the organisational unit; empty for accounts made in Entra ID. */
  readonly organizationalUnit: string;
  /** Name of its password among the secrets. */
  readonly password: string;
}

/** The group of one side. */
export interface ServiceGroup {
  readonly side: Side;
  readonly madeIn: 'active-directory' | 'entra';
  readonly name: string;
  readonly displayName: string;
  readonly address: string;
  readonly organizationalUnit: string;
  readonly hiddenFromAddressLists: boolean;
  readonly acceptMessagesOnlyFrom: readonly string[];
}

/** The sides that the site has, on-premises first. */
export function sidesOf(site: Site): readonly Side[] {
  const sides: Side[] = [];
  if (site.onPremises !== undefined) sides.push('on-premises');
  if (site.cloud !== undefined) sides.push('cloud');
  return sides;
}

/** Are the cloud side's accounts and group made in Active Directory and synchronised? */
export const isSynchronised = (site: Site): boolean => site.cloud?.madeIn === 'active-directory';

/** The service accounts of all sides, in the order of the site file. */
export function accountsOf(site: Site): readonly ServiceAccount[] {
  return sidesOf(site).flatMap((side) => {
    const { answer, madeIn, organizationalUnit } = placeOf(site, side);
    return numbers(answer.accounts).map((number) => {
      const named = (text: string): string => text.replaceAll('{n}', number);
      const name = named(answer.accounts.name);
      return {
        side,
        madeIn,
        name,
        userPrincipalName: named(answer.accounts.userPrincipalName),
        displayName: named(answer.accounts.displayName),
        organizationalUnit,
        password: `${name}.password`,
      };
    });
  });
}

/** The group of each side. */
export function groupsOf(site: Site): readonly ServiceGroup[] {
  return sidesOf(site).map((side) => {
    const { answer, madeIn, organizationalUnit } = placeOf(site, side);
    const { group } = answer;
    return {
      side,
      madeIn,
      name: group.name,
      displayName: group.displayName ?? group.name,
      address: group.address,
      organizationalUnit,
      hiddenFromAddressLists: group.hiddenFromAddressLists,
      acceptMessagesOnlyFrom: group.acceptMessagesOnlyFrom,
    };
  });
}

interface Place {
  readonly answer: { readonly accounts: AccountsAnswer; readonly group: GroupAnswer };
  readonly madeIn: 'active-directory' | 'entra';
  readonly organizationalUnit: string;
}

function placeOf(site: Site, side: Side): Place {
  if (side === 'on-premises' && site.onPremises !== undefined) {
    const { accounts, group, organizationalUnit } = site.onPremises;
    return { answer: { accounts, group }, madeIn: 'active-directory', organizationalUnit };
  }
  if (side === 'cloud' && site.cloud !== undefined) {
    const { accounts, group, madeIn, organizationalUnit } = site.cloud;
    const answer = { accounts, group };
    if (madeIn === 'cloud') return { answer, madeIn: 'entra', organizationalUnit: '' };
    return {
      answer,
      madeIn: 'active-directory',
      organizationalUnit: organizationalUnit ?? site.onPremises?.organizationalUnit ?? '',
    };
  }
  throw new Error(`The site has no ${side} side.`);
}

const numbers = (accounts: AccountsAnswer): readonly string[] =>
  Array.from({ length: accounts.count }, (_, index) => String(index + 1));
