import { counted, readableClock, readableDay, targetNames, visible } from '../../../shared/log/readable.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { exitCodes } from '../exit-codes.ts';
import { findingsText } from './findings.ts';
import { paintFor, type Paint } from './paint.ts';
import { stepRows } from './rows.ts';
import type { StepTally, Tally } from './tally.ts';
import { column, widthFor } from './text-width.ts';
import { commandLine, stepName, type ViewSettings } from './view.ts';

interface Page {
  readonly paint: Paint;
  readonly width: number;
}

const pageFor = ({ io, json }: ViewSettings): Page => {
  const out = json ? io.stderr : io.stdout;
  return { paint: paintFor(out, io.env), width: widthFor(out) };
};

/** The plan of one step, as it is shown before its question is asked. Ends with a line break. */
export function stepPlanText(tally: Tally, step: StepId, settings: ViewSettings): string {
  const page = pageFor(settings);
  const planned = tally.planned(step);
  const lines = [
    ...onlyStepLines(tally, planned, settings, page),
    '',
    `${countsOf([planned])} Nothing has been written.`,
    ...lastingLines([planned]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A whole plan: what was found and would change, and how to carry it out. (wizard.md 17) Ends with a line break. */
export function planText(tally: Tally, settings: ViewSettings): string {
  const page = pageFor(settings);
  const { started } = tally;
  const steps = [...tally.steps.values()].filter(({ id }) => tally.settled(id) > 0);
  const [only] = steps;
  const findings = findingsText(tally, page.paint, page.width).slice(1);
  const lines = [
    ...(steps.length === 1 && only !== undefined
      ? onlyStepLines(tally, only, settings, page)
      : [siteWords(tally), ...steps.flatMap((step) => ['', ...oneOfManyLines(tally, step, settings, page)])]),
    '',
    ...findings,
    ...(findings.length === 0 ? [] : ['']),
    `${started === undefined ? 'Plan' : `Plan ${started.plan}`}: ${lowerFirst(countsOf(steps))} Nothing has been written.`,
    ...lastingLines(steps),
    ...nextLines(started?.run ?? '', steps, settings, page.paint),
    ...exitLines(tally, steps),
  ];
  return `${lines.join('\n')}\n`;
}

function exitLines({ finished }: Tally, steps: readonly StepTally[]): readonly string[] {
  if (finished === undefined || finished.exitCode === exitCodes.right) return [];
  const isUnseen = steps.some(({ counts }) => (counts['could-not-look'] ?? 0) > 0);
  return [
    `${isUnseen ? 'Not everything could be looked at.' : 'A finding stops a step.'}  (exit ${finished.exitCode})`,
  ];
}

const siteWords = ({ started }: Tally): string =>
  started === undefined ? '' : `${visible(started.site.name)} (${started.site.kind})`;

/** The step, where a plan has only this one. */
function onlyStepLines(tally: Tally, step: StepTally, settings: ViewSettings, page: Page): readonly string[] {
  const { place, title } = stepName(settings, step.id);
  return [
    `${column(siteWords(tally), 54)}${place}`.trimEnd(),
    `${page.paint.strong(title)}${' '.repeat(Math.max(1, 23 - title.length))}${lookedAt(tally, step, settings, true)}`.trimEnd(),
    '',
    ...rowsOf(tally, step, page),
  ];
}

/** A step among others. */
function oneOfManyLines(
  tally: Tally,
  step: StepTally,
  settings: ViewSettings,
  page: Page,
): readonly string[] {
  const { place, title } = stepName(settings, step.id);
  const heading = [place, title].filter((part) => part !== '').join('  ');
  return [
    `${page.paint.strong(heading)}${' '.repeat(Math.max(1, 38 - heading.length))}${lookedAt(tally, step, settings, false)}`.trimEnd(),
    ...rowsOf(tally, step, page),
  ];
}

const rowsOf = (tally: Tally, step: StepTally, page: Page): readonly string[] =>
  stepRows(step, { ...page, takesBack: tally.started?.verb === 'undo' });

function lookedAt(tally: Tally, step: StepTally, { io }: ViewSettings, withDay: boolean): string {
  if (step.lookedAt === '') return '';
  const clock = readableClock(step.lookedAt, io.timeZone).slice(0, 5);
  const time = withDay ? `${readableDay(step.lookedAt, io.timeZone)}, ${clock}` : clock;
  const hosts = [...step.targets].map((target) => tally.hosts.get(target) ?? targetNames[target]);
  const from = hosts.length === 1 ? `, from ${visible(hosts[0] ?? '')}` : '';
  return `looked at ${time}${from}`;
}

function countsOf(steps: readonly StepTally[]): string {
  const changes = steps.reduce((sum, step) => sum + step.changes, 0);
  const objects = steps.reduce((sum, step) => sum + (step.counts.drifted ?? 0), 0);
  if (objects === 0) return 'Nothing has to be changed.';
  const only = steps.filter((step) => (step.counts.drifted ?? 0) > 0);
  const noun = only.length === 1 ? nounOf(only[0]?.id) : 'object';
  return `${counted(changes, 'change')} on ${counted(objects, noun)}.`;
}

function nounOf(step: StepId | undefined): string {
  switch (step) {
    case 'service-accounts':
    case 'licences':
      return 'account';
    case 'calendar-permissions':
      return 'calendar';
    default:
      return 'object';
  }
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function lastingLines(steps: readonly StepTally[]): readonly string[] {
  const reasons = new Map<string, number>();
  for (const step of steps)
    for (const [reason, total] of step.lasting) reasons.set(reason, (reasons.get(reason) ?? 0) + total);
  if (reasons.size === 0) return [];
  const total = [...reasons.values()].reduce((sum, each) => sum + each, 0);
  return [
    `${counted(total, 'change')} can't be taken back:`,
    ...[...reasons.keys()].map((reason) => `  ${visible(reason)}`),
  ];
}

function nextLines(
  run: string,
  steps: readonly StepTally[],
  settings: ViewSettings,
  paint: Paint,
): readonly string[] {
  if (steps.every((step) => (step.counts.drifted ?? 0) === 0)) return [];
  return [
    '  Run it',
    `    ${paint.command(commandLine(settings.again, 'run', '--plan', run))}`,
    '  See the commands',
    `    ${paint.command(commandLine(settings.again, 'script', '--site', settings.again.site, '--to', 'scripts'))}`,
  ];
}

/** What the question before writing asks about: "these 4 changes", "this change", or "no changes". */
export function theseChanges(tally: Tally, steps: readonly StepId[]): string {
  const changes = steps.reduce((sum, step) => sum + tally.planned(step).changes, 0);
  if (changes === 0) return 'no changes';
  return changes === 1 ? 'this change' : `these ${counted(changes, 'change')}`;
}
