import { z } from 'zod';
import type { EventOf } from '../../shared/run/events.ts';
import type { Side } from '../../shared/run/ports.ts';
import { accountsOf, groupsOf, type ServiceAccount, type ServiceGroup } from '../../shared/site/sides.ts';
import type { Site } from '../../shared/site/site.ts';
import { readSiteFile } from '../../electron/site-file.ts';
import type { CommandLineResult } from './command-line.ts';
import type { JsonValue, Rehearsal } from './rehearsal.ts';

const licensed = z.object({
  rows: z.array(
    z.object({
      assignedLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()) })),
    }),
  ),
});

/** Somebody else who works at the same site, with `practice do`. A command that is refused throws. */
export class OtherAdministrator {
  readonly site: Site;
  readonly #rehearsal: Rehearsal;

  private constructor(rehearsal: Rehearsal, site: Site) {
    this.#rehearsal = rehearsal;
    this.site = site;
  }

  static async of(rehearsal: Rehearsal): Promise<OtherAdministrator> {
    return new OtherAdministrator(rehearsal, (await readSiteFile(rehearsal.site)).site);
  }

  async do(command: JsonValue): Promise<JsonValue> {
    const done = await this.#rehearsal.do(command);
    if (typeof done === 'object' && done !== null && 'failed' in done)
      throw new Error(`${JSON.stringify(command)}: ${JSON.stringify(done)}`);
    return done;
  }

  /** What is on its way at the site arrives. */
  async settle(): Promise<void> {
    await this.do({ target: 'practice', action: 'run-out-clocks' });
  }

  group(side: Side): ServiceGroup {
    return found(groupsOf(this.site).find((group) => group.side === side));
  }

  account(side: Side): ServiceAccount {
    return found(accountsOf(this.site).find((account) => account.side === side));
  }

  async removeMember(side: Side): Promise<void> {
    await this.#inGroup(side, 'Remove-DistributionGroupMember', {
      Member: this.account(side).userPrincipalName,
    });
    await this.settle();
  }

  async letPasswordExpire({ madeIn, name, userPrincipalName }: ServiceAccount): Promise<void> {
    await this.do(
      madeIn === 'entra'
        ? {
            target: 'graph',
            method: 'PATCH',
            path: `/users/${userPrincipalName}`,
            body: { passwordPolicies: 'None' },
          }
        : {
            target: 'activeDirectory',
            cmdlet: 'Set-ADUser',
            parameters: { Identity: name, PasswordNeverExpires: false },
          },
    );
    await this.settle();
  }

  async disable({ madeIn, name, userPrincipalName }: ServiceAccount): Promise<void> {
    await this.do(
      madeIn === 'entra'
        ? {
            target: 'graph',
            method: 'PATCH',
            path: `/users/${userPrincipalName}`,
            body: { accountEnabled: false },
          }
        : { target: 'activeDirectory', cmdlet: 'Disable-ADAccount', parameters: { Identity: name } },
    );
    await this.settle();
  }

  /** The group is deleted, and made again under its name and address, with nobody in it. */
  async makeGroupAgain(side: Side): Promise<void> {
    const { name, displayName, address, madeIn, organizationalUnit } = this.group(side);
    await this.#inGroup(side, 'Remove-DistributionGroup', {});
    await this.settle();
    await this.do({
      target: this.#exchangeOf(side),
      cmdlet: 'New-DistributionGroup',
      parameters: {
        Name: name,
        DisplayName: displayName,
        PrimarySmtpAddress: address,
        Type: 'Security',
        ...(madeIn === 'entra' ? {} : { OrganizationalUnit: organizationalUnit }),
        Confirm: false,
      },
    });
    await this.settle();
  }

  /** The account is deleted, and made again under its name, with nothing but a password. */
  async makeAccountAgain(account: ServiceAccount): Promise<void> {
    const { madeIn, name, userPrincipalName, displayName, organizationalUnit } = account;
    if (madeIn === 'entra') {
      const path = `/users/${userPrincipalName}`;
      await this.do({ target: 'graph', method: 'DELETE', path });
      await this.do({
        target: 'graph',
        method: 'POST',
        path: '/users',
        body: {
          accountEnabled: true,
          displayName,
          mailNickname: name,
          userPrincipalName,
          passwordProfile: { password: { secret: 'their own' }, forceChangePasswordNextSignIn: false },
        },
      });
    } else {
      await this.do({
        target: 'activeDirectory',
        cmdlet: 'Remove-ADUser',
        parameters: { Identity: name, Confirm: false },
      });
      await this.settle();
      await this.do({
        target: 'activeDirectory',
        cmdlet: 'New-ADUser',
        parameters: {
          Name: name,
          SamAccountName: name,
          UserPrincipalName: userPrincipalName,
          DisplayName: displayName,
          Path: organizationalUnit,
          AccountPassword: { secret: 'their own' },
          Enabled: true,
        },
      });
    }
    await this.settle();
  }

  /** One of the services that are off in the licence of an account is on. */
  async switchServiceOn(userPrincipalName: string): Promise<void> {
    const shown = await this.do({
      target: 'graph',
      method: 'GET',
      path: `/users/${userPrincipalName}?$select=assignedLicenses`,
    });
    const [user] = licensed.parse(shown).rows;
    const [licence] = user?.assignedLicenses ?? [];
    if (licence === undefined) throw new Error('The account has no licence.');
    await this.do({
      target: 'graph',
      method: 'POST',
      path: `/users/${userPrincipalName}/assignLicense`,
      body: {
        addLicenses: [{ skuId: licence.skuId, disabledPlans: licence.disabledPlans.slice(1) }],
        removeLicenses: [],
      },
    });
    await this.settle();
  }

  /** Any command about an entry of a calendar. */
  async entry(calendar: Calendar, verb: 'Add' | 'Set' | 'Remove', user: string, right = ''): Promise<void> {
    await this.do({
      target: folderTarget(calendar.side),
      cmdlet: `${verb}-MailboxFolderPermission`,
      parameters: {
        Identity: calendar.folder,
        User: user,
        ...(right === '' ? {} : { AccessRights: [right] }),
        ...(verb === 'Add' ? {} : { Confirm: false }),
      },
    });
  }

  /** The group's entry on a calendar gets another right. */
  async giveGroup(calendar: Calendar, right: string): Promise<void> {
    await this.entry(calendar, 'Set', this.group(calendar.side).address, right);
  }

  /** Everything on a calendar's list, as the service shows it. */
  async entriesOn(calendar: Calendar): Promise<JsonValue> {
    return await this.do({
      target: folderTarget(calendar.side),
      cmdlet: 'Get-MailboxFolderPermission',
      parameters: { Identity: calendar.folder },
    });
  }

  async #inGroup(side: Side, cmdlet: string, parameters: Record<string, JsonValue>): Promise<void> {
    await this.do({
      target: this.#exchangeOf(side),
      cmdlet,
      parameters: {
        Identity: this.group(side).address,
        ...parameters,
        BypassSecurityGroupManagerCheck: true,
        Confirm: false,
      },
    });
  }

  #exchangeOf(side: Side): 'exchange' | 'exchangeOnline' {
    return this.group(side).madeIn === 'active-directory' ? 'exchange' : 'exchangeOnline';
  }
}

/** A calendar that a run has looked at. */
export interface Calendar {
  readonly resource: string;
  readonly side: Side;
  readonly mailbox: string;
  readonly name: string;
  readonly address: string;
  /** Identity of its folder, as commands name it. */
  readonly folder: string;
}

/** The calendars that a run looked at, in its order. */
export function calendarsOf(result: CommandLineResult): readonly Calendar[] {
  const folders = new Map(result.of('looked').map((looked) => [looked.resource, looked.identity]));
  return result.of('resource').flatMap((event: EventOf<'resource'>) => {
    const [kind, side, mailbox] = event.resource.split('/');
    if (kind !== 'calendar' || mailbox === undefined || (side !== 'on-premises' && side !== 'cloud'))
      return [];
    const folder = `${mailbox}:${folders.get(event.resource) ?? ''}`;
    const { resource, name, address = '' } = event;
    return [{ resource, side, mailbox, name, address, folder }];
  });
}

const folderTarget = (side: Side): 'exchange' | 'exchangeOnline' =>
  side === 'on-premises' ? 'exchange' : 'exchangeOnline';

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The site has no such side.');
  return value;
}
