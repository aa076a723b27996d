import { describe, expect, it } from 'vitest';
import { adObjectBySam, addAdObject } from '../../../../electron/practice/state/ad-objects.ts';
import { addAdMember } from '../../../../electron/practice/state/members.ts';
import { addRecipient } from '../../../../electron/practice/state/recipients.ts';
import { cloudPerson, connected, emptySite, refusal, run, start, unit } from './small-site.ts';
import type { Value } from '../../../../shared/commands/value.ts';

function site(target: 'exchange' | 'exchangeOnline' = 'exchangeOnline') {
  const state = emptySite();
  const session = connected(state);
  const ex = (cmdlet: string, given: Readonly<Record<string, Value>> = {}) =>
    run(session, target, cmdlet, given);
  return { state, session, ex };
}

describe('members', () => {
  it('are added one at a time, once; who is no recipient is unknown', () => {
    const { ex, state } = site();
    cloudPerson(state, 'Anna');
    ex('New-DistributionGroup', { Name: 'Push', Type: 'Security' });
    const add = (Member: string) => ex('Add-DistributionGroupMember', { Identity: 'Push', Member });
    expect(add('anna@uni.example')).toEqual({ rows: [], warnings: [] });
    expect(refusal(() => add('anna'))).toMatchObject({
      exception: 'MemberAlreadyExistsException',
      message: expect.stringContaining('already a member of the group'),
    });
    expect(refusal(() => add('nobody@uni.example')).message).toContain('Ex94914C|');
    expect(ex('Get-DistributionGroupMember', { Identity: 'Push' }).rows).toMatchObject([
      { PrimarySmtpAddress: 'anna@uni.example' },
    ]);
    const remove = () =>
      ex('Remove-DistributionGroupMember', { Identity: 'Push', Member: 'anna', Confirm: false });
    expect(remove().rows).toEqual([]);
    expect(refusal(remove).exception).toBe('MemberNotFoundException');
  });

  it('can be changed only by a manager, or with the check passed over', () => {
    const { ex, state } = site();
    cloudPerson(state, 'Anna');
    ex('New-DistributionGroup', { Name: 'Push', Type: 'Security', ManagedBy: ['anna'] });
    const add = (more = {}) =>
      ex('Add-DistributionGroupMember', { Identity: 'Push', Member: 'anna', ...more });
    expect(refusal(add)).toMatchObject({
      exception: 'OperationRequiresGroupManagerException',
      message: expect.stringContaining(
        "You don't have sufficient permissions. This operation can only be performed by a manager of the group.",
      ),
    });
    expect(() => add({ BypassSecurityGroupManagerCheck: true })).not.toThrow();
  });

  it('on-premises show an account without mail as a plain user', () => {
    const { ex, state } = site('exchange');
    ex('New-DistributionGroup', { Name: 'Push', Type: 'Security' });
    const plain = addAdObject(state, { kind: 'user', name: 'plain', parentDn: unit, sam: 'plain' }, start);
    expect(
      refusal(() => ex('Add-DistributionGroupMember', { Identity: 'Push', Member: 'plain' })).exception,
    ).toBe('ManagementObjectNotFoundException');
    addAdMember(state, adObjectBySam(state, 'Push')?.guid ?? '', plain.guid);
    expect(ex('Get-DistributionGroupMember', { Identity: 'Push' }).rows).toMatchObject([
      { Name: 'plain', RecipientType: 'User' },
    ]);
  });

  it('stop at 1,000 with a warning, unless all are asked for', () => {
    const { ex, state } = site('exchange');
    ex('New-DistributionGroup', { Name: 'Push' });
    const group = adObjectBySam(state, 'Push')?.guid ?? '';
    state.transaction(() => {
      for (let number = 0; number < 1001; number += 1)
        addAdMember(
          state,
          group,
          addAdObject(state, { kind: 'user', name: `u${number}`, parentDn: unit, sam: `u${number}` }, start)
            .guid,
        );
    });
    const some = ex('Get-DistributionGroupMember', { Identity: 'Push' });
    expect(some.rows).toHaveLength(1000);
    expect(some.warnings).toHaveLength(1);
    const all = ex('Get-DistributionGroupMember', { Identity: 'Push', ResultSize: 'Unlimited' });
    expect([all.rows.length, all.warnings.length]).toEqual([1001, 0]);
  });

  it('of a dynamic group are whoever its filter fits', () => {
    const { ex, state } = site();
    cloudPerson(state, 'Anna');
    cloudPerson(state, 'Bert');
    addRecipient(
      state,
      {
        side: 'cloud',
        type: 'DynamicDistributionGroup',
        name: 'All',
        displayName: 'All',
        alias: 'all',
        address: 'all@uni.example',
        attributes: { RecipientFilter: "(RecipientTypeDetails -eq 'UserMailbox') -and (Alias -like 'a*')" },
      },
      start,
    );
    expect(ex('Get-DynamicDistributionGroup', { Identity: 'All' }).rows).toHaveLength(1);
    expect(
      ex('Get-DynamicDistributionGroupMember', { Identity: 'All', ResultSize: 'Unlimited' }).rows,
    ).toMatchObject([{ DisplayName: 'Anna' }]);
  });
});
