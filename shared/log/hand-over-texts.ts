import { privateWords, readsDetails, rightWords } from './calendar-right-words.ts';
import { commandLine, verifiedSentence, type HandOver } from './hand-over.ts';
import { practiceMark } from './html-page.ts';
import { counted, duration, listed, sideName } from './readable.ts';
import { heading, plainName, point, wrapped } from './text-layout.ts';

const calendarsOf = (handOver: HandOver): number =>
  handOver.sides.reduce((sum, { calendars }) => sum + calendars, 0);

const serviceOf = (handOver: HandOver): string =>
  handOver.vendor.name === '' ? 'the timetable service' : plainName(handOver.vendor.name);

const mark = (handOver: HandOver): string =>
  handOver.practice ? `${practiceMark}: this text was made for rehearsal and is not for sending.\n\n` : '';

/** For the people whose calendars they are: who, why, what the service can see and do, how to be left out. */
export function* staffText(handOver: HandOver): Iterable<string> {
  const { see, change } = rightWords[handOver.right];
  const groups = listed(handOver.sides.map(({ group }) => `"${plainName(group.name)}"`));
  yield mark(handOver);
  yield wrapped('Your timetable in your calendar');
  yield heading('What happens');
  yield wrapped(
    `${plainName(handOver.site)} lets ${serviceOf(handOver)} put your timetable into your work calendar, so that you see it where your other appointments are. You need to do nothing.`,
  );
  yield heading('Who can do it');
  yield wrapped(
    `Only the service's own accounts, which are members of the ${handOver.sides.length === 1 ? 'group' : 'groups'} ${groups}. You see such a group among the permissions of your calendar. No colleague gets to see more of your calendar by it.`,
  );
  yield heading('What the service can see and do');
  yield wrapped(
    `On your calendar the group has the right "${handOver.right}". With it the service can see ${see}.`,
  );
  yield wrapped(`To change: ${change}.`);
  if (readsDetails(handOver.right)) yield wrapped(privateWords);
  yield wrapped(
    'It has this right on your calendar only: not on your mail, your contacts, your tasks or your other folders. What the service does with what it sees is settled in the agreement between your organisation and its maker.',
  );
  yield heading('How to be left out');
  yield wrapped(
    `Ask whoever looks after the timetable${handOver.changeNumber === '' ? '' : ` (change ${plainName(handOver.changeNumber)})`} to put you among the exceptions. ${
      handOver.removesLeavers
        ? 'Then the permission is taken back with the next nightly run'
        : 'Then an administrator takes the permission back'
    }, and your timetable does not come into your calendar any more.`,
  );
}

/** What the change board needs beside the hand-over: who changes what in how long, and how it is taken back. */
export interface ChangeFacts {
  /** Expected length of the run in milliseconds, as planned or as it was; undefined where nothing is known. */
  readonly lengthMs: number | undefined;
  /** The command that takes this run back. */
  readonly by: string;
}

/** For the change board: what, how many, risk, undo, window. */
export function* changeBoardText(handOver: HandOver, facts: ChangeFacts): Iterable<string> {
  const accounts = handOver.sides.reduce((sum, side) => sum + side.accounts.length, 0);
  const calendars = calendarsOf(handOver);
  yield mark(handOver);
  yield wrapped(`Change: timetable calendars of ${plainName(handOver.site)}`);
  yield wrapped(verifiedSentence(handOver.notVerified));
  if (handOver.changeNumber !== '') yield wrapped(`Change number: ${plainName(handOver.changeNumber)}`);
  yield wrapped(`By: ${plainName(facts.by)}`);
  yield heading('What');
  yield wrapped(
    `So that ${serviceOf(handOver)} can write timetables into calendars, Exchange is prepared: service accounts, a mail-enabled security group, and the right ${handOver.right} for that group on each calendar.`,
  );
  yield heading('How many');
  yield point(
    `${counted(accounts, 'service account')}, ${counted(handOver.sides.length, 'security group')}.`,
  );
  for (const side of handOver.sides)
    yield point(`${counted(side.calendars, 'calendar')} in ${sideName(side.side)}.`);
  if (handOver.leftOut > 0)
    yield point(
      `${counted(handOver.leftOut, 'person', 'people')} left out, each with a reason in the run log.`,
    );
  yield heading('Risk');
  for (const line of risks(handOver)) yield point(line);
  yield heading('Undo');
  yield wrapped(
    'The run can be taken back. It takes away exactly the entries that it added, restores rights that it raised, and leaves alone what others changed since:',
  );
  yield `  ${commandLine('undo', handOver.run)}\n`;
  yield wrapped("What can't be taken back says so in the plan before anything is written.");
  yield heading('Window');
  yield wrapped(
    `${facts.lengthMs === undefined ? 'The plan says how long it takes' : `About ${duration(facts.lengthMs)} for ${counted(calendars, 'calendar')}`}. No mailbox is offline at any moment, and nobody is sent a message. The run can be stopped at any time: what is done is recorded and read back, the rest is not started, and it can go on later.`,
  );
  yield wrapped(
    `Proof: every calendar is read back after the change. The run log ${plainName(handOver.runLog)} has all commands and what was found before and after.`,
  );
}

const risks = (handOver: HandOver): readonly string[] => [
  `Members of the group get the right ${handOver.right} on every calendar of the audience: the service can see ${rightWords[handOver.right].see}; to change: ${rightWords[handOver.right].change}.`,
  "The accounts' passwords give that right to whoever has them. They are on no page and in no log.",
  "Each write adds or raises one entry on one calendar. No list is replaced, nobody else's entry is touched, and a calendar that could not be looked at is not written.",
  ...handOver.dates.map(({ what }) => what),
];
