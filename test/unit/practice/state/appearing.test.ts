import { describe, expect, it } from 'vitest';
import { hide, look, stillPending } from '../../../../electron/practice/clocks.ts';
import { runOut } from '../../../../electron/practice/state/appearances.ts';
import { settleCloudMailbox } from '../../../../electron/practice/state/cloud-mailboxes.ts';
import { removeEntraObject } from '../../../../electron/practice/state/entra-bin.ts';
import {
  addEntraObject,
  entraObject,
  entraObjectsBy,
} from '../../../../electron/practice/state/entra-objects.ts';
import { putLicence, takeLicence, consumedUnits } from '../../../../electron/practice/state/licences.ts';
import { putSetting, setting } from '../../../../electron/practice/state/settings.ts';
import { cloudPerson, connected, emptySite, later, refusal, run, start } from '../cmdlets/small-site.ts';

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const mailboxPlan = 'efb87545-963c-4e0d-99df-69c6916d9eb0';

describe('a clock', () => {
  it('keeps a thing absent for three looks and until its time, whichever comes later', () => {
    const state = emptySite();
    hide(state, 'graph', 'x', start);
    expect(look(state, 'graph', 'x', later)).toBe('absent');
    expect(look(state, 'graph', 'x', later)).toBe('absent');
    expect(look(state, 'graph', 'x', later)).toBe('absent');
    expect(look(state, 'graph', 'x', start)).toBe('absent');
    expect(look(state, 'graph', 'x', later)).toBe('appeared');
    expect(look(state, 'graph', 'x', start)).toBe('there');
  });

  it('takes tens of milliseconds when fast, and minutes when real', () => {
    const state = emptySite();
    const appearsAfter = (ms: number): boolean => {
      hide(state, 'exchange', 'x', start);
      const then = new Date(start.getTime() + ms);
      for (const _ of [1, 2, 3]) look(state, 'exchange', 'x', then);
      return look(state, 'exchange', 'x', then) === 'appeared';
    };
    expect([appearsAfter(1), appearsAfter(100)]).toEqual([false, true]);
    putSetting(state, 'site', { ...setting(state, 'site'), clock: 'real' });
    expect([appearsAfter(59_000), appearsAfter(600_000)]).toEqual([false, true]);
  });
});

describe('a licence with a mailbox plan', () => {
  function licensed() {
    const state = emptySite();
    const user = addEntraObject(
      state,
      {
        kind: 'user',
        displayName: 'Calendar push 1',
        upn: 'sa-1@uni.example',
        mailNickname: 'sa-1',
        sid: 'S-1-5-21-8-8-8-1',
        attributes: { preferredLanguage: 'fr-FR' },
      },
      start,
    );
    const give = (disabledPlans: readonly string[] = []) => {
      putLicence(state, user.id, { skuId: e3, byGroup: '', disabledPlans, problem: '' });
      settleCloudMailbox(state, user.id, start);
    };
    return { state, user, give, session: connected(state) };
  }

  it('brings a mailbox with a calendar in the user’s language, seen after three looks', () => {
    const { state, session, give, user } = licensed();
    give();
    const get = (now = later) =>
      run(session, 'exchangeOnline', 'Get-Mailbox', { Identity: 'sa-1@uni.example' }, { now });
    for (const _ of [1, 2, 3])
      expect(refusal(() => get()).exception).toBe('ManagementObjectNotFoundException');
    expect(get().rows[0]).toMatchObject({
      RecipientTypeDetails: 'UserMailbox',
      ExternalDirectoryObjectId: user.id,
    });
    expect(
      run(session, 'exchangeOnline', 'Get-MailboxFolderPermission', { Identity: 'sa-1:\\Calendrier' }).rows,
    ).toHaveLength(2);
    expect(entraObject(state, user.id)).toMatchObject({ mail: 'sa-1@uni.example' });
    expect(consumedUnits(state, e3)).toBe(1);
  });

  it('brings none when that plan is switched off', () => {
    const { state, session, give } = licensed();
    give([mailboxPlan]);
    expect(stillPending(state)).toEqual([]);
    expect(run(session, 'exchangeOnline', 'Get-Mailbox').rows).toEqual([]);
  });

  it('takes the mailbox away when it goes; entries elsewhere show the SID until it is back', () => {
    const { state, session, give, user } = licensed();
    cloudPerson(state, 'Anna', 'de-DE');
    give();
    runOut(state, later);
    run(session, 'exchangeOnline', 'Add-MailboxFolderPermission', {
      Identity: 'anna:\\Kalender',
      User: 'sa-1',
      AccessRights: 'Editor',
    });
    const shown = () =>
      run(session, 'exchangeOnline', 'Get-MailboxFolderPermission', { Identity: 'anna:\\Kalender' }).rows.at(
        -1,
      )?.['User'];
    takeLicence(state, user.id, e3);
    settleCloudMailbox(state, user.id, later);
    expect(shown()).toMatchObject({ UserType: 'Unknown', DisplayName: `NT:${user.sid}` });
    expect(refusal(() => run(session, 'exchangeOnline', 'Get-Mailbox', { Identity: 'sa-1' })).exception).toBe(
      'ManagementObjectNotFoundException',
    );
    give();
    runOut(state, later);
    expect(shown()).toMatchObject({ DisplayName: 'Calendar push 1' });
  });

  it('goes with its user', () => {
    const { state, session, give, user } = licensed();
    give();
    runOut(state, later);
    const count = () => run(session, 'exchangeOnline', 'Get-Mailbox').rows.length;
    expect([count(), entraObjectsBy(state, 'upn', 'sa-1@uni.example').length]).toEqual([1, 1]);
    removeEntraObject(state, user.id, later);
    expect([count(), entraObjectsBy(state, 'upn', 'sa-1@uni.example').length]).toEqual([0, 0]);
  });
});
