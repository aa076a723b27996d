import { count, counted, visible } from '../../../shared/log/readable.ts';
import type { Outcome } from '../../../shared/run/events.ts';
import { exitCodes } from '../exit-codes.ts';
import { findingsText } from './findings.ts';
import { paintFor, type Paint } from './paint.ts';
import { troubleRows } from './rows.ts';
import { isSettledWell, type StepTally, type Tally } from './tally.ts';
import { column, widthFor } from './text-width.ts';
import { commandLine, stepName, type ViewSettings } from './view.ts';

/** What a run came to: a table of its steps, what is not right and why, findings, and what to do next. Ends with a line break. */
export function summaryText(tally: Tally, settings: ViewSettings): string {
  const out = settings.json ? settings.io.stderr : settings.io.stdout;
  const page = { paint: paintFor(out, settings.io.env), width: widthFor(out) };
  const writes = tally.started?.verb !== 'verify';
  const trouble = [...tally.steps.values()].flatMap((step) =>
    troubleRows(step, { ...page, takesBack: tally.started?.verb === 'undo' }),
  );
  const lines = [
    ...tableLines(tally, settings, writes, page.paint),
    ...(trouble.length === 0 ? [] : ['', ...trouble]),
    ...findingsText(tally, page.paint, page.width),
    '',
    ...closingLines(tally, settings, page.paint),
  ];
  return `${lines.join('\n')}\n`;
}

function tableLines(tally: Tally, settings: ViewSettings, writes: boolean, paint: Paint): readonly string[] {
  const heads = ['Looked at', ...(writes ? ['Changed'] : []), 'Right', 'Not right'];
  const widths = heads.map((head) => Math.max(11, head.length + 3));
  const cells = (values: readonly string[]): string =>
    values.map((value, index) => value.padStart(widths[index] ?? 0)).join('');
  return [
    paint.strong(`  ${column('Step', 26)}${cells(heads)}`),
    ...[...tally.steps.values()].map((step) => {
      const { looked, changed, right, notRight } = figuresOf(step);
      const values = [looked, ...(writes ? [changed] : []), right, notRight].map(count);
      const mark = notRight === 0 ? '' : `  ${paint.bad('!!')}`;
      return `  ${column(stepName(settings, step.id).title, 26)}${cells(values)}${mark}`;
    }),
  ];
}

interface Figures {
  readonly looked: number;
  readonly changed: number;
  readonly right: number;
  readonly notRight: number;
}

function figuresOf(step: StepTally): Figures {
  const figures = { looked: 0, changed: 0, right: 0, notRight: 0 };
  for (const [outcome, total] of entriesOf(step.counts)) {
    if (outcome !== 'not-done') figures.looked += total;
    if (outcome === 'changed') figures.changed += total;
    if (isSettledWell(outcome)) figures.right += total;
    else figures.notRight += total;
  }
  return figures;
}

/** Counts by outcome, without those that nothing had. */
function entriesOf(counts: Partial<Record<Outcome, number>>): readonly [Outcome, number][] {
  const entries: [Outcome, number][] = [];
  let outcome: Outcome;
  for (outcome in counts) {
    const total = counts[outcome] ?? 0;
    if (total > 0) entries.push([outcome, total]);
  }
  return entries;
}

function closingLines(tally: Tally, settings: ViewSettings, paint: Paint): readonly string[] {
  const { started, finished } = tally;
  const run = started?.run ?? '';
  const all = [...tally.steps.values()].map(figuresOf);
  const sum = (of: keyof Figures): number => all.reduce((total, figures) => total + figures[of], 0);
  const exit = finished === undefined ? '' : `  (exit ${finished.exitCode})`;
  if (finished?.exitCode === exitCodes.interrupted) {
    const notStarted = [...tally.steps.values()].reduce(
      (total, step) => total + (step.counts['not-done'] ?? 0),
      0,
    );
    return [
      `${count(sum('right'))} done and read back, ${count(notStarted)} not started. Nothing is half done.${exit}`,
      '  Go on',
      `    ${paint.command(commandLine(settings.again, 'resume', run))}`,
    ];
  }
  return [
    `${sentenceFor(tally, sum('changed'), sum('notRight'))}${exit}`,
    '  The log',
    `    ${paint.command(commandLine(settings.again, 'export', run, '--to', `${run}.html`))}`,
  ];
}

function sentenceFor(tally: Tally, changed: number, notRight: number): string {
  const stops = [...tally.findings.values()].filter(({ first }) => first.severity === 'stops');
  if (notRight > 0)
    return `${counted(notRight, 'thing')} ${notRight === 1 ? 'is' : 'are'} not as your site asks.`;
  if (stops.length > 0)
    return `${counted(stops.length, 'finding')} ${stops.length === 1 ? 'stops' : 'stop'} a step.`;
  switch (tally.started?.verb) {
    case 'verify':
      return 'Everything is as your site asks.';
    case 'undo':
      return changed === 0
        ? 'Nothing had to be taken back.'
        : `${counted(changed, 'thing')} taken back and read back.`;
    case 'run':
    case 'password':
    case 'plan':
    case undefined:
      return changed === 0
        ? 'Nothing had to be changed. Everything is as your site asks.'
        : `${counted(changed, 'thing')} changed and read back. Everything is as your site asks.`;
  }
}

/** On whose site a run works; on the practice site it says so. */
export const worldLines = ({ started }: Tally): readonly string[] =>
  started === undefined
    ? []
    : [
        `${visible(started.site.name)} (${started.site.kind})`,
        ...(started.world.kind === 'practice' ? ['Practice site: nothing real is read or changed.'] : []),
      ];
