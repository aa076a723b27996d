import { resource, type Resource, type Sight } from '../../run/resource.ts';
import type { Side } from '../../run/ports.ts';
import type { Site } from '../../site/site.ts';
import { sidesOf } from '../../site/sides.ts';
import type { StepContext } from '../step.ts';
import { calendarResource } from './calendar.ts';
import type { Wanted } from './calendar-look.ts';

/**
 * Calendars on which this program made an entry, of people who are not part of the audience any more. The entry is
 * taken away where the site says so; else they are only named. Entries that others made are never touched.
 */
export function* leavers(
  context: StepContext,
  wantedOn: (site: Site, side: Side) => Wanted,
): Generator<Resource> {
  const { looker, site } = context;
  for (const { side, mailbox } of looker.memory.madeEntries()) {
    if (!sidesOf(site).includes(side) || looker.people.hasMailbox(side, mailbox)) continue;
    const wanted: Wanted = { ...wantedOn(site, side), right: 'nothing' };
    const calendar = calendarResource({ side, mailbox, person: mailbox, address: '' }, wanted);
    yield site.audience.removeLeavers ? calendar : onlyNamed(calendar);
  }
}

function onlyNamed(calendar: Resource): Resource {
  return resource<Sight>({
    ...calendar,
    inspect: (looker) => calendar.look(looker),
    judge: (sight) =>
      sight.changes.length === 0
        ? sight
        : {
            ...sight,
            state: 'left-out',
            reason: 'Not part of the audience any more; the entry stays',
            changes: [],
            findings: [
              ...sight.findings,
              {
                id: 'left-the-audience',
                severity: 'to-know',
                step: calendar.step,
                resource: calendar.id,
                what: 'The group still has an entry on the calendar of someone who left the audience',
                where: `Mailbox ${calendar.name}, in ${calendar.where}`,
                why: 'This program made the entry in an earlier run; the person is not in the audience of the site file now.',
                do: 'Set audience.removeLeavers to true in the site file and run this step, or remove the entry by hand.',
              },
            ],
          },
  });
}
