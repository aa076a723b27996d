import { describe, expect, it } from 'vitest';
import { hide, isPending, stillPending } from '../../../../electron/practice/clocks.ts';
import {
  addAdObject,
  adObjectBySam,
  changeAdObject,
  deleteAdObject,
} from '../../../../electron/practice/state/ad-objects.ts';
import { runOut, seenInGraph } from '../../../../electron/practice/state/appearances.ts';
import { settleCloudMailbox } from '../../../../electron/practice/state/cloud-mailboxes.ts';
import {
  addEntraObject,
  entraObject,
  entraObjectOfAd,
} from '../../../../electron/practice/state/entra-objects.ts';
import { putLicence } from '../../../../electron/practice/state/licences.ts';
import {
  addAdMember,
  entraMembers,
  entraTransitiveMembersPage,
  addEntraMember,
} from '../../../../electron/practice/state/members.ts';
import { carryAdChange } from '../../../../electron/practice/state/synchronisation.ts';
import { connected, emptySite, later, person, refusal, run, start, unit } from '../cmdlets/small-site.ts';

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

describe('a synchronised site', () => {
  function hybrid() {
    const state = emptySite({ synchronised: true });
    const session = connected(state);
    const copyOf = (sam: string) => entraObjectOfAd(state, adObjectBySam(state, sam)?.guid ?? '');
    const seen = (sam: string, now = later) => {
      const copy = copyOf(sam);
      return copy === undefined ? undefined : seenInGraph(state, copy, now);
    };
    return { state, session, copyOf, seen };
  }
  const newUser = { Name: 'sa-1', SamAccountName: 'sa-1', Path: unit };

  it('shows a new account of Active Directory in Entra ID after three looks', () => {
    const { session, seen } = hybrid();
    run(session, 'activeDirectory', 'New-ADUser', { ...newUser, UserPrincipalName: 'sa-1@uni.example' });
    expect([1, 2, 3].map(() => seen('sa-1'))).toEqual([undefined, undefined, undefined]);
    expect(seen('sa-1')).toMatchObject({
      upn: 'sa-1@uni.example',
      attributes: { onPremisesSyncEnabled: true },
    });
  });

  it('gives an account with an unverified suffix the tenant’s own, and one whose name is taken a number', () => {
    const { state, session, copyOf } = hybrid();
    addEntraObject(state, { kind: 'user', displayName: 'x', upn: 'sa-2@uni.example' }, start);
    run(session, 'activeDirectory', 'New-ADUser', { ...newUser, UserPrincipalName: 'sa-1@uni.local' });
    run(session, 'activeDirectory', 'New-ADUser', {
      Name: 'sa-2',
      SamAccountName: 'sa-2',
      Path: unit,
      UserPrincipalName: 'sa-2@uni.example',
    });
    expect(copyOf('sa-1')?.upn).toBe('sa-1@uniexample.onmicrosoft.com');
    expect(copyOf('sa-2')?.upn).toMatch(/^sa-2\d+@uniexample\.onmicrosoft\.com$/u);
    expect(copyOf('sa-2')?.attributes['onPremisesProvisioningErrors']).toMatchObject([
      { propertyCausingError: 'UserPrincipalName' },
    ]);
  });

  it('carries a group with its members, which in the cloud can’t be changed', () => {
    const { state, session } = hybrid();
    person(state, 'Anna', 'de-DE');
    carryAdChange(state, adObjectBySam(state, 'anna')?.guid ?? '', start);
    run(session, 'exchange', 'New-DistributionGroup', {
      Name: 'Push',
      Type: 'Security',
      PrimarySmtpAddress: 'push@uni.example',
    });
    run(session, 'exchange', 'Add-DistributionGroupMember', { Identity: 'Push', Member: 'anna' });
    const get = () =>
      run(
        session,
        'exchangeOnline',
        'Get-DistributionGroup',
        { Identity: 'push@uni.example' },
        { now: later },
      );
    for (const _ of [1, 2, 3]) expect(refusal(get).exception).toBe('ManagementObjectNotFoundException');
    expect(get().rows[0]).toMatchObject({
      IsDirSynced: true,
      RecipientTypeDetails: 'MailUniversalSecurityGroup',
    });
    runOut(state, later);
    expect(
      run(session, 'exchangeOnline', 'Get-DistributionGroupMember', { Identity: 'Push' }).rows,
    ).toMatchObject([{ Name: 'Anna', RecipientTypeDetails: 'MailUser' }]);
    const write = (cmdlet: string, more = {}) =>
      refusal(() => run(session, 'exchangeOnline', cmdlet, { Identity: 'Push', ...more })).message;
    expect(write('Add-DistributionGroupMember', { Member: 'anna' })).toContain(
      "The action 'Add-DistributionGroupMember', 'Members', can't be performed on the object 'Push' because the object is being synchronized from your on-premises organization.",
    );
    expect(write('Set-DistributionGroup', { DisplayName: 'x' })).toContain('is being synchronized');
    expect(write('Remove-DistributionGroup', { Confirm: false })).toContain('is being synchronized');
  });

  it('carries a change and a deletion after three looks at the copy', () => {
    const { state, session, seen, copyOf } = hybrid();
    run(session, 'activeDirectory', 'New-ADUser', { ...newUser, UserPrincipalName: 'sa-1@uni.example' });
    runOut(state, later);
    const soon = new Date(later.getTime() + 60_000);
    run(
      session,
      'activeDirectory',
      'Set-ADUser',
      { Identity: 'sa-1', DisplayName: 'New name' },
      { now: later },
    );
    expect([1, 2, 3, 4].map(() => seen('sa-1', soon)?.displayName)).toEqual([
      'sa-1',
      'sa-1',
      'sa-1',
      'New name',
    ]);
    const { id = '' } = copyOf('sa-1') ?? {};
    run(session, 'activeDirectory', 'Remove-ADUser', { Identity: 'sa-1', Confirm: false }, { now: later });
    const looks = [1, 2, 3, 4].map(() => {
      const copy = entraObject(state, id);
      return copy !== undefined && seenInGraph(state, copy, soon)?.deletedAt === '';
    });
    expect(looks).toEqual([true, true, true, false]);
    expect(entraObject(state, id)?.deletedAt).not.toBe('');
  });

  it('a remote mailbox becomes a mail user, and with a licence the mailbox', () => {
    const { state, session, copyOf } = hybrid();
    run(session, 'activeDirectory', 'New-ADUser', { ...newUser, UserPrincipalName: 'sa-1@uni.example' });
    run(session, 'exchange', 'Enable-RemoteMailbox', { Identity: 'sa-1' });
    runOut(state, later);
    const type = () =>
      run(session, 'exchangeOnline', 'Get-Recipient', { Identity: 'sa-1@uni.example' }).rows[0]?.[
        'RecipientTypeDetails'
      ];
    expect(type()).toBe('MailUser');
    const { id = '' } = copyOf('sa-1') ?? {};
    putLicence(state, id, { skuId: e3, byGroup: '', disabledPlans: [], problem: '' });
    settleCloudMailbox(state, id, later);
    runOut(state, later);
    expect(type()).toBe('UserMailbox');
  });

  it('a licence brings nobody a second mailbox', () => {
    const { state, session, copyOf } = hybrid();
    person(state, 'Anna', 'de-DE');
    carryAdChange(state, adObjectBySam(state, 'anna')?.guid ?? '', start);
    runOut(state, later);
    const { id = '' } = copyOf('anna') ?? {};
    putLicence(state, id, { skuId: e3, byGroup: '', disabledPlans: [], problem: '' });
    settleCloudMailbox(state, id, later);
    expect(run(session, 'exchangeOnline', 'Get-Mailbox').rows).toEqual([]);
  });

  it('at rest has everything carried and nothing on its way', () => {
    const { state, session, copyOf } = hybrid();
    run(session, 'activeDirectory', 'New-ADUser', { ...newUser, UserPrincipalName: 'sa-1@uni.example' });
    runOut(state, later);
    const guid = adObjectBySam(state, 'sa-1')?.guid ?? '';
    changeAdObject(state, guid, { displayName: 'Changed' }, later);
    carryAdChange(state, guid, later);
    expect(isPending(state, 'change', guid)).toBe(true);
    runOut(state, later);
    expect([copyOf('sa-1')?.displayName, stillPending(state)]).toEqual(['Changed', []]);
    deleteAdObject(state, guid, later);
    carryAdChange(state, guid, later);
    runOut(state, later);
    expect(entraObjectOfAd(state, guid)?.deletedAt).not.toBe('');
  });
});

describe('groups of Entra ID', () => {
  it('are expanded transitively, circles and all, page by page, without what a clock hides', () => {
    const state = emptySite();
    const group = (displayName: string) => addEntraObject(state, { kind: 'group', displayName }, start).id;
    const user = (displayName: string) => addEntraObject(state, { kind: 'user', displayName }, start).id;
    const [outer, inner, anna, bert] = [group('outer'), group('inner'), user('Anna'), user('Bert')];
    for (const [of, member] of [
      [outer, inner],
      [inner, outer],
      [inner, anna],
      [outer, bert],
    ] as const)
      addEntraMember(state, of, member);
    const names = (kind = '') =>
      entraTransitiveMembersPage(state, outer, '', 100, kind)
        .map((one) => one.displayName)
        .toSorted();
    expect(names()).toEqual(['Anna', 'Bert', 'inner', 'outer']);
    expect(names('user')).toEqual(['Anna', 'Bert']);
    const [first] = entraTransitiveMembersPage(state, outer, '', 1, 'user');
    expect(entraTransitiveMembersPage(state, outer, first?.id ?? '', 1, 'user')).toHaveLength(1);
    hide(state, 'graph', anna, start);
    expect(names('user')).toEqual(['Bert']);
    expect([...entraMembers(state, inner)].map((one) => one.displayName)).toEqual(['outer']);
  });

  it('a member of a group in Active Directory follows its own copy', () => {
    const state = emptySite({ synchronised: true });
    const group = addAdObject(
      state,
      { kind: 'group', name: 'staff', parentDn: unit, sam: 'staff', scope: 'Global', security: true },
      start,
    );
    carryAdChange(state, group.guid, start);
    runOut(state, later);
    const user = addAdObject(
      state,
      { kind: 'user', name: 'anna', parentDn: unit, sam: 'anna', upn: 'anna@uni.example' },
      later,
    );
    addAdMember(state, group.guid, user.guid);
    carryAdChange(state, user.guid, later);
    carryAdChange(state, group.guid, later);
    runOut(state, later);
    const { id = '' } = entraObjectOfAd(state, group.guid) ?? {};
    expect([...entraMembers(state, id)]).toMatchObject([{ upn: 'anna@uni.example' }]);
  });
});
