import type { Finding } from '../run/finding.ts';
import { calendarsSection } from './html-calendars.ts';
import { commandsSection } from './html-commands.ts';
import { linesHtml, markup, nameHtml, type Html } from './html-escape.ts';
import { evidenceSection } from './html-evidence.ts';
import { factsTable, pageEnd, pageStart, practiceMark } from './html-page.ts';
import { findingGroups, findingsOf, type FindingGroup } from './finding-groups.ts';
import { headLines, isPractice, roleLines, siteName, totalLines } from './log-head.ts';
import { stepTitle, type LogSettings } from './log-settings.ts';
import { count, readableDay, severityNames, targetNames } from './readable.ts';
import type { RunRecord } from './run-record.ts';

/**
 * The run log as one page of HTML that needs no script, no network and no other file, in pieces. Every value in it is
 * escaped; names from a directory stand in `<bdi>`.
 */
export function* logHtml(record: RunRecord, settings: LogSettings): Iterable<string> {
  for (const part of parts(record, settings)) yield part.html;
}

function* parts(record: RunRecord, settings: LogSettings): Iterable<Html> {
  const practice = isPractice(record);
  const day = readableDay(record.head.startedAt, settings.timeZone);
  yield pageStart({ title: `Run log of ${siteName(record)}, ${day}`, practice });
  yield markup`<p>Everything that was looked at, changed and read back, in order. It holds no password and can be given to your security officer and to the vendor.</p>
`;
  yield factsTable(headLines(record, settings).map(([name, value]) => [name, nameHtml(value)]));
  yield rolesTable(record, settings);
  yield markup`<h2>Totals</h2>\n`;
  yield factsTable(totalLines(record).map(([name, value]) => [name, markup`${value}`]));
  yield* findingsSection(record, settings);
  yield* evidenceSection(record, settings);
  yield* calendarsSection(record);
  yield* commandsSection(record, settings);
  if (practice) yield markup`<footer><p class="practice-band">${practiceMark}</p></footer>\n`;
  yield pageEnd;
}

function rolesTable(record: RunRecord, settings: LogSettings): Html {
  const rows = roleLines(record, settings);
  if (rows.length === 0) return markup``;
  return markup`<h2>Roles found against needed</h2>
<table><thead><tr><th scope="col">System</th><th scope="col">Role needed</th><th scope="col">For</th><th scope="col">Step</th><th scope="col">Found</th></tr></thead><tbody>
${rows.map(
  ({ role, found }) =>
    markup`<tr><td>${targetNames[role.target]}</td><td>${role.role}</td><td>${role.need === 'look' ? 'Looking' : 'Changing'}: ${role.for}</td><td>${stepTitle(settings, role.step)}</td><td>${nameHtml(found)}</td></tr>\n`,
)}</tbody></table>
`;
}

/** From that many on, findings of one kind are told once, with a list. */
const many = 6;

function* findingsSection(record: RunRecord, settings: LogSettings): Iterable<Html> {
  yield markup`<h2>Findings</h2>\n`;
  const groups = findingGroups(record);
  if (groups.length === 0) yield markup`<p>There is none.</p>\n`;
  for (const group of groups) {
    if (group.total >= many) yield* manyFindings(record, settings, group);
    else for (const finding of findingsOf(record, group)) yield oneFinding(finding, settings);
  }
}

function oneFinding(finding: Finding, settings: LogSettings): Html {
  const resource = finding.resource === undefined ? '' : markup` · ${nameHtml(finding.resource)}`;
  return markup`<article class="${finding.severity}">
<h3>${severityNames[finding.severity]}: ${nameHtml(finding.what)}</h3>
<dl><dt>Where</dt><dd>${nameHtml(finding.where)}</dd><dt>Why</dt><dd>${nameHtml(finding.why)}</dd><dt>What to do</dt><dd>${nameHtml(finding.do)}</dd></dl>
${original(finding)}<p class="soft">${stepTitle(settings, finding.step)} · ${finding.id}${resource}</p>
</article>
`;
}

const original = (finding: Finding): Html =>
  finding.original === undefined
    ? markup``
    : markup`<details><summary>What the service said</summary><pre>${linesHtml(finding.original)}</pre></details>\n`;

function* manyFindings(record: RunRecord, settings: LogSettings, group: FindingGroup): Iterable<Html> {
  const { first, total } = group;
  yield markup`<article class="${first.severity}">
<h3>${severityNames[first.severity]}: ${count(total)} like this one: ${nameHtml(first.what)}</h3>
<dl><dt>Why</dt><dd>${nameHtml(first.why)}</dd><dt>What to do</dt><dd>${nameHtml(first.do)}</dd></dl>
<p class="soft">${stepTitle(settings, first.step)} · ${first.id}</p>
<details><summary>All ${count(total)}</summary><ul>
`;
  for (const finding of findingsOf(record, group))
    yield markup`<li>${nameHtml(finding.what)} · ${nameHtml(finding.where)}<br>${nameHtml(finding.why)} ${nameHtml(finding.do)}${original(finding)}</li>\n`;
  yield markup`</ul></details>\n</article>\n`;
}
