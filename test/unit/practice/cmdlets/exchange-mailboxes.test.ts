import { describe, expect, it } from 'vitest';
import { addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { putSetting, setting } from '../../../../electron/practice/state/settings.ts';
import { cloudPerson, connected, emptySite, person, refusal, run, start, unit } from './small-site.ts';
import type { Value } from '../../../../shared/commands/value.ts';

function site(target: 'exchange' | 'exchangeOnline' = 'exchangeOnline') {
  const state = emptySite();
  const session = connected(state);
  const ex = (cmdlet: string, given: Readonly<Record<string, Value>> = {}) =>
    run(session, target, cmdlet, given);
  return { state, session, ex };
}

describe('mailboxes on-premises', () => {
  it('are enabled for an account, with a calendar, and disabled again', () => {
    const { ex, state } = site('exchange');
    addAdObject(
      state,
      {
        kind: 'user',
        name: 'sa-push-1',
        parentDn: unit,
        sam: 'sa-push-1',
        upn: 'sa-push-1@uni.example',
        attributes: { preferredLanguage: 'nl-NL' },
      },
      start,
    );
    expect(ex('Enable-Mailbox', { Identity: 'sa-push-1@uni.example' }).rows[0]).toMatchObject({
      RecipientTypeDetails: 'UserMailbox',
      PrimarySmtpAddress: 'sa-push-1@uni.example',
    });
    expect(ex('Get-MailboxFolderPermission', { Identity: 'sa-push-1:\\Agenda' }).rows).toHaveLength(2);
    expect(refusal(() => ex('Enable-Mailbox', { Identity: 'sa-push-1' })).message).toContain(
      'is of type UserMailbox',
    );
    ex('Set-Mailbox', { Identity: 'sa-push-1', HiddenFromAddressListsEnabled: true });
    expect(ex('Get-Mailbox', { Identity: 'UNI\\sa-push-1' }).rows[0]).toMatchObject({
      HiddenFromAddressListsEnabled: true,
    });
    ex('Set-CASMailbox', { Identity: 'sa-push-1', EwsEnabled: false });
    expect(ex('Get-CASMailbox', { Identity: 'sa-push-1' }).rows[0]).toMatchObject({ EwsEnabled: false });
    ex('Disable-Mailbox', { Identity: 'sa-push-1', Confirm: false });
    expect(refusal(() => ex('Get-Mailbox', { Identity: 'sa-push-1' })).exception).toBe(
      'ManagementObjectNotFoundException',
    );
    expect(ex('Get-User', { Identity: 'sa-push-1' }).rows[0]).toMatchObject({ RecipientTypeDetails: 'User' });
  });

  it('a remote mailbox is no mailbox to the folder cmdlets', () => {
    const { ex, state } = site('exchange');
    addAdObject(
      state,
      { kind: 'user', name: 'remote', parentDn: unit, sam: 'remote', upn: 'remote@uni.example' },
      start,
    );
    expect(ex('Enable-RemoteMailbox', { Identity: 'remote' }).rows[0]).toMatchObject({
      RecipientTypeDetails: 'RemoteUserMailbox',
      RemoteRoutingAddress: 'SMTP:remote@uniexample.mail.onmicrosoft.com',
    });
    expect(ex('Get-RemoteMailbox', { Identity: 'remote' }).rows).toHaveLength(1);
    expect(ex('Get-Recipient', { Identity: 'remote' }).rows[0]).toMatchObject({ RecipientType: 'MailUser' });
    for (const cmdlet of ['Get-Mailbox', 'Get-MailboxFolderStatistics'])
      expect(refusal(() => ex(cmdlet, { Identity: 'remote' })).message).toContain(
        "object 'remote' couldn't be found on 'DC01.uni.example'",
      );
    ex('Disable-RemoteMailbox', { Identity: 'remote', Confirm: false });
    expect(refusal(() => ex('Get-RemoteMailbox', { Identity: 'remote' })).exception).toBe(
      'ManagementObjectNotFoundException',
    );
  });

  it('an entry shows the whole recipient, by which two of one name are told apart', () => {
    const { ex, state } = site('exchange');
    person(state, 'Anna', 'de-DE');
    const bert = person(state, 'Bert');
    ex('Add-MailboxFolderPermission', {
      Identity: 'anna:\\Kalender',
      User: 'bert',
      AccessRights: 'Editor',
      DomainController: 'dc01.uni.example',
    });
    const rows = ex('Get-MailboxFolderPermission', { Identity: 'anna:\\Kalender' }).rows;
    expect(rows.at(-1)).toMatchObject({
      User: {
        UserType: 'Internal',
        ADRecipient: { Guid: bert.guid, PrimarySmtpAddress: 'bert@uni.example' },
      },
      Identity: 'Bert',
    });
    expect(rows.at(-1)).not.toHaveProperty('SharingPermissionFlags');
  });
});

describe('lists of recipients', () => {
  it('are narrowed by kind and filter, by index or not', () => {
    const { ex, state } = site();
    cloudPerson(state, "Zoë O'Brien", 'en-GB', 'zoe');
    cloudPerson(state, 'Anna');
    const names = (cmdlet: string, given: Readonly<Record<string, Value>>) =>
      ex(cmdlet, given).rows.map((row) => row['DisplayName']);
    expect(names('Get-Recipient', { Filter: "DisplayName -eq 'Zoë O''Brien'" })).toEqual(["Zoë O'Brien"]);
    expect(
      names('Get-EXORecipient', { RecipientTypeDetails: ['UserMailbox'], ResultSize: 'Unlimited' }),
    ).toHaveLength(2);
    expect(
      names('Get-Mailbox', { Filter: "Alias -like 'an*' -and RecipientTypeDetails -ne 'RoomMailbox'" }),
    ).toEqual(['Anna']);
    expect(names('Get-EXOMailbox', { UserPrincipalName: 'zoe@uni.example' })).toEqual(["Zoë O'Brien"]);
    expect(names('Get-Mailbox', { Anr: 'zo' })).toEqual(["Zoë O'Brien"]);
    expect(names('Get-SecurityPrincipal', { Identity: 'anna' })).toEqual(['Anna']);
    expect(refusal(() => ex('Get-Mailbox', { Filter: 'DisplayName is Anna' })).exception).toBe(
      'ParsingInvalidFilterOperatorException',
    );
  });

  it('an organisation shows its EWS list only where it is asked', () => {
    const { ex, state } = site();
    putSetting(state, 'exchangeOnline', {
      ...setting(state, 'exchangeOnline'),
      organization: { EwsEnabled: true, EwsAllowedAppIDs: 'a,b' },
    });
    expect(ex('Get-OrganizationConfig').rows[0]).toMatchObject({ EwsEnabled: true, EwsAllowedAppIDs: null });
    expect(ex('Get-OrganizationConfig', { RetrieveEwsOperationAccessPolicy: true }).rows[0]).toMatchObject({
      EwsAllowedAppIDs: 'a,b',
    });
    ex('Set-OrganizationConfig', { EwsEnabled: false });
    expect(ex('Get-OrganizationConfig').rows[0]).toMatchObject({ EwsEnabled: false });
    expect(ex('Set-OrganizationConfig', { EwsEnabled: false }).warnings).toHaveLength(1);
    expect(ex('Get-AcceptedDomain').rows).toMatchObject([{ DomainName: 'uni.example', Default: true }]);
  });
});
