import type { Output } from '../../../../shared/commands/command.ts';
import { warning } from '../call.ts';

/** What a Set cmdlet says when everything was so already. (facts-exchange 1.3) */
export const unchanged = (identity: string): Iterable<Output> => [
  warning(`The command completed successfully but no settings of '${identity}' have been modified.`),
];
