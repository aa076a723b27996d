import { z } from 'zod';
import { cmdlet, graph } from '../../commands/command.ts';
import { odataText } from '../../commands/search-text.ts';
import { name } from '../../commands/value.ts';
import { graphList, graphPages } from '../../run/graph-list.ts';
import type { Looker, Person } from '../../run/ports.ts';
import { unlessNotFound } from '../../run/service-failures.ts';
import { guidOfImmutableId } from './immutable-id.ts';
import { disabledAccount, type FoundGroup } from './people.ts';

const group = z.object({ id: z.string(), displayName: z.string().nullish() });
const member = z.object({
  '@odata.type': z.string().optional(),
  id: z.string(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  onPremisesImmutableId: z.string().nullish(),
});

const isGuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(text);

/** Groups in Entra ID, or dynamic distribution groups in Exchange Online, that this name, address or id means. */
export async function entraGroups(looker: Looker, called: string): Promise<readonly FoundGroup[]> {
  const found = isGuid(called) ? await byId(looker, called) : await byText(looker, called);
  if (found.length > 0) return found.map((one) => entraGroup(looker, one));
  return await dynamicDistributionGroups(looker, called);
}

type Group = z.infer<typeof group>;

const byId = async (looker: Looker, id: string): Promise<readonly Group[]> =>
  (await unlessNotFound(
    looker.read(graph('GET', '/groups/{id}?$select=id,displayName', { values: { id } }), group),
  )) ?? [];

async function byText(looker: Looker, called: string): Promise<readonly Group[]> {
  const filter = `displayName eq '${odataText(called)}' or mail eq '${odataText(called)}'`;
  return await graphList(
    looker,
    graph('GET', '/groups?$filter={filter}&$select=id,displayName', { values: { filter } }),
    group,
  );
}

/** Everybody in it, nested groups expanded by the directory itself; cycles are harmless there. (facts-microsoft365 4) */
function entraGroup(looker: Looker, { id, displayName }: Group): FoundGroup {
  return {
    displayName: displayName ?? id,
    async *members() {
      const request = graph(
        'GET',
        '/groups/{id}/transitiveMembers?$top=999&$select=id,displayName,userPrincipalName,mail,userType,accountEnabled,onPremisesImmutableId',
        { values: { id } },
      );
      for await (const page of graphPages(looker, request, member)) {
        yield page.filter((one) => one['@odata.type'] !== '#microsoft.graph.group').map(personOf);
      }
    },
  };
}

function personOf(one: z.infer<typeof member>): Person {
  return {
    key: one.id.toLowerCase(),
    secondKey: guidOfImmutableId(one.onPremisesImmutableId ?? ''),
    name: one.displayName ?? one.userPrincipalName ?? one.id,
    address: one.mail ?? one.userPrincipalName ?? '',
    leftOut: reason(one),
    unusable: '',
  };
}

function reason(one: z.infer<typeof member>): string {
  const type = one['@odata.type'] ?? '#microsoft.graph.user';
  if (type === '#microsoft.graph.orgContact') return 'Mail contact';
  if (type !== '#microsoft.graph.user') return 'Not a person';
  if (one.userType === 'Guest' || /#EXT#/iu.test(one.userPrincipalName ?? '')) return 'Guest account';
  return one.accountEnabled === false ? disabledAccount : '';
}

const recipient = z.object({
  ExternalDirectoryObjectId: z.string().nullish(),
  Guid: z.string(),
  DisplayName: z.string().nullish(),
  PrimarySmtpAddress: z.string().nullish(),
});

/** Dynamic distribution groups live in Exchange only. (facts-microsoft365 4) */
async function dynamicDistributionGroups(looker: Looker, called: string): Promise<readonly FoundGroup[]> {
  const rows = await unlessNotFound(
    looker.read(
      cmdlet('exchangeOnline', 'Get-DynamicDistributionGroup', { Identity: name(called) }),
      z.object({ Guid: z.string(), DisplayName: z.string().nullish() }),
    ),
  );
  return (rows ?? []).map((row) => ({
    displayName: row.DisplayName ?? called,
    async *members() {
      const command = cmdlet('exchangeOnline', 'Get-DynamicDistributionGroupMember', {
        Identity: name(row.Guid),
        ResultSize: 'Unlimited',
      });
      let some: Person[] = [];
      for await (const one of looker.rows(command, recipient)) {
        some.push({
          key: (one.ExternalDirectoryObjectId ?? one.Guid).toLowerCase(),
          secondKey: '',
          name: one.DisplayName ?? one.PrimarySmtpAddress ?? one.Guid,
          address: one.PrimarySmtpAddress ?? '',
          leftOut: '',
          unusable: '',
        });
        if (some.length < 500) continue;
        yield some;
        some = [];
      }
      yield some;
    },
  }));
}
