import { systemNames } from '../run/failure-findings.ts';
import type { Finding } from '../run/finding.ts';
import type { AudienceMember, Looker, Side } from '../run/ports.ts';
import { resource, type Resource } from '../run/resource.ts';
import { accountsOf, groupsOf, isSynchronised } from '../site/sides.ts';
import type { Site } from '../site/site.ts';
import { readAudience } from './calendar-permissions/audience.ts';
import { calendarResource } from './calendar-permissions/calendar.ts';
import { targetOf, type Wanted } from './calendar-permissions/calendar-look.ts';
import { leavers } from './calendar-permissions/leavers.ts';
import { placeOf } from './calendar-permissions/people.ts';
import { ids } from './ids.ts';
import type { Step, StepContext } from './step.ts';

/** The right of the group on every chosen calendar. (steps.md 7) */
export const calendarPermissions: Step = {
  id: 'calendar-permissions',
  title: 'Calendar permissions',
  purpose:
    'Gives the group Editor rights on the calendar of each person you chose. Other entries on a calendar are never touched, and nobody gets an e-mail about it.',
  byHandTool: () => 'Windows PowerShell',
  roles: (site) => {
    const targets = [
      ...(site.onPremises === undefined ? [] : (['exchange'] as const)),
      ...(site.cloud === undefined ? [] : (['exchangeOnline'] as const)),
    ];
    const directory =
      site.cloud === undefined
        ? []
        : [{ target: 'graph', role: 'Directory Readers', for: 'reading who is in the groups' } as const];
    return {
      look: [
        ...directory,
        ...targets.map((target) => ({
          target,
          role: 'View-Only Recipients',
          for: 'reading calendar permissions',
        })),
      ],
      change: targets.map((target) => ({
        target,
        role: 'Mail Recipients',
        for: 'writing calendar permissions',
      })),
    };
  },
  async *resources(context) {
    const audience = await readFindings(context);
    yield audienceResource(context.site, audience);
    if (audience.failure !== undefined || audience.list.some((finding) => finding.severity === 'stops'))
      return;
    yield* calendars(context);
    if (context.request.onlyPeople === undefined && context.request.limit === Infinity)
      yield* leavers(context, wantedOn);
  },
};

interface AudienceLook {
  readonly list: readonly Finding[];
  readonly failure: Error | undefined;
}

/** Reading the audience may be refused: that is the outcome of the resource that stands for it, not the end of the run. */
async function readFindings(context: StepContext): Promise<AudienceLook> {
  try {
    return { list: await readAudience(context), failure: undefined };
  } catch (failure) {
    return { list: [], failure: failure instanceof Error ? failure : new Error(String(failure)) };
  }
}

function audienceResource(site: Site, { list, failure }: AudienceLook): Resource {
  return resource<readonly Finding[]>({
    id: ids.audience,
    step: 'calendar-permissions',
    name: 'The audience',
    kind: 'people whose calendars are meant',
    where: site.audience.csv ?? site.audience.groups.join(', '),
    lane: site.cloud === undefined ? 'activeDirectory' : 'graph',
    needs: [],
    inspect: async () => {
      if (failure !== undefined) throw failure;
      return await Promise.resolve(list);
    },
    judge: (findings) => ({ findings }),
  });
}

/** The calendar behind a resource's id, for what is known of it from an earlier run. Undefined for other resources. */
export function calendarOf(site: Site, resourceId: string, person: string): Resource | undefined {
  const [kind, side, mailbox] = resourceId.split('/');
  if (kind !== 'calendar' || mailbox === undefined || (side !== 'on-premises' && side !== 'cloud'))
    return undefined;
  return calendarResource({ side, mailbox, person, address: '' }, wantedOn(site, side));
}

/** What the site asks of a calendar on that side, and which resource names the group there. */
const wantedOn = (site: Site, side: Side): Wanted => ({
  right: site.right,
  group: side === 'cloud' && isSynchronised(site) ? ids.synchronisedGroup : ids.group(side),
  groupInWords: groupsOf(site)
    .filter((group) => group.side === side)
    .map((group) => `${group.name} (${group.address})`)
    .join(', '),
});

function* calendars({ site, looker, request }: StepContext): Generator<Resource> {
  const ours = new Set([
    ...accountsOf(site).map((account) => account.userPrincipalName.toLowerCase()),
    ...groupsOf(site).map((group) => group.address.toLowerCase()),
    ...ownMailboxes(site, looker),
  ]);
  const seen = site.audience.csv === undefined ? undefined : new Set<string>();
  let left = request.limit;
  for (const member of looker.people.all()) {
    if (left <= 0) return;
    const place = placeOf(site, member, ours);
    if ('leftOut' in place) yield leftOut(member, place.leftOut);
    else if (seen?.has(place.mailbox) === true)
      yield leftOut(member, 'Named more than once; this is the same mailbox');
    else {
      seen?.add(place.mailbox);
      left -= 1;
      yield calendarResource(
        { ...place, person: member.mailbox?.name ?? member.name },
        wantedOn(site, place.side),
      );
    }
  }
}

/** Addresses of the service accounts' own mailboxes, where they are known. */
function ownMailboxes(site: Site, looker: Looker): readonly string[] {
  return accountsOf(site)
    .map((account) => looker.known(ids.mailbox(account.side, account.name), 'PrimarySmtpAddress'))
    .filter((address) => typeof address === 'string')
    .map((address) => address.toLowerCase());
}

/** Someone who is settled without a calendar: still part of the result, with the reason. */
function leftOut(member: AudienceMember, reason: string): Resource {
  const side = member.mailbox?.side;
  return resource<string>({
    id: ids.person(member.key),
    step: 'calendar-permissions',
    name: member.name,
    kind: 'person',
    where: side === undefined ? 'The audience' : systemNames[targetOf(side)],
    lane: side === undefined ? 'computer' : targetOf(side),
    address: member.address,
    isLeaf: true,
    needs: [],
    inspect: () => Promise.resolve(reason),
    judge: (why) => ({ state: 'left-out', reason: why }),
  });
}
