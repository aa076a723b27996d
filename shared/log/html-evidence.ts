import { evidenceLines, expectationsOf, isCalendarRow, nothingOf, type Expectations } from './evidence.ts';
import { markup, nameHtml, type Html } from './html-escape.ts';
import { stepTitle, type LogSettings } from './log-settings.ts';
import { outcomeNames } from './readable.ts';
import type { ResourceRecord, RunRecord } from './run-record.ts';

/** Per step every object with what was found before, asked for, and read back; the calendars have a table of their own. */
export function* evidenceSection(record: RunRecord, settings: LogSettings): Iterable<Html> {
  const expectations = expectationsOf(record);
  for (const step of record.head.steps) {
    yield markup`<h2>${stepTitle(settings, step)}</h2>\n`;
    let rows = 0;
    for (const resource of record.resources(step)) {
      if (isCalendarRow(resource.resource)) continue;
      if (rows === 0) yield tableStart;
      rows += 1;
      yield object(resource, expectations);
    }
    yield rows === 0 ? markup`<p class="soft">${nothingOf(step)}</p>\n` : markup`</table>\n`;
  }
}

const tableStart = markup`<table><thead><tr><th scope="col">Object</th><th scope="col">Looked at</th><th scope="col">Found before</th><th scope="col">Expected</th><th scope="col">Found after</th></tr></thead>
`;

function object(resource: ResourceRecord, expectations: Expectations): Html {
  const lines = evidenceLines(resource, expectations);
  const reason = resource.reason === '' ? '' : markup`: ${nameHtml(resource.reason)}`;
  return markup`<tbody><tr class="part"><th scope="rowgroup" colspan="5">${nameHtml(resource.name)} <span class="soft">${resource.kind}, ${nameHtml(resource.where)}</span> · <span class="${resource.outcome}">${outcomeNames[resource.outcome]}</span>${reason}</th></tr>
${lines.map(
  (line) =>
    markup`<tr><td></td><td>${line.property}</td><td>${nameHtml(line.before)}</td><td>${nameHtml(line.expected)}</td><td>${nameHtml(line.after)}</td></tr>\n`,
)}</tbody>
`;
}
