import type { Value } from '../../../../shared/commands/value.ts';
import { connected, controller, emptySite, run, unit } from './small-site.ts';

export const target = 'activeDirectory';
export const password = 'Str0ng-and-long-enough';

/** A directory with nobody in it, its cmdlets pinned to its domain controller, and an account to begin with. */
export function site() {
  const state = emptySite();
  const session = connected(state);
  const ad = (
    cmdlet: string,
    given: Readonly<Record<string, Value>> = {},
    secrets: Record<string, string> = {},
  ) => run(session, target, cmdlet, { Server: controller, ...given }, { secrets });
  const newUser = (given: Readonly<Record<string, Value>> = {}, secret = password) =>
    ad(
      'New-ADUser',
      {
        Name: 'sa-push-1',
        SamAccountName: 'sa-push-1',
        UserPrincipalName: 'sa-push-1@uni.example',
        Path: unit,
        AccountPassword: { secret: 'sa-push-1.password' },
        Enabled: true,
        ...given,
      },
      { 'sa-push-1.password': secret },
    );
  return { state, session, ad, newUser };
}
