import { graph, type Body } from '../../commands/command.ts';
import { secret, type Json } from '../../commands/value.ts';
import type { Change, Difference } from '../../run/resource.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { nicknameOf, type EntraUser } from './entra-look.ts';

const neverExpires = 'DisablePasswordExpiration';

/** The account as evidence, by Graph's names. */
export const propertiesOf = (user: EntraUser): Readonly<Record<string, Json>> => ({
  userPrincipalName: user.userPrincipalName,
  displayName: user.displayName,
  accountEnabled: user.accountEnabled,
  passwordPolicies: user.passwordPolicies,
  usageLocation: user.usageLocation,
  lastPasswordChangeDateTime: user.lastPasswordChangeDateTime,
});

const password = (account: ServiceAccount): Body => ({
  forceChangePasswordNextSignIn: false,
  password: secret(account.password),
});

/** The whole account, made by one request. */
export function create(account: ServiceAccount, usageLocation: string): Change {
  const made: readonly (readonly [property: string, after: Json, reason: string])[] = [
    ['userPrincipalName', account.userPrincipalName, 'The site asks for this account, and it is not there.'],
    ['displayName', account.displayName, 'People see this name.'],
    ['accountEnabled', true, 'A disabled account cannot sign in.'],
    ['passwordPolicies', neverExpires, 'A service that runs by itself cannot change its password.'],
    ['usageLocation', usageLocation, 'A licence can only be given to an account with a country.'],
  ];
  const user = {
    accountEnabled: true,
    displayName: account.displayName,
    mailNickname: nicknameOf(account),
    userPrincipalName: account.userPrincipalName,
    usageLocation,
    passwordPolicies: neverExpires,
  };
  return {
    id: 'create',
    command: graph('POST', '/users', { body: { ...user, passwordProfile: password(account) } }),
    differences: made.map(([property, after, reason]) => ({ property, before: null, after, reason })),
    undo: { command: graph('DELETE', '/users/{user}', { values: { user: account.userPrincipalName } }) },
    byHand: `In Graph Explorer (developer.microsoft.com/graph/graph-explorer), choose POST and https://graph.microsoft.com/v1.0/users, paste this as Request body with a password of your own, and choose Run query: ${requestText(
      {
        ...user,
        passwordProfile: { forceChangePasswordNextSignIn: false, password: 'YOUR PASSWORD' },
      },
    )}`,
  };
}

const requestText = (body: Json): string => JSON.stringify(body);

/** Each property of an existing account that differs is a change of its own. */
export function mend(account: ServiceAccount, user: EntraUser): readonly Change[] {
  const changes: Change[] = [];
  if (user.displayName !== account.displayName) {
    changes.push(
      patch(account, 'set-display-name', {
        property: 'displayName',
        before: user.displayName,
        after: account.displayName,
        reason: 'People see this name.',
      }),
    );
  }
  const policies = (user.passwordPolicies ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'None');
  if (!policies.includes(neverExpires)) {
    changes.push(
      patch(account, 'set-password-never-expires', {
        property: 'passwordPolicies',
        before: user.passwordPolicies,
        after: [neverExpires, ...policies].join(', '),
        reason: 'When the password expires, the calendars are no longer written.',
      }),
    );
  }
  if (user.accountEnabled === false) {
    changes.push(
      patch(account, 'enable', {
        property: 'accountEnabled',
        before: false,
        after: true,
        reason: 'A disabled account cannot sign in.',
      }),
    );
  }
  return changes;
}

/** One property, set by the smallest request there is. A policy that was never set is set back to `None`. */
function patch(
  account: ServiceAccount,
  id: string,
  difference: Difference & { readonly after: Body },
): Change {
  const request = (value: Body) =>
    graph('PATCH', '/users/{user}', {
      values: { user: account.userPrincipalName },
      body: { [difference.property]: value },
    });
  const { before } = difference;
  return {
    id,
    command: request(difference.after),
    differences: [difference],
    undo: {
      command: request(
        typeof before === 'string' || typeof before === 'boolean'
          ? before
          : difference.property === 'passwordPolicies'
            ? 'None'
            : null,
      ),
    },
    byHand: `In Graph Explorer (developer.microsoft.com/graph/graph-explorer), choose PATCH and https://graph.microsoft.com/v1.0/users/${account.userPrincipalName}, paste ${requestText({ [difference.property]: difference.after })} as Request body, and choose Run query.`,
  };
}

/** A password in place of the one that is there. */
export const newPassword = (account: ServiceAccount, user: EntraUser): Change => ({
  id: 'new-password',
  command: graph('PATCH', '/users/{user}', {
    values: { user: account.userPrincipalName },
    body: { passwordProfile: password(account) },
  }),
  differences: [
    {
      property: 'lastPasswordChangeDateTime',
      before: user.lastPasswordChangeDateTime,
      after: 'now',
      reason: 'You asked for a new password.',
    },
  ],
  undo: { cannot: 'The password that was there before is not known to anybody here.' },
  byHand: `In the Microsoft 365 admin centre, open Users, Active users, ${account.userPrincipalName}, choose Reset password, clear "Automatically create a password" and "Require this user to change their password when they first sign in", and type a password of your own.`,
});
