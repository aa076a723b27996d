import { isJsonList, type Json } from '../commands/value.ts';
import type { Target } from '../commands/command.ts';
import { outcomes } from '../run/events.ts';
import { ids } from '../steps/ids.ts';
import type { LogSettings, NeededRole } from './log-settings.ts';
import {
  count,
  countOf,
  counted,
  duration,
  isoWithOffset,
  outcomeNames,
  readableTime,
  verbNames,
} from './readable.ts';
import { roleGiving } from '../steps/role-containment.ts';
import type { RunRecord } from './run-record.ts';

/** A line of the head: what it is called, and what it says. Values are as they came; each form makes them safe. */
export type HeadLine = readonly [name: string, value: string];

export const isPractice = (record: RunRecord): boolean => record.head.world.kind === 'practice';

/** The name that the site file gives the site; empty where the file has none. */
export function siteName(record: RunRecord): string {
  const { site } = record.head;
  return textOf(isObject(site) ? site['name'] : undefined);
}

/** A fact of a resource as text; empty where it is not known. */
export const factText = (record: RunRecord, resource: string, property: string): string =>
  textOf(record.fact(resource, property));

/** Who ran what, where, when, with which version, on which server, domain controller and tenant. */
export function headLines(record: RunRecord, settings: LogSettings): readonly HeadLine[] {
  const { head } = record;
  const { timeZone } = settings;
  const tenant = [
    factText(record, ids.microsoft365, 'TenantName'),
    factText(record, ids.microsoft365, 'TenantId') || factText(record, ids.exchangeOnline, 'TenantId'),
  ].filter((part) => part !== '');
  const signedIn =
    factText(record, ids.microsoft365, 'UserPrincipalName') ||
    factText(record, ids.exchangeOnline, 'UserPrincipalName');
  const time = (iso: string): string => `${readableTime(iso, timeZone)} (${isoWithOffset(iso, timeZone)})`;
  const lines: readonly HeadLine[] = [
    ['Site', siteName(record)],
    ['World', `${head.world.kind === 'practice' ? 'Practice site' : 'Real site'}: ${head.world.name}`],
    ['What', verbNames[head.verb]],
    ['Run', head.run],
    ['Takes back', head.of],
    ['Plan', String(head.plan)],
    ['Change number', head.note],
    ['By', head.by],
    ['Computer', head.computer],
    ['Program', `Calendar Push Setup ${head.version}`],
    ['Started', time(head.startedAt)],
    ['Ended', record.finishedAt === undefined ? 'Not ended: interrupted' : time(record.finishedAt)],
    ['Time estimated', settings.estimatedMs === undefined ? 'Not estimated' : duration(settings.estimatedMs)],
    ['Time taken', duration(record.durationMs)],
    ['Domain controller', factText(record, ids.activeDirectory, 'HostName')],
    ['Exchange server', factText(record, ids.exchangeServer, 'HostName')],
    ['Tenant', tenant.join(', ')],
    ['Signed in as', signedIn],
    ['Limited to people in', head.people],
    ['Limited to', Number.isFinite(head.limit) && head.limit > 0 ? counted(head.limit, 'calendar') : ''],
    ['Site file', head.siteFile],
    ['Its fingerprint', head.siteFingerprint],
    ['Exit code', record.exitCode === undefined ? '' : String(record.exitCode)],
  ];
  return lines.filter(([, value]) => value !== '');
}

/** Totals: commands, and resources by outcome. Outcomes that nothing had are left out. */
export function totalLines(record: RunRecord): readonly HeadLine[] {
  const { read, wrote } = record.commandCounts;
  const all = Object.values(record.counts).reduce((sum, value) => sum + value, 0);
  return [
    ['Commands', `${count(read)} read, ${count(wrote)} wrote`],
    ['Looked at', counted(all, 'object')],
    ...outcomes.flatMap((outcome): HeadLine[] => {
      const value = record.counts[outcome] ?? 0;
      return value === 0 ? [] : [[outcomeNames[outcome], countOf(value, all)]];
    }),
  ];
}

/** A role that was needed, and what was found of it. */
export interface RoleLine {
  readonly role: NeededRole;
  readonly found: string;
}

const connections: Readonly<Record<Target, string>> = {
  computer: '',
  activeDirectory: ids.activeDirectory,
  exchange: ids.exchangeServer,
  exchangeOnline: ids.exchangeOnline,
  graph: ids.microsoft365,
};

/** Roles needed by the run's steps against what the connections said that they found (a property named `Roles` or ending in it). */
export function roleLines(record: RunRecord, settings: LogSettings): readonly RoleLine[] {
  const found = new Map<string, readonly string[]>();
  if (record.head.steps.includes('connect'))
    for (const connection of record.resources('connect'))
      found.set(connection.resource, rolesIn(connection.after ?? connection.before ?? {}));
  return settings.roles
    .filter(({ step }) => record.head.steps.includes(step))
    .map((role) => {
      const here = found.get(connections[role.target]) ?? [];
      const giving = roleGiving(here, role.role);
      if (giving !== undefined) {
        return {
          role,
          found: giving.toLowerCase() === role.role.toLowerCase() ? 'Found' : `Found, by ${giving}`,
        };
      }
      return { role, found: here.length === 0 ? 'Not read' : `Not among: ${here.join(', ')}` };
    });
}

const rolesIn = (properties: Readonly<Record<string, Json>>): readonly string[] =>
  Object.entries(properties)
    .filter(([name]) => /roles?$/iu.test(name))
    .flatMap(([, value]) => (isJsonList(value) ? value.map(textOf) : textOf(value).split(/,\s*/u)))
    .filter((text) => text !== '');

const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
