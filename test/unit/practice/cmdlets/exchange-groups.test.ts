import { describe, expect, it } from 'vitest';
import { adObjectBySam, addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { cloudPerson, connected, emptySite, refusal, run, start, unit } from './small-site.ts';
import type { Value } from '../../../../shared/commands/value.ts';

function site(target: 'exchange' | 'exchangeOnline' = 'exchangeOnline') {
  const state = emptySite();
  const session = connected(state);
  const ex = (cmdlet: string, given: Readonly<Record<string, Value>> = {}) =>
    run(session, target, cmdlet, given);
  return { state, session, ex };
}

describe('New-DistributionGroup', () => {
  it('makes a mail-enabled security group with the defaults of the service', () => {
    const { ex } = site();
    const [group] = ex('New-DistributionGroup', {
      Name: 'Calendar Push',
      Type: 'Security',
      PrimarySmtpAddress: 'push@uni.example',
    }).rows;
    expect(group).toMatchObject({
      Name: 'Calendar Push',
      DisplayName: 'Calendar Push',
      Alias: 'CalendarPush',
      GroupType: 'Universal, SecurityEnabled',
      PrimarySmtpAddress: 'push@uni.example',
      RecipientTypeDetails: 'MailUniversalSecurityGroup',
      ManagedBy: ['admin'],
      MemberJoinRestriction: 'Closed',
      RequireSenderAuthenticationEnabled: true,
      HiddenFromAddressListsEnabled: false,
      IsDirSynced: false,
    });
    expect(ex('Get-DistributionGroup', { Identity: 'push@uni.example' }).rows).toEqual([group]);
  });

  it('on-premises makes the group in Active Directory, universal, in the unit that is named', () => {
    const { ex, state } = site('exchange');
    const [group] = ex('New-DistributionGroup', {
      Name: 'Calendar Push',
      Type: 'Security',
      OrganizationalUnit: unit,
    }).rows;
    expect(group).toMatchObject({
      PrimarySmtpAddress: 'CalendarPush@uni.example',
      DistinguishedName: `CN=Calendar Push,${unit}`,
      Identity: 'uni.example/Service accounts/Calendar Push',
    });
    expect(adObjectBySam(state, 'Calendar Push')).toMatchObject({
      scope: 'Universal',
      security: true,
      mail: 'CalendarPush@uni.example',
    });
    expect(
      refusal(() =>
        ex('New-DistributionGroup', { Name: 'x', OrganizationalUnit: 'OU=Gone,DC=uni,DC=example' }),
      ).exception,
    ).toBe('ManagementObjectNotFoundException');
  });

  it.each([
    [
      'its name is taken',
      { Name: 'Taken' },
      'ADObjectAlreadyExistsException',
      "The object 'CN=Taken,OU=uniexample.onmicrosoft.com' already exists.",
    ],
    [
      'its address is taken',
      { Name: 'Other', PrimarySmtpAddress: 'taken@uni.example' },
      'ProxyAddressExistsException',
      'The proxy address "SMTP:taken@uni.example" is already being used by the proxy addresses or LegacyExchangeDN of "Taken". Please choose another proxy address.',
    ],
    [
      'its address is in no accepted domain',
      { Name: 'Other', PrimarySmtpAddress: 'x@elsewhere.example' },
      'NotAcceptedDomainException',
      'x@elsewhere.example',
    ],
    ['its alias has a space', { Name: 'Other', Alias: 'two words' }, 'DataValidationException', 'two words'],
    ['its name is too long', { Name: 'x'.repeat(65) }, 'DataValidationException', '65'],
    [
      'it is open',
      { Name: 'Other', Type: 'Security', MemberJoinRestriction: 'Open' },
      'RecipientTaskException',
      'MemberJoinRestriction',
    ],
    [
      'an owner is unknown',
      { Name: 'Other', ManagedBy: ['nobody'] },
      'ManagementObjectNotFoundException',
      'Ex94914C|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|Couldn\'t find object "nobody".',
    ],
  ])('is refused because %s', (_, given, exception, text) => {
    const { ex } = site();
    ex('New-DistributionGroup', { Name: 'Taken', PrimarySmtpAddress: 'taken@uni.example' });
    const error = refusal(() => ex('New-DistributionGroup', given));
    expect(error.exception).toBe(exception);
    expect(error.message).toContain(text);
  });

  it('gets another name by the naming policy, which can be passed over; blocked words are refused', () => {
    const { ex } = site();
    ex('Set-OrganizationConfig', {
      DistributionGroupNamingPolicy: 'GRP-<GroupName>-X',
      DistributionGroupNameBlockedWordsList: ['payroll'],
    });
    expect(ex('New-DistributionGroup', { Name: 'Push' }).rows[0]).toMatchObject({
      Name: 'GRP-Push-X',
      DisplayName: 'GRP-Push-X',
    });
    expect(ex('New-DistributionGroup', { Name: 'Plain', IgnoreNamingPolicy: true }).rows[0]).toMatchObject({
      Name: 'Plain',
    });
    expect(refusal(() => ex('New-DistributionGroup', { Name: 'Payroll people' })).exception).toBe(
      'RecipientTaskException',
    );
  });

  it('derives an address without umlauts', () => {
    const { ex } = site();
    expect(ex('New-DistributionGroup', { Name: 'Größe' }).rows[0]).toMatchObject({
      Alias: 'Größe',
      PrimarySmtpAddress: 'Groesse@uni.example',
    });
  });
});

describe('a group that is there', () => {
  it('is hidden and restricted; the same again only warns', () => {
    const { ex, state } = site();
    cloudPerson(state, 'Anna');
    ex('New-DistributionGroup', { Name: 'Push', Type: 'Security' });
    const set = () =>
      ex('Set-DistributionGroup', {
        Identity: 'Push',
        HiddenFromAddressListsEnabled: true,
        AcceptMessagesOnlyFrom: ['anna@uni.example'],
      });
    expect(set()).toEqual({ rows: [], warnings: [] });
    expect(set().warnings).toHaveLength(1);
    expect(ex('Get-DistributionGroup', { Identity: 'Push' }).rows[0]).toMatchObject({
      HiddenFromAddressListsEnabled: true,
      AcceptMessagesOnlyFrom: ['Anna'],
    });
    expect(
      refusal(() => ex('Set-DistributionGroup', { Identity: 'Push', MemberJoinRestriction: 'Open' }))
        .exception,
    ).toBe('RecipientTaskException');
    ex('Remove-DistributionGroup', { Identity: 'Push', Confirm: false });
    expect(refusal(() => ex('Get-DistributionGroup', { Identity: 'Push' })).message).toContain('Ex6F9304|');
  });

  it('is mail-enabled only if it is universal', () => {
    const { ex, state } = site('exchange');
    addAdObject(
      state,
      { kind: 'group', name: 'old', parentDn: unit, sam: 'old', scope: 'Global', security: true },
      start,
    );
    addAdObject(
      state,
      { kind: 'group', name: 'fit', parentDn: unit, sam: 'fit', scope: 'Universal', security: true },
      start,
    );
    expect(refusal(() => ex('Enable-DistributionGroup', { Identity: 'old' })).exception).toBe(
      'RecipientTaskException',
    );
    expect(
      ex('Enable-DistributionGroup', { Identity: 'fit', PrimarySmtpAddress: 'fit@uni.example' }).rows[0],
    ).toMatchObject({ RecipientTypeDetails: 'MailUniversalSecurityGroup' });
    expect(refusal(() => ex('Enable-DistributionGroup', { Identity: 'fit' })).message).toContain(
      'is of type MailUniversalSecurityGroup',
    );
    ex('Disable-DistributionGroup', { Identity: 'fit', Confirm: false });
    expect(refusal(() => ex('Get-DistributionGroup', { Identity: 'fit' })).exception).toBe(
      'ManagementObjectNotFoundException',
    );
  });
});
