import type { Outcome } from '../run/events.ts';
import type { Side } from '../run/ports.ts';
import type { StepId } from '../run/step-id.ts';
import { accountsOf, groupsOf, isSynchronised, sidesOf } from '../site/sides.ts';
import type { CalendarRight, Cloud, Site } from '../site/site.ts';
import { ids } from '../steps/ids.ts';
import { factText, isPractice } from './log-head.ts';
import { stepTitle, type LogSettings } from './log-settings.ts';
import { counted, readableDay } from './readable.ts';
import type { RunRecord } from './run-record.ts';

/** What the vendor needs of one side of the site. */
export interface HandOverSide {
  readonly side: Side;
  readonly protocol: 'EWS' | 'Microsoft Graph';
  readonly address: string;
  readonly accounts: readonly { readonly name: string; readonly signInName: string }[];
  readonly group: { readonly name: string; readonly address: string };
  /** People with a mailbox here, and those of them whose calendar is as the site asks. */
  readonly calendars: number;
  readonly ready: number;
}

/** A step that is not proven: why its title stands in the first line. */
export interface NotVerified {
  readonly step: StepId;
  readonly title: string;
  /** How many objects are not right; 0 where the step was not looked at (to its end). */
  readonly objects: number;
  /** The run was limited to some people, so it says nothing about the rest. */
  readonly pilot: boolean;
}

/** The hand-over: what the vendor needs, without any secret. */
export interface HandOver {
  readonly site: string;
  readonly practice: boolean;
  readonly run: string;
  readonly runLog: string;
  readonly verifiedAt: string;
  readonly changeNumber: string;
  readonly notVerified: readonly NotVerified[];
  readonly vendor: { readonly name: string; readonly clientId: string; readonly handOverTo: string };
  readonly tenant: { readonly id: string; readonly name: string };
  readonly right: CalendarRight;
  readonly sides: readonly HandOverSide[];
  /** People of the audience that are left out, and why they are is in the run log. */
  readonly leftOut: number;
  readonly dates: readonly { readonly date: string; readonly what: string }[];
  /** The command that covers people who join or leave. */
  readonly command: string;
  readonly removesLeavers: boolean;
}

const settled: ReadonlySet<Outcome> = new Set(['in-order', 'changed', 'left-out']);

/** Gathers the hand-over from the site's answers and what the run found; names that a service changed are as it has them. */
export function handOverOf(
  site: Site,
  record: RunRecord,
  settings: Pick<LogSettings, 'steps'> & { readonly runLog: string },
): HandOver {
  const { head } = record;
  const sizes = sizesOf(record);
  return {
    site: site.name,
    practice: isPractice(record),
    run: head.run,
    runLog: settings.runLog,
    verifiedAt: record.finishedAt ?? head.startedAt,
    changeNumber: head.note,
    notVerified: notVerified(record, settings),
    vendor: {
      name: site.vendor.name,
      clientId: site.vendor.clientId ?? '',
      handOverTo: site.vendor.handOverTo,
    },
    tenant: {
      id: factText(record, ids.microsoft365, 'TenantId') || factText(record, ids.exchangeOnline, 'TenantId'),
      name: factText(record, ids.microsoft365, 'TenantName') || (site.cloud?.tenant ?? ''),
    },
    right: site.right,
    sides: sidesOf(site).map((side) => sideOf(site, record, side, sizes)),
    leftOut: sizes.leftOut,
    dates: datesOf(site),
    command: commandLine('run', '--site', head.siteFile, '--yes'),
    removesLeavers: site.audience.removeLeavers,
  };
}

/** A line to type or to schedule; a word with a space stands in double quotes, which Windows' file names can't contain. */
export const commandLine = (...words: readonly string[]): string =>
  ['calendar-push-setup', ...words]
    .map((word) => (/^[\w.:\\/@-]+$/u.test(word) ? word : `"${word.replaceAll('"', '')}"`))
    .join(' ');

/** The first line: whether everything is proven, and if not, what is not. */
export function verifiedSentence(steps: readonly NotVerified[]): string {
  const first = steps.at(0);
  if (first === undefined) return 'All steps are verified.';
  if (steps.length === 1 && first.step === 'calendar-permissions' && first.objects > 0 && !first.pilot)
    return `All steps are verified, except ${counted(first.objects, 'calendar')}.`;
  const noun = (step: StepId): string => (step === 'calendar-permissions' ? 'calendar' : 'object');
  const named = steps.map(({ step, title, objects, pilot }) => {
    const why = [
      ...(objects > 0 ? [`${counted(objects, noun(step))} not right`] : []),
      ...(pilot ? ['only some people so far'] : []),
    ];
    return why.length === 0 ? title : `${title} (${why.join(', ')})`;
  });
  const verb = steps.length === 1 ? "step isn't" : "steps aren't";
  return `${String(steps.length)} ${verb} verified yet: ${named.join(', ')}.`;
}

function notVerified(record: RunRecord, settings: Pick<LogSettings, 'steps'>): readonly NotVerified[] {
  return settings.steps
    .filter(({ id }) => id !== 'hand-over')
    .map(({ id }) => ({ step: id, title: stepTitle(settings, id), ...judged(record, id) }))
    .filter(({ looked, objects, pilot }) => !looked || objects > 0 || pilot)
    .map(({ step, title, objects, pilot }) => ({ step, title, objects, pilot }));
}

function judged(
  record: RunRecord,
  step: StepId,
): { readonly looked: boolean; readonly objects: number; readonly pilot: boolean } {
  const { head } = record;
  const proves = head.verb !== 'undo' && head.verb !== 'password' && head.steps.includes(step);
  if (!proves) return { looked: false, objects: 0, pilot: false };
  let total = 0;
  let objects = 0;
  for (const { outcome } of record.resources(step)) {
    total += 1;
    if (!settled.has(outcome)) objects += 1;
  }
  const calendars = step === 'calendar-permissions';
  const unfinished = calendars && record.finishedAt === undefined;
  const limited = head.people !== '' || (Number.isFinite(head.limit) && head.limit > 0);
  return { looked: total > 0 && !unfinished, objects, pilot: calendars && limited };
}

interface Sizes {
  readonly calendars: ReadonlyMap<Side, number>;
  readonly ready: ReadonlyMap<Side, number>;
  readonly leftOut: number;
}

function sizesOf(record: RunRecord): Sizes {
  const calendars = new Map<Side, number>();
  const ready = new Map<Side, number>();
  let leftOut = 0;
  for (const { side, outcome } of record.calendars()) {
    if (outcome === 'left-out') leftOut += 1;
    else if (side !== undefined) {
      calendars.set(side, (calendars.get(side) ?? 0) + 1);
      if (settled.has(outcome)) ready.set(side, (ready.get(side) ?? 0) + 1);
    }
  }
  return { calendars, ready, leftOut };
}

function sideOf(site: Site, record: RunRecord, side: Side, sizes: Sizes): HandOverSide {
  const accounts = accountsOf(site)
    .filter((account) => account.side === side)
    .map(({ name, userPrincipalName }) => ({
      name,
      signInName: factText(record, ids.account(side, name), 'UserPrincipalName') || userPrincipalName,
    }));
  const group = groupsOf(site).find((each) => each.side === side);
  const synchronised = side === 'cloud' && isSynchronised(site);
  const groupFact = (property: string): string =>
    (synchronised ? factText(record, ids.synchronisedGroup, property) : '') ||
    factText(record, ids.group(side), property);
  return {
    side,
    ...connectionOf(site, side),
    accounts,
    group: {
      name: groupFact('DisplayName') || (group?.displayName ?? ''),
      address: groupFact('PrimarySmtpAddress') || (group?.address ?? ''),
    },
    calendars: sizes.calendars.get(side) ?? 0,
    ready: sizes.ready.get(side) ?? 0,
  };
}

/** Hosts by cloud: facts-microsoft365 8. Outside the worldwide cloud, EWS under these hosts is unverified. */
const hosts: Readonly<Record<Cloud['environment'], { readonly exchange: string; readonly graph: string }>> = {
  worldwide: { exchange: 'outlook.office365.com', graph: 'graph.microsoft.com' },
  'us-government': { exchange: 'outlook.office365.us', graph: 'graph.microsoft.us' },
  'us-government-dod': { exchange: 'webmail.apps.mil', graph: 'dod-graph.microsoft.us' },
  china: { exchange: 'partner.outlook.cn', graph: 'microsoftgraph.chinacloudapi.cn' },
};

/** Microsoft Graph reaches mailboxes in Exchange Online only: an Exchange server is always reached by EWS. */
function connectionOf(site: Site, side: Side): Pick<HandOverSide, 'protocol' | 'address'> {
  if (side === 'on-premises') return { protocol: 'EWS', address: ews(site.onPremises?.exchangeServer ?? '') };
  const { exchange, graph } = hosts[site.cloud?.environment ?? 'worldwide'];
  return usesEwsInTheCloud(site)
    ? { protocol: 'EWS', address: ews(exchange) }
    : { protocol: 'Microsoft Graph', address: `https://${graph}/v1.0` };
}

/** facts-exchange 7.3 */
const ews = (host: string): string => `https://${host}/EWS/Exchange.asmx`;

const usesEwsInTheCloud = (site: Site): boolean =>
  site.cloud !== undefined && site.connection === 'service-account-ews';

/** What ends when. (facts-exchange 7.1) */
function datesOf(site: Site): HandOver['dates'] {
  if (!usesEwsInTheCloud(site)) return [];
  return [
    {
      date: '2026-10-01',
      what: `From ${readableDay('2026-10-01', 'UTC')} on, tenant by tenant, EWS in Exchange Online lets in only applications whose client id is on the tenant's list (EwsAllowedAppIDs).`,
    },
    {
      date: '2027-04-01',
      what: `On ${readableDay('2027-04-01', 'UTC')} EWS in Exchange Online ends for good. Move to Microsoft Graph before.`,
    },
  ];
}
