import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/commands/value.ts';
import { ServiceError } from '../../../shared/run/service-error.ts';
import { ids } from '../../../shared/steps/ids.ts';
import { securityGroup } from '../../../shared/steps/security-group.ts';
import { notThere, scriptedLooker, type Script } from '../../stand-ins/scripted-looker.ts';
import {
  changeOf,
  exampleSite,
  idsOf,
  resourceOf,
  resourcesOf,
  sightOf,
  withCloudAccounts,
} from '../../stand-ins/step-under-test.ts';

const cloud = exampleSite('seed-cloud');
const onPremises = exampleSite('seed-on-premises');
const hybrid = exampleSite('hybrid');
const asked = cloud.cloud?.group ?? { name: '', address: '', displayName: '' };
const askedOnPremises = onPremises.onPremises?.group ?? { name: '', address: '', displayName: '' };
const accountName = cloud.cloud?.accounts.name ?? '';
const id = ids.group('cloud');

const known = {
  [ids.activeDirectory]: { HostName: 'dc1.dev.eveoh.local' },
  [id]: { Guid: 'group-guid', PrimarySmtpAddress: asked.address },
  [ids.mailbox('cloud', accountName)]: { Guid: 'MAILBOX-GUID', PrimarySmtpAddress: 'sa@x.org' },
};

const rightGroup: Record<string, Json> = {
  Guid: 'group-guid',
  Name: asked.name,
  DisplayName: asked.displayName ?? asked.name,
  PrimarySmtpAddress: asked.address,
  RecipientTypeDetails: 'MailUniversalSecurityGroup',
  IsDirSynced: false,
  HiddenFromAddressListsEnabled: false,
  AcceptMessagesOnlyFrom: [],
};
const noNamesakes = { to: 'Get-Recipient', with: { ResultSize: 'Unlimited' }, rows: [] };
const noGroup = { to: 'Get-DistributionGroup', failure: notThere.exchangeOnline };
const nobody = { to: 'Get-Recipient', failure: notThere.exchangeOnline };
const groupIs = (row: Record<string, Json> = {}): Script => ({
  known,
  answers: [{ to: 'Get-DistributionGroup', rows: [{ ...rightGroup, ...row }] }, noNamesakes],
});

describe('the group', () => {
  it('that is not there is made in Exchange Online by one command', async () => {
    const sight = await sightOf(securityGroup, cloud, id, { known, answers: [noGroup, noNamesakes, nobody] });
    expect(sight.state).toBe('absent');
    expect(changeOf(sight, 'create')).toMatchObject({
      command: {
        target: 'exchangeOnline',
        cmdlet: 'New-DistributionGroup',
        parameters: { Name: asked.name, Type: 'Security', PrimarySmtpAddress: asked.address },
      },
      undo: {
        command: {
          cmdlet: 'Remove-DistributionGroup',
          parameters: { Identity: { from: id, property: 'Guid' } },
        },
      },
    });
    expect(changeOf(sight, 'create').byHand).toContain(asked.address);
  });

  it('that is made in Active Directory is made on Exchange Server, in its unit, on the pinned domain controller', async () => {
    const answers = [noGroup, noNamesakes, nobody, { to: 'Get-ADGroup', rows: [] }];
    const sight = await sightOf(securityGroup, hybrid, id, { known, answers });
    expect(changeOf(sight, 'create').command).toMatchObject({
      target: 'exchange',
      parameters: {
        OrganizationalUnit: 'CN=Users,DC=dev,DC=eveoh,DC=local',
        DomainController: { from: ids.activeDirectory, property: 'HostName' },
      },
    });
  });

  it('that is there is adopted, and its real name and address are facts', async () => {
    const sight = await sightOf(securityGroup, cloud, id, groupIs({ DisplayName: 'GRP_MyTimetable' }));
    expect(sight).toMatchObject({
      state: 'there',
      changes: [],
      identity: 'group-guid',
      facts: { Guid: 'group-guid', DisplayName: 'GRP_MyTimetable', PrimarySmtpAddress: asked.address },
    });
    expect(sight.findings).toMatchObject([{ id: 'group-is-called-otherwise', severity: 'information' }]);
  });

  it.each<[string, Script['answers']]>([
    [
      'group-name-taken',
      [
        noGroup,
        noNamesakes,
        {
          to: 'Get-Recipient',
          rows: [
            {
              Guid: 'm365',
              DisplayName: 'Calendar Push',
              PrimarySmtpAddress: asked.address,
              RecipientTypeDetails: 'GroupMailbox',
            },
          ],
        },
      ],
    ],
    ['group-of-another-kind', groupIs({ RecipientTypeDetails: 'MailUniversalDistributionGroup' }).answers],
    ['group-is-synchronised', groupIs({ IsDirSynced: true }).answers],
    [
      'group-display-name-not-unique',
      [
        { to: 'Get-DistributionGroup', rows: [rightGroup] },
        {
          to: 'Get-Recipient',
          with: { ResultSize: 'Unlimited' },
          rows: [
            { ...rightGroup },
            {
              Guid: 'other',
              DisplayName: asked.displayName ?? '',
              PrimarySmtpAddress: 'b@x.org',
              RecipientTypeDetails: 'UserMailbox',
            },
          ],
        },
      ],
    ],
  ])('%s stops it, and nothing is planned', async (finding, answers) => {
    const sight = await sightOf(securityGroup, cloud, id, { known, answers: answers ?? [] });
    expect(sight.findings).toMatchObject([{ id: finding, severity: 'stops' }]);
    expect(sight.changes).toEqual([]);
  });

  it('made again under its name is told until somebody accepts it', async () => {
    const looker = scriptedLooker({ ...groupIs(), remembered: { [id]: 'former-guid' } });
    const resource = await resourceOf(securityGroup, cloud, id);
    for (const look of [1, 2])
      expect([look, idsOf((await resource.look(looker)).findings)]).toEqual([look, ['group-made-again']]);
    expect(looker.identities.get(id)).toBe('former-guid');
  });

  it('is remembered when first seen, and forgotten when its making is taken back', async () => {
    const resource = await resourceOf(securityGroup, cloud, id);
    const looker = scriptedLooker(groupIs());
    await resource.look(looker);
    expect(looker.identities.get(id)).toBe('group-guid');
    const answers = [noGroup, noNamesakes, nobody];
    const create = changeOf(await resource.look(scriptedLooker({ known, answers })), 'create');
    resource.remember?.(looker.memory, create, true);
    expect(looker.identities.get(id)).toBe('group-guid');
    resource.remember?.(looker.memory, create, false);
    expect(looker.identities.get(id)).toBe('');
  });

  describe('without an address, in Active Directory', () => {
    const withoutMail = (GroupScope: string, GroupCategory: string): Script => ({
      known,
      answers: [
        noGroup,
        noNamesakes,
        nobody,
        {
          to: 'Get-ADGroup',
          rows: [
            {
              ObjectGUID: 'ad-guid',
              Name: askedOnPremises.name,
              DistinguishedName: 'CN=g',
              GroupScope,
              GroupCategory,
            },
          ],
        },
      ],
    });
    const group = ids.group('on-premises');

    it('gets one where it is a universal security group', async () => {
      const sight = await sightOf(securityGroup, onPremises, group, withoutMail('Universal', 'Security'));
      expect(changeOf(sight, 'mail-enable')).toMatchObject({
        command: { cmdlet: 'Enable-DistributionGroup', parameters: { Identity: 'ad-guid' } },
        undo: { command: { cmdlet: 'Disable-DistributionGroup' } },
      });
    });

    it.each([
      ['group-not-universal', 'Global', 'Security'],
      ['group-not-universal', 'DomainLocal', 'Security'],
      ['group-is-a-list', 'Universal', 'Distribution'],
    ])('%s: a %s %s group is converted first, with the command for it', async (finding, scope, category) => {
      const sight = await sightOf(securityGroup, onPremises, group, withoutMail(scope, category));
      expect(sight.findings).toMatchObject([{ id: finding, severity: 'stops' }]);
      expect(sight.findings[0]?.do).toContain('Set-ADGroup -Identity ad-guid');
      expect(sight.changes).toEqual([]);
    });
  });
});

describe('a membership', () => {
  const membership = ids.membership('cloud', accountName);
  const members = (rows: readonly Json[]): Script => ({
    known,
    answers: [{ to: 'Get-DistributionGroupMember', rows }],
  });
  const ours = {
    Guid: 'mailbox-guid',
    Name: 'sa',
    PrimarySmtpAddress: 'sa@x.org',
    RecipientTypeDetails: 'UserMailbox',
  };

  it('that is missing is added, past the check for owners', async () => {
    const sight = await sightOf(securityGroup, cloud, membership, members([]));
    expect(changeOf(sight, 'add')).toMatchObject({
      command: {
        cmdlet: 'Add-DistributionGroupMember',
        parameters: {
          Identity: { from: id, property: 'Guid' },
          Member: { from: ids.mailbox('cloud', accountName), property: 'Guid' },
          BypassSecurityGroupManagerCheck: true,
        },
      },
      undo: { command: { cmdlet: 'Remove-DistributionGroupMember' } },
    });
  });

  it('is known by its GUID, not by its name', async () => {
    expect((await sightOf(securityGroup, cloud, membership, members([ours]))).changes).toEqual([]);
    const namesake = { ...ours, Guid: 'another' };
    expect(idsOf((await sightOf(securityGroup, cloud, membership, members([namesake]))).changes)).toEqual([
      'add',
    ]);
  });

  it('tells of members that are not ours, and removes none', async () => {
    const stranger = {
      Guid: 's',
      Name: 'O\u2019Brien',
      PrimarySmtpAddress: 'o@x.org',
      RecipientTypeDetails: 'UserMailbox',
    };
    const contact = {
      Guid: 'c',
      Name: 'Contact',
      PrimarySmtpAddress: '',
      RecipientTypeDetails: 'MailContact',
    };
    const sight = await sightOf(securityGroup, cloud, membership, members([ours, stranger, contact]));
    expect(sight.changes).toEqual([]);
    expect(idsOf(sight.findings)).toEqual(['members-without-rights', 'members-not-ours']);
  });

  it('asks for the members once for all first looks, and anew for each read-back', async () => {
    const several = withCloudAccounts(cloud, 3);
    const resources = (await resourcesOf(securityGroup, several)).filter((one) =>
      one.id.startsWith('membership/'),
    );
    const looker = scriptedLooker(members([]));
    for (const resource of resources) await resource.look(looker);
    expect(looker.sent).toHaveLength(1);
    await resources[0]?.look(looker);
    expect(looker.sent).toHaveLength(2);
  });

  it('is planned before the group exists', async () => {
    const looker = scriptedLooker();
    const sight = await (await resourceOf(securityGroup, cloud, membership)).look(looker);
    expect(idsOf(sight.changes)).toEqual(['add']);
    expect(looker.sent).toEqual([]);
  });

  it('of a synchronised account is made on Exchange Server, by its remote mailbox', async () => {
    const resource = await resourceOf(securityGroup, hybrid, ids.membership('cloud', 'SAMyTTCloud'));
    expect(resource.lane).toBe('exchange');
    expect(resource.needs).toContain(ids.remoteMailbox('SAMyTTCloud'));
  });
});

describe('the settings of the group', () => {
  const withSettings = structuredClone(cloud);
  if (withSettings.cloud !== undefined) {
    withSettings.cloud.group = {
      ...withSettings.cloud.group,
      hiddenFromAddressLists: true,
      acceptMessagesOnlyFrom: ['admin@x.org'],
    };
  }
  const admin = {
    to: 'Get-Recipient',
    rows: [{ Guid: 'admin-guid', Name: 'admin', PrimarySmtpAddress: 'admin@x.org' }],
  };
  const settings = (row: Record<string, Json>, sender = admin): Script => ({
    known,
    answers: [{ to: 'Get-DistributionGroup', rows: [{ ...rightGroup, ...row }] }, sender],
  });

  it('are left alone where the site asks for none', async () => {
    expect(idsOf(await resourcesOf(securityGroup, onPremises))).not.toContain('group-settings/on-premises');
  });

  it('are each a change of its own, hiding last', async () => {
    const sight = await sightOf(securityGroup, withSettings, 'group-settings/cloud', settings({}));
    expect(idsOf(sight.changes)).toEqual(['accept-messages-only-from', 'hide']);
    expect(changeOf(sight, 'accept-messages-only-from').undo).toMatchObject({
      command: { parameters: { AcceptMessagesOnlyFrom: null } },
    });
  });

  it('add to those who may write already, and take back only what was added', async () => {
    const row = { AcceptMessagesOnlyFrom: ['someone'], HiddenFromAddressListsEnabled: true };
    const sight = await sightOf(securityGroup, withSettings, 'group-settings/cloud', settings(row));
    expect(changeOf(sight, 'accept-messages-only-from')).toMatchObject({
      command: { parameters: { AcceptMessagesOnlyFrom: { hashtable: { Add: ['admin@x.org'] } } } },
      undo: {
        command: { parameters: { AcceptMessagesOnlyFrom: { hashtable: { Remove: ['admin@x.org'] } } } },
      },
    });
  });

  it('are in order where Exchange lists the sender by another of its names', async () => {
    const row = { AcceptMessagesOnlyFrom: ['Admin'], HiddenFromAddressListsEnabled: true };
    expect(
      (await sightOf(securityGroup, withSettings, 'group-settings/cloud', settings(row))).changes,
    ).toEqual([]);
  });

  it('stop where a sender is unknown', async () => {
    const script = settings({}, { ...nobody, rows: [] });
    const sight = await sightOf(securityGroup, withSettings, 'group-settings/cloud', script);
    expect(sight.findings).toMatchObject([{ id: 'sender-unknown', severity: 'stops' }]);
  });
});

describe('the group as calendars see it', () => {
  const inUse = ids.groupInUse('cloud');
  const answer = (exception: string): Script => ({
    known,
    answers: [
      {
        to: 'Get-MailboxFolderPermission',
        with: { Identity: 'MAILBOX-GUID', User: asked.address },
        failure: new ServiceError({ target: 'exchangeOnline', kind: 'lasting', id: '', exception, text: '' }),
      },
    ],
  });

  it.each([
    ['UserNotFoundInPermissionEntryException', 'there'],
    ['InvalidExternalUserIdException', 'waiting'],
    ['ManagementObjectNotFoundException', 'waiting'],
  ])('%s: %s', async (exception, state) => {
    expect((await sightOf(securityGroup, cloud, inUse, answer(exception))).state).toBe(state);
  });

  it('is known where it has an entry, and waits for what it is asked with', async () => {
    const answers = [{ to: 'Get-MailboxFolderPermission', rows: [{}] }];
    expect((await sightOf(securityGroup, cloud, inUse, { known, answers })).state).toBe('there');
    expect((await sightOf(securityGroup, cloud, inUse, {})).state).toBe('waiting');
  });

  it('could not be looked at for any other reason', async () => {
    await expect(sightOf(securityGroup, cloud, inUse, answer('CorruptDataException'))).rejects.toThrow(
      ServiceError,
    );
  });

  it('of a synchronised group is not asked for before there is a mailbox in the cloud', async () => {
    expect(idsOf(await resourcesOf(securityGroup, hybrid))).not.toContain(inUse);
  });
});

it('says which roles it needs in which Exchange', () => {
  expect(securityGroup.roles(hybrid).change.map((role) => role.target)).toEqual(['exchange', 'exchange']);
  expect(securityGroup.byHandTool(cloud)).toBe('Exchange admin centre');
});
