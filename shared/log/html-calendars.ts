import type { CalendarEntry } from '../run/resource.ts';
import { rightAfter, rightBefore } from './evidence.ts';
import { markup, nameHtml, type Html } from './html-escape.ts';
import { counted, outcomeNames, rightsOf, sideName } from './readable.ts';
import type { CalendarRecord, RunRecord } from './run-record.ts';

/** The calendars' table: one row a person, with all entries found on the calendar folded in. */
export function* calendarsSection(record: RunRecord): Iterable<Html> {
  let rows = 0;
  for (const row of record.calendars()) {
    if (rows === 0) yield tableStart;
    rows += 1;
    yield calendar(row);
  }
  if (rows > 0) yield markup`</tbody></table>\n<p>${counted(rows, 'person', 'people')} in this table.</p>\n`;
}

const tableStart = markup`<h2>Calendars</h2>
<table><thead><tr><th scope="col">Person</th><th scope="col">Address</th><th scope="col">Side</th><th scope="col">Calendar</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Outcome</th></tr></thead><tbody>
`;

function calendar(row: CalendarRecord): Html {
  const reason = row.reason === '' ? '' : markup`<br>${nameHtml(row.reason)}`;
  return markup`<tr><td>${nameHtml(row.name)}</td><td>${nameHtml(row.address)}</td><td>${sideName(row.side)}</td><td>${nameHtml(row.folder)}</td><td>${rightBefore(row)}</td><td>${rightAfter(row)}</td><td><span class="${row.outcome}">${outcomeNames[row.outcome]}</span>${reason}${entries(row)}</td></tr>
`;
}

function entries({ entriesBefore, entriesAfter }: CalendarRecord): Html {
  const total = Math.max(entriesBefore.length, entriesAfter.length);
  if (total === 0) return markup``;
  return markup`<details><summary>${counted(total, 'entry', 'entries')} on this calendar</summary>${list('Before', entriesBefore)}${list('After', entriesAfter)}</details>`;
}

const list = (when: string, found: readonly CalendarEntry[]): Html =>
  found.length === 0
    ? markup``
    : markup`<p class="soft">${when}</p><ul>${found.map(
        (entry) => markup`<li>${nameHtml(entry.user)}: ${rightsOf(entry)}${entry.ours ? ' (ours)' : ''}</li>`,
      )}</ul>`;
