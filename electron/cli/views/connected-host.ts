import type { Target } from '../../../shared/commands/command.ts';
import type { Json } from '../../../shared/commands/value.ts';
import { ids } from '../../../shared/steps/ids.ts';

/** The server or tenant that a connection found. */
export function hostIn(
  resource: string,
  facts: Readonly<Record<string, Json>>,
): { readonly target: Target; readonly name: string } | undefined {
  const named = (target: Target, property: string) => {
    const value = facts[property];
    return typeof value === 'string' && value !== ''
      ? { target, name: value.split('.')[0] ?? value }
      : undefined;
  };
  switch (resource) {
    case ids.activeDirectory:
      return named('activeDirectory', 'HostName');
    case ids.exchangeServer:
      return named('exchange', 'HostName');
    default:
      return undefined;
  }
}
