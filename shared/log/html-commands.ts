import type { StepId } from '../run/step-id.ts';
import { linesHtml, markup, nameHtml, type Html } from './html-escape.ts';
import { stepTitle, type LogSettings } from './log-settings.ts';
import { counted, duration, isoWithOffset, readableClock, targetNames } from './readable.ts';
import type { CommandRecord, RunRecord } from './run-record.ts';

/** Up to that many commands the list stands open. */
const fewCommands = 500;

/** Every command in order with time, target, text, duration and result. A line names the step wherever it changes. */
export function* commandsSection(record: RunRecord, settings: LogSettings): Iterable<Html> {
  const { read, wrote } = record.commandCounts;
  const total = read + wrote;
  yield markup`<h2>Commands</h2>\n`;
  if (total === 0) {
    yield markup`<p>No command was sent.</p>\n`;
    return;
  }
  yield markup`<details${{ html: total <= fewCommands ? ' open' : '' }}><summary>${counted(total, 'command')}, in the order in which they were sent</summary>
<table><thead><tr><th scope="col">Time</th><th scope="col">To</th><th scope="col">Command</th><th scope="col">Duration</th><th scope="col">Result</th></tr></thead><tbody>
`;
  let step: StepId | undefined;
  for (const sent of record.commands()) {
    if (sent.command.step !== step) {
      step = sent.command.step;
      yield markup`<tr class="part"><th scope="rowgroup" colspan="5">${stepTitle(settings, step)}</th></tr>\n`;
    }
    yield row(sent, settings);
  }
  yield markup`</tbody></table></details>\n`;
}

function row({ at, command, answer }: CommandRecord, { commandText, timeZone }: LogSettings): Html {
  const time = markup`<time datetime="${isoWithOffset(at, timeZone)}">${readableClock(at, timeZone)}</time>`;
  const took = answer === undefined ? '' : duration(answer.durationMs);
  return markup`<tr><td>${time}</td><td>${targetNames[command.target]}<br><span class="soft">${command.writes ? 'writes' : 'reads'}</span></td><td><pre>${linesHtml(commandText(command))}</pre></td><td class="number">${took}</td><td>${result(answer)}</td></tr>
`;
}

function result(answer: CommandRecord['answer']): Html {
  if (answer === undefined) return markup`<span class="failed">No answer was recorded</span>`;
  const warnings = (answer.warnings ?? []).map((text) => markup`<br>Warning: ${nameHtml(text)}`);
  const { failure } = answer;
  if (failure === undefined) {
    const rows = answer.rows === 0 ? '' : `, ${counted(answer.rows, 'row')}`;
    return markup`${answer.ok ? 'Done' : 'Refused'}${rows}${warnings}`;
  }
  const exception = failure.exception === '' ? '' : ` · ${failure.exception}`;
  return markup`<span class="failed">Refused</span> (${failure.kind})<br>${failure.id}${exception}<pre>${linesHtml(failure.text)}</pre>${warnings}`;
}
