import { cmdlet } from '../../commands/command.ts';
import { later, name, secret, type Json, type Value } from '../../commands/value.ts';
import type { Change, Difference } from '../../run/resource.ts';
import type { ServiceAccount } from '../../site/sides.ts';
import { ids } from '../ids.ts';
import { hasNoPassword, server, type DirectoryUser } from './active-directory-look.ts';

/** How the password stands as a property: that there is one, never which. */
const passwordIsSet = 'set';

/** The account as evidence: the attributes that the site asks for, by the names of the AD module. */
export function propertiesOf(user: DirectoryUser): Readonly<Record<string, Json>> {
  return {
    Name: user.SamAccountName,
    UserPrincipalName: user.UserPrincipalName,
    DisplayName: user.DisplayName,
    Path: parentOf(user.DistinguishedName),
    Password: user.PasswordLastSet === null ? null : passwordIsSet,
    PasswordLastSet: user.PasswordLastSet,
    PasswordNeverExpires: user.PasswordNeverExpires,
    ChangePasswordAtLogon: user.PasswordLastSet === null,
    CannotChangePassword: user.CannotChangePassword,
    AccountExpirationDate: user.AccountExpirationDate,
    LockedOut: user.LockedOut,
    Enabled: user.Enabled,
  };
}

/** What follows the first comma that is not escaped. */
const parentOf = (distinguishedName: string): string => distinguishedName.replace(/^(?:[^,\\]|\\.)*,/su, '');

const aduc = 'In Active Directory Users and Computers';

/** The whole account, made by one command. */
export function create(account: ServiceAccount): Change {
  const made: readonly (readonly [property: string, after: Json, reason: string])[] = [
    ['Name', account.name, 'The site asks for this account, and it is not there.'],
    ['UserPrincipalName', account.userPrincipalName, 'It signs in with this name.'],
    ['DisplayName', account.displayName, 'People see this name.'],
    ['Path', account.organizationalUnit, 'Accounts are made in this organisational unit.'],
    ['Password', passwordIsSet, 'A password of its own, made by this program or given by you.'],
    ['PasswordNeverExpires', true, 'A service that runs by itself cannot change its password.'],
    ['ChangePasswordAtLogon', false, 'A service that runs by itself cannot change its password.'],
    ['CannotChangePassword', true, 'Nobody who learns the password can lock the service out.'],
    ['Enabled', true, 'A disabled account cannot sign in.'],
  ];
  return {
    id: 'create',
    command: cmdlet('activeDirectory', 'New-ADUser', {
      Name: account.name,
      SamAccountName: account.name,
      UserPrincipalName: account.userPrincipalName,
      DisplayName: account.displayName,
      Path: account.organizationalUnit,
      AccountPassword: secret(account.password),
      PasswordNeverExpires: true,
      ChangePasswordAtLogon: false,
      CannotChangePassword: true,
      AccountExpirationDate: null,
      Enabled: true,
      Confirm: false,
      ...server,
    }),
    differences: made.map(([property, after, reason]) => ({ property, before: null, after, reason })),
    undo: {
      command: cmdlet('activeDirectory', 'Remove-ADUser', {
        Identity: later(ids.account(account.side, account.name), 'ObjectGuid'),
        Confirm: false,
        ...server,
      }),
    },
    byHand: `${aduc}, right-click the organisational unit ${account.organizationalUnit} and choose New, User. Full name and User logon name (pre-Windows 2000): ${account.name}. User logon name: ${account.userPrincipalName}. Next: type a password of your own twice, clear "User must change password at next logon", tick "User cannot change password" and "Password never expires". Then open the new account, and on the tab General set Display name to ${account.displayName}.`,
  };
}

/** Each attribute of an existing account that differs is a change of its own. */
export function mend(account: ServiceAccount, user: DirectoryUser): readonly Change[] {
  const changes: Change[] = [];
  const identity = { Identity: name(user.ObjectGUID) } as const;
  const tab = (on: string): string => `${aduc}, open the account ${account.name}, tab ${on}:`;
  const set = (
    id: string,
    difference: Difference,
    parameters: Readonly<Record<string, Value>>,
    back: Readonly<Record<string, Value>>,
    byHand: string,
  ): void => {
    const setting = (values: Readonly<Record<string, Value>>) =>
      cmdlet('activeDirectory', 'Set-ADUser', { ...values, ...identity, Confirm: false, ...server });
    changes.push({
      id,
      command: setting(parameters),
      differences: [difference],
      undo: { command: setting(back) },
      byHand,
    });
  };

  if (user.UserPrincipalName?.toLowerCase() !== account.userPrincipalName.toLowerCase()) {
    set(
      'set-user-principal-name',
      {
        property: 'UserPrincipalName',
        before: user.UserPrincipalName,
        after: account.userPrincipalName,
        reason: 'It signs in with this name.',
      },
      { UserPrincipalName: account.userPrincipalName },
      user.UserPrincipalName === null
        ? { Clear: ['userPrincipalName'] }
        : { UserPrincipalName: user.UserPrincipalName },
      `${tab('Account')} set User logon name to ${account.userPrincipalName}.`,
    );
  }
  if (user.DisplayName !== account.displayName) {
    set(
      'set-display-name',
      {
        property: 'DisplayName',
        before: user.DisplayName,
        after: account.displayName,
        reason: 'People see this name.',
      },
      { DisplayName: account.displayName },
      user.DisplayName === null ? { Clear: ['displayName'] } : { DisplayName: user.DisplayName },
      `${tab('General')} set Display name to ${account.displayName}.`,
    );
  }
  if (hasNoPassword(user)) {
    changes.push(
      resetPassword(account, user, 'set-password', [
        {
          property: 'Password',
          before: null,
          after: passwordIsSet,
          reason: 'The account has no usable password, as it is left when its creation stopped half-way.',
        },
        {
          property: 'ChangePasswordAtLogon',
          before: true,
          after: false,
          reason: 'A service that runs by itself cannot change its password.',
        },
      ]),
    );
  } else if (user.PasswordLastSet === null) {
    set(
      'set-no-change-at-logon',
      {
        property: 'ChangePasswordAtLogon',
        before: true,
        after: false,
        reason: 'A service that runs by itself cannot change its password.',
      },
      { ChangePasswordAtLogon: false },
      { ChangePasswordAtLogon: true },
      `${tab('Account')} under Account options clear "User must change password at next logon".`,
    );
  }
  if (user.PasswordNeverExpires === false) {
    set(
      'set-password-never-expires',
      {
        property: 'PasswordNeverExpires',
        before: false,
        after: true,
        reason: 'When the password expires, the calendars are no longer written.',
      },
      { PasswordNeverExpires: true },
      { PasswordNeverExpires: false },
      `${tab('Account')} under Account options tick "Password never expires".`,
    );
  }
  if (user.CannotChangePassword === false) {
    set(
      'set-cannot-change-password',
      {
        property: 'CannotChangePassword',
        before: false,
        after: true,
        reason: 'Nobody who learns the password can lock the service out.',
      },
      { CannotChangePassword: true },
      { CannotChangePassword: false },
      `${tab('Account')} under Account options tick "User cannot change password". It needs the right to change the permissions of the account.`,
    );
  }
  if (user.AccountExpirationDate !== null)
    changes.push(neverExpire(account, user, user.AccountExpirationDate));
  if (user.LockedOut === true) {
    changes.push({
      id: 'unlock',
      command: cmdlet('activeDirectory', 'Unlock-ADAccount', { ...identity, Confirm: false, ...server }),
      differences: [
        { property: 'LockedOut', before: true, after: false, reason: 'A locked account cannot sign in.' },
      ],
      undo: { cannot: 'An account is locked by wrong passwords only; no command locks it.' },
      byHand: `${tab('Account')} tick "Unlock account".`,
    });
  }
  if (!user.Enabled) {
    changes.push({
      id: 'enable',
      command: cmdlet('activeDirectory', 'Enable-ADAccount', { ...identity, Confirm: false, ...server }),
      differences: [
        { property: 'Enabled', before: false, after: true, reason: 'A disabled account cannot sign in.' },
      ],
      undo: {
        command: cmdlet('activeDirectory', 'Disable-ADAccount', { ...identity, Confirm: false, ...server }),
      },
      byHand: `${aduc}, right-click the account ${account.name} and choose Enable Account.`,
    });
  }
  return changes;
}

/** A password in place of the one that is there, if any. */
export function resetPassword(
  account: ServiceAccount,
  user: DirectoryUser,
  id: 'set-password' | 'new-password',
  differences: readonly Difference[],
): Change {
  return {
    id,
    command: cmdlet('activeDirectory', 'Set-ADAccountPassword', {
      Identity: name(user.ObjectGUID),
      Reset: true,
      NewPassword: secret(account.password),
      Confirm: false,
      ...server,
    }),
    differences,
    undo: { cannot: 'The password that was there before is not known to anybody here.' },
    byHand: `${aduc}, right-click the account ${account.name}, choose Reset Password, type a password of your own twice, and clear "User must change password at next logon".`,
  };
}

function neverExpire(account: ServiceAccount, user: DirectoryUser, date: string): Change {
  const identity = { Identity: name(user.ObjectGUID) } as const;
  return {
    id: 'set-account-never-expires',
    command: cmdlet('activeDirectory', 'Clear-ADAccountExpiration', {
      ...identity,
      Confirm: false,
      ...server,
    }),
    differences: [
      {
        property: 'AccountExpirationDate',
        before: date,
        after: null,
        reason: 'When the account expires, the calendars are no longer written.',
      },
    ],
    undo: {
      command: cmdlet('activeDirectory', 'Set-ADUser', {
        ...identity,
        AccountExpirationDate: { date },
        Confirm: false,
        ...server,
      }),
    },
    byHand: `${aduc}, open the account ${account.name}, tab Account: under Account expires choose Never.`,
  };
}
