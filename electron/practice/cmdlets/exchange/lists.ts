import { plainText } from '../../state/rows.ts';
import type { RecipientType } from '../../state/recipient-types.ts';
import type { Output } from '../../../../shared/commands/command.ts';
import { fold } from '../../state/folding.ts';
import { recipients, recipientsBy, recipientsByAddress, type Recipient } from '../../state/recipients.ts';

import { refuseExchange, row, warning, type Call } from '../call.ts';
import { BadPowerShellFilter, parsePowerShellFilter } from '../filters/powershell-filter.ts';
import { testOf, type SearchFilter } from '../filters/search-filter.ts';
import { recipientRow, type JsonObject } from './rows.ts';

/** How many rows a list shows unless `-ResultSize` says otherwise. */
const defaultSize = 1000;

/** Exchange Online's words are sourced (facts-exchange 10.10, from memory there); Exchange Server's are from memory. */
const moreThere = {
  cloud:
    'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.',
  'on-premises':
    'By default, only the first 1000 items are returned. Use the ResultSize parameter to specify the number of items returned. To return all items, specify "-ResultSize Unlimited".',
} as const;

/** Shows a list up to `-ResultSize`, with the warning where there would be more. Reads on as it is read. */
export function* limited<T>(
  call: Call,
  found: Iterable<T>,
  shown: (one: T) => JsonObject,
): Generator<Output> {
  const most = call.given.resultSize(defaultSize);
  let count = 0;
  for (const one of found) {
    if (count >= most) {
      yield warning(moreThere[call.side]);
      return;
    }
    count += 1;
    yield row(shown(one));
  }
}

/** The recipients that a Get cmdlet without `-Identity` lists: of its kinds, narrowed by `-RecipientTypeDetails`, `-Filter`, `-Anr`. */
export function listed(call: Call, kinds: (type: RecipientType) => boolean): Iterable<Recipient> {
  const types = call.given.list('RecipientTypeDetails');
  const filter = filterOf(call);
  const test = testOf(filter, {
    values: (found: Recipient, attribute) => valuesOf(call, found, attribute),
    fold,
    rule: () => false,
  });
  const anr = call.given.text('Anr');
  const fits = (found: Recipient): boolean =>
    kinds(found.type) &&
    (types === undefined || types.includes(found.type)) &&
    (anr === undefined || isAnr(found, fold(anr))) &&
    test(found);
  return (byIndex(call, filter) ?? all(call, types)).filter(fits);
}

function* all(call: Call, types: readonly string[] | undefined): Generator<Recipient> {
  const [only] = types ?? [];
  if (types?.length === 1 && only !== undefined && isKnown(only))
    yield* recipients(call.state, call.side, only);
  else yield* recipients(call.state, call.side);
}

const known: readonly RecipientType[] = [
  'UserMailbox',
  'SharedMailbox',
  'RoomMailbox',
  'DynamicDistributionGroup',
];
const isKnown = (type: string): type is RecipientType => known.some((one) => one === type);

const isAnr = (found: Recipient, text: string): boolean =>
  [found.displayName, found.name, found.alias, found.address].some((value) => fold(value).startsWith(text));

function filterOf(call: Call): SearchFilter {
  try {
    return parsePowerShellFilter(call.given.textOf('Filter'));
  } catch (thrown) {
    if (thrown instanceof BadPowerShellFilter) throw refuseExchange(call, 'badFilter', thrown.message);
    throw thrown;
  }
}

/** `-Filter "DisplayName -eq '…'"` and the like go by index. */
function byIndex(call: Call, filter: SearchFilter): IteratorObject<Recipient> | undefined {
  if (filter.kind !== 'equals') return undefined;
  const { state, side } = call;
  const hidden = (found: Recipient): boolean =>
    state.row("SELECT 1 FROM pending WHERE scope = 'exchange' AND object = ?", found.guid) === undefined;
  const from = (found: Recipient[]) => found.values().filter(hidden);
  switch (filter.attribute.toLowerCase()) {
    case 'displayname':
      return from(recipientsBy(state, side, 'display', filter.value));
    case 'name':
      return from(recipientsBy(state, side, 'name', filter.value));
    case 'alias':
      return from(recipientsBy(state, side, 'alias', filter.value));
    case 'userprincipalname':
      return from(recipientsBy(state, side, 'upn', filter.value));
    case 'primarysmtpaddress':
    case 'emailaddresses':
      return from(recipientsByAddress(state, side, filter.value.replace(/^smtp:/iu, '')));
    default:
      return undefined;
  }
}

function valuesOf(call: Call, found: Recipient, attribute: string): readonly string[] {
  const key = attribute.toLowerCase();
  if (key === 'userprincipalname') return [found.upn];
  const shown = { ...found.attributes, ...recipientRow(call, found) };
  const match = Object.entries(shown).find(([name]) => name.toLowerCase() === key)?.[1];
  if (match === undefined || match === null) return [];
  if (Array.isArray(match))
    return match.flatMap((one) => [plainText(one), plainText(one).replace(/^smtp:/iu, '')]);
  return [typeof match === 'boolean' ? (match ? 'True' : 'False') : plainText(match)];
}
