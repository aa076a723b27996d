import type { HandOver, HandOverSide } from './hand-over.ts';
import { verifiedSentence } from './hand-over.ts';
import { markup, nameHtml, type Html } from './html-escape.ts';
import { factsTable, pageEnd, pageStart, practiceMark } from './html-page.ts';
import { countOf, readableTime, sideName } from './readable.ts';
import { heading, labelled, plainName, wrapped } from './text-layout.ts';

/** A part of the hand-over page: a heading, sentences, and values, one a row. */
interface Part {
  readonly heading: string;
  readonly sentences: readonly string[];
  readonly rows: readonly (readonly [string, string])[];
}

/** "Passwords: Not on this page. …" stands on every form. */
const passwords = 'Not on this page. Hand them over by a way of your own.';

/** The row that someone copies: it is never cut. */
const commandRow = 'Command';

function partsOf(handOver: HandOver, timeZone: string): readonly Part[] {
  const { vendor, tenant, sides } = handOver;
  const all: readonly Part[] = [
    {
      heading: 'How to connect',
      sentences: [],
      rows: [
        ['For', vendor.handOverTo],
        ['Timetable service', vendor.name],
        ['Client id', vendor.clientId],
        ['Tenant id', tenant.id],
        ['Tenant', tenant.name],
        ...sides.map(({ side, protocol, address }): [string, string] => [
          `${protocol}, ${sideName(side)}`,
          address,
        ]),
      ],
    },
    {
      heading: 'Accounts and group',
      sentences: [
        ...(sides.length > 1 ? ['An account works only for calendars on the side of its own mailbox.'] : []),
      ],
      rows: [...sides.flatMap(accountRows), ['Right', handOver.right], ['Passwords', passwords]],
    },
    {
      heading: 'Size and dates',
      sentences: handOver.dates.map(({ what }) => what),
      rows: [
        ...sides.map(({ side, ready, calendars }): [string, string] => [
          `Calendars, ${sideName(side)}`,
          `${countOf(ready, calendars)} ready`,
        ]),
        [
          'Left out',
          handOver.leftOut === 0 ? 'Nobody' : `${String(handOver.leftOut)} (reasons in the run log)`,
        ],
        ['Looked at', readableTime(handOver.verifiedAt, timeZone)],
        ['Change number', handOver.changeNumber],
        ['Run', handOver.run],
        ['Run log', handOver.runLog],
      ],
    },
    {
      heading: 'When people join or leave',
      sentences: [
        'People who join have no right until the command below has run again; it leaves those alone who have it. Run it every night as a scheduled task.',
        handOver.removesLeavers
          ? 'For people who left the audience it takes back the entry that this program made.'
          : 'People who left the audience keep the entry; the command names them. Set audience.removeLeavers in the site file to have the entries taken back.',
      ],
      rows: [[commandRow, handOver.command]],
    },
  ];
  return all.map((part) => ({ ...part, rows: part.rows.filter(([, value]) => value !== '') }));
}

const accountRows = ({ side, accounts, group }: HandOverSide): readonly (readonly [string, string])[] => [
  ...accounts.map(({ signInName }): [string, string] => [`Account, ${sideName(side)}`, signInName]),
  [`Group, ${sideName(side)}`, `${group.name} <${group.address}>`],
];

/** The hand-over page as plain text of 80 columns. Its first line says whether everything is proven. */
export function* handOverText(handOver: HandOver, timeZone: string): Iterable<string> {
  yield wrapped(verifiedSentence(handOver.notVerified));
  if (handOver.practice) yield `${practiceMark}: nothing on this page is real.\n`;
  yield `\n${wrapped(`Hand-over: timetable calendars of ${plainName(handOver.site)}`)}`;
  for (const part of partsOf(handOver, timeZone)) {
    yield heading(part.heading);
    for (const sentence of part.sentences) yield wrapped(sentence);
    for (const [name, value] of part.rows)
      yield name === commandRow ? `\n  ${plainName(value)}\n` : labelled(name, plainName(value), 30);
  }
}

/** The hand-over page as HTML that opens offline and prints. */
export function* handOverHtml(handOver: HandOver, timeZone: string): Iterable<string> {
  const { practice } = handOver;
  yield pageStart({
    title: `Hand-over: timetable calendars of ${handOver.site}`,
    practice,
    first: verifiedSentence(handOver.notVerified),
  }).html;
  for (const part of partsOf(handOver, timeZone)) yield partHtml(part).html;
  yield pageEnd.html;
}

const partHtml = (part: Part): Html => markup`<h2>${part.heading}</h2>
${part.sentences.map((sentence) => markup`<p>${sentence}</p>\n`)}${factsTable(
  part.rows.map(([name, value]) => [
    name,
    name === commandRow ? markup`<code>${value}</code>` : nameHtml(value),
  ]),
)}`;

/** The hand-over for the vendor's own program: the same facts as JSON, without any secret. */
export function* handOverJson(handOver: HandOver): Iterable<string> {
  yield `${JSON.stringify(
    {
      format: 'calendar-push-setup hand-over',
      formatVersion: 1,
      practiceSite: handOver.practice,
      ...(handOver.practice ? { mark: practiceMark } : {}),
      state: verifiedSentence(handOver.notVerified),
      ...handOver,
      passwords,
    },
    null,
    2,
  )}\n`;
}
