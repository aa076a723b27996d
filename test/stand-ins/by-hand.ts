import { z } from 'zod';
import type { JsonValue } from './rehearsal.ts';

/** Sends one command; throws where it is refused. */
type Send = (command: JsonValue) => Promise<JsonValue>;

/** What a person does at the tools for one instruction. The values are those of its text; nothing else is known. */
type Deed = (values: readonly string[], send: Send) => Promise<unknown>;

type CmdletTarget = 'activeDirectory' | 'exchange' | 'exchangeOnline' | 'computer';

const cmdlet = (
  target: CmdletTarget,
  name: string,
  parameters: Readonly<Record<string, JsonValue>>,
): JsonValue => ({ target, cmdlet: name, parameters: { ...parameters } });

const my = { secret: 'a password of my own' };

const [server, online] = [
  'In the Exchange admin centre of Exchange Server, ',
  'In the Exchange admin centre, ',
];
const exchangeAt = (tool: string): 'exchange' | 'exchangeOnline' =>
  tool === server ? 'exchange' : 'exchangeOnline';

/** Names of mailbox services as the admin centre shows them. */
const mailboxServices: Readonly<Record<string, string>> = {
  'Exchange Online (Plan 1)': 'EXCHANGE_S_STANDARD',
  'Exchange Online (Plan 2)': 'EXCHANGE_S_ENTERPRISE',
};

const products = z.object({
  rows: z.array(
    z.object({
      value: z.array(
        z.object({
          skuId: z.string(),
          skuPartNumber: z.string(),
          servicePlans: z.array(
            z.object({ servicePlanId: z.string(), servicePlanName: z.string(), appliesTo: z.string() }),
          ),
        }),
      ),
    }),
  ),
});

/** Ticks a product, and of its services only one. */
async function tickLicence(user: string, product: string, service: string, send: Send): Promise<JsonValue> {
  const shown = products.parse(await send({ target: 'graph', method: 'GET', path: '/subscribedSkus' }));
  const sku = shown.rows.flatMap((page) => page.value).find((one) => one.skuPartNumber === product);
  if (sku === undefined) throw new Error(`The admin centre shows no ${product}.`);
  const plans = sku.servicePlans.filter((plan) => plan.appliesTo === 'User');
  const kept = plans.filter((plan) => plan.servicePlanName === mailboxServices[service]);
  if (kept.length !== 1) throw new Error(`${product} has no ${service}.`);
  const disabledPlans = plans.filter((plan) => !kept.includes(plan)).map((plan) => plan.servicePlanId);
  return await send({
    target: 'graph',
    method: 'POST',
    path: `/users/${user}/assignLicense`,
    body: { addLicenses: [{ skuId: sku.skuId, disabledPlans }], removeLicenses: [] },
  });
}

/** Outlook shows a calendar wherever its mailbox is. */
async function shareCalendar(
  parameters: Readonly<Record<string, JsonValue>>,
  send: Send,
): Promise<JsonValue> {
  try {
    return await send(cmdlet('exchange', 'Add-MailboxFolderPermission', parameters));
  } catch {
    return await send(cmdlet('exchangeOnline', 'Add-MailboxFolderPermission', parameters));
  }
}

const group = '(.+) \\((\\S+@\\S+)\\)';

/** Instructions by their wording; what stands in brackets are the values that a person takes from the text. */
const deeds: readonly (readonly [wording: RegExp, deed: Deed])[] = [
  [
    /^In Windows PowerShell, run Install-Module (\S+) -Scope (\S+) and answer Y\./u,
    ([module = '', scope = ''], send) =>
      send(cmdlet('computer', 'Install-Module', { Name: module, Scope: scope, Force: true })),
  ],
  [
    /^In Windows PowerShell, run Set-ExecutionPolicy (\S+) -Scope (\S+) and answer Y\./u,
    ([policy = '', scope = ''], send) =>
      send(cmdlet('computer', 'Set-ExecutionPolicy', { ExecutionPolicy: policy, Scope: scope, Force: true })),
  ],
  [
    /^In Active Directory Users and Computers, right-click the organisational unit (.+) and choose New, User\. Full name and User logon name \(pre-Windows 2000\): (.+)\. User logon name: (\S+)\. Next: type a password of your own twice, clear "User must change password at next logon", tick "User cannot change password" and "Password never expires"\. Then open the new account, and on the tab General set Display name to (.+)\.$/u,
    ([unit = '', account = '', signIn = '', shown = ''], send) =>
      send(
        cmdlet('activeDirectory', 'New-ADUser', {
          Name: account,
          SamAccountName: account,
          UserPrincipalName: signIn,
          DisplayName: shown,
          Path: unit,
          AccountPassword: my,
          ChangePasswordAtLogon: false,
          CannotChangePassword: true,
          PasswordNeverExpires: true,
          Enabled: true,
        }),
      ),
  ],
  [
    /^In Graph Explorer \(developer\.microsoft\.com\/graph\/graph-explorer\), choose POST and https:\/\/graph\.microsoft\.com\/v1\.0(\S+), paste this as Request body with a password of your own, and choose Run query: (\{.+\})$/u,
    ([path = '', body = ''], send) =>
      send({
        target: 'graph',
        method: 'POST',
        path,
        body: z
          .json()
          .parse(JSON.parse(body, (_, part: JsonValue) => (part === 'YOUR PASSWORD' ? my : part))),
      }),
  ],
  [
    new RegExp(
      `^${server}open recipients, mailboxes, choose \\+ and User mailbox, then Existing user: ${group}\\. Save\\.$`,
      'u',
    ),
    ([, signIn = ''], send) => send(cmdlet('exchange', 'Enable-Mailbox', { Identity: signIn })),
  ],
  [
    /^In the Exchange Management Shell, run Enable-RemoteMailbox -Identity (\S+)\.$/u,
    ([signIn = ''], send) => send(cmdlet('exchange', 'Enable-RemoteMailbox', { Identity: signIn })),
  ],
  [
    new RegExp(
      `^${server}open recipients, mailboxes, (.+), general, and tick "Hide from address lists"\\.$`,
      'u',
    ),
    ([account = ''], send) =>
      send(cmdlet('exchange', 'Set-Mailbox', { Identity: account, HiddenFromAddressListsEnabled: true })),
  ],
  [
    new RegExp(
      `^${server}open recipients, groups, choose \\+, Security group\\. Display name: (.+)\\. Alias: (\\S+)\\. Organizational unit: (.+)\\. Save, then open the group, and under email options make (\\S+) the reply address\\. The name of the group is (.+)\\.$`,
      'u',
    ),
    ([shown = '', alias = '', unit = '', address = '', name = ''], send) =>
      send(
        cmdlet('exchange', 'New-DistributionGroup', {
          Name: name,
          DisplayName: shown,
          Alias: alias,
          OrganizationalUnit: unit,
          PrimarySmtpAddress: address,
          Type: 'Security',
        }),
      ),
  ],
  [
    new RegExp(
      `^${online}open Recipients, Groups, Mail-enabled security, choose Add a group, Mail-enabled security\\. Name: (.+)\\. Group email address: (\\S+)\\. Tick nothing that lets people join by themselves, and choose Create group\\. Then open the group, General, Edit, and set the display name to (.+)\\.$`,
      'u',
    ),
    ([name = '', address = '', shown = ''], send) =>
      send(
        cmdlet('exchangeOnline', 'New-DistributionGroup', {
          Name: name,
          PrimarySmtpAddress: address,
          DisplayName: shown,
          Type: 'Security',
        }),
      ),
  ],
  [
    new RegExp(
      `^(${server}|${online})open .*, open ${group}, Members, choose Add members, and add ${group}\\.$`,
      'u',
    ),
    ([tool = '', , address = '', , member = ''], send) =>
      send(
        cmdlet(exchangeAt(tool), 'Add-DistributionGroupMember', {
          Identity: address,
          Member: member,
          BypassSecurityGroupManagerCheck: true,
        }),
      ),
  ],
  [
    new RegExp(
      `^(${server}|${online})open .*, open ${group}, Settings, Delivery management, and allow messages only from: (.+)\\.$`,
      'u',
    ),
    ([tool = '', , address = '', senders = ''], send) =>
      send(
        cmdlet(exchangeAt(tool), 'Set-DistributionGroup', {
          Identity: address,
          AcceptMessagesOnlyFrom: senders.split(', '),
          BypassSecurityGroupManagerCheck: true,
        }),
      ),
  ],
  [
    new RegExp(
      `^(${server}|${online})open .*, open ${group}, Settings, and tick "Hide this group from the global address list"\\.`,
      'u',
    ),
    ([tool = '', , address = ''], send) =>
      send(
        cmdlet(exchangeAt(tool), 'Set-DistributionGroup', {
          Identity: address,
          HiddenFromAddressListsEnabled: true,
          BypassSecurityGroupManagerCheck: true,
        }),
      ),
  ],
  [
    /^In the Entra admin centre, open Users, All users, (\S+), Edit properties, Settings, and set Usage location to the country (\S+)\.$/u,
    ([user = '', usageLocation = ''], send) =>
      send({ target: 'graph', method: 'PATCH', path: `/users/${user}`, body: { usageLocation } }),
  ],
  [
    /^In the Microsoft 365 admin centre, open Users, Active users, (\S+), Licenses and apps\. Tick (\S+), then under Apps leave only (.+) ticked, and choose Save changes\.$/u,
    ([user = '', product = '', service = ''], send) => tickLicence(user, product, service, send),
  ],
  [
    new RegExp(
      `^In Windows PowerShell or in Outlook, open the permissions of the calendar "(.+)" of ${group} and give ${group} the right (\\S+)\\.$`,
      'u',
    ),
    ([folder = '', , owner = '', , address = '', right = ''], send) =>
      shareCalendar({ Identity: `${owner}:\\${folder}`, User: address, AccessRights: [right] }, send),
  ],
];

/** Carries out one instruction with the values that stand in it. Throws where nobody could know what to do. */
export async function doByHand(instruction: string, send: Send): Promise<void> {
  for (const [wording, deed] of deeds) {
    const values = wording.exec(instruction)?.slice(1);
    if (values === undefined) continue;
    await deed(values, send);
    return;
  }
  throw new Error(`Nobody knows what to do: ${instruction}`);
}

/** The instructions of a file, by the heading that they stand under. */
export function instructionsIn(markdown: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let heading: string[] = [];
  for (const line of markdown.split('\n')) {
    if (line.startsWith('## ')) found.set(line.slice(3), (heading = []));
    const [, number, text] = /^(\d+)\. (.+)$/u.exec(line) ?? [];
    if (number === undefined || text === undefined) continue;
    if (Number(number) !== heading.length + 1) throw new Error(`Out of order: ${line}`);
    heading.push(text);
  }
  return found;
}
