import type { Verb } from '../../../shared/run/events.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonView } from './json-view.ts';
import { liveView } from './live-view.ts';
import { planText, stepPlanText, theseChanges } from './plan-view.ts';
import { plainView } from './plain-view.ts';
import { summaryText } from './summary.ts';
import { Tally } from './tally.ts';
import type { View, ViewSettings } from './view.ts';

/** What a verb shows: its run while it goes on, and at its end what came of it. */
export interface RunView extends View {
  /** The plan of one step as far as its events have come, to be shown before its question. */
  stepPlan(step: StepId): string;
  /** "these 4 changes": what the question asks about. */
  changesOf(steps: readonly StepId[]): string;
}

/**
 * The view of a run: progress on standard error (live on a terminal, otherwise plain lines), the plan or the summary on
 * standard output, or, with `--json`, the events there and the text on standard error.
 */
export function runView(verb: Verb, settings: ViewSettings): RunView {
  const { io, json } = settings;
  const tally = new Tally();
  const views = [
    ...(json ? [jsonView(io.stdout)] : []),
    io.stderr.isTTY === true ? liveView(tally, settings) : plainView(tally, settings),
  ];
  return {
    event(event) {
      tally.add(event);
      for (const view of views) view.event(event);
    },
    stopping: () => views.forEach((view) => view.stopping()),
    pause: () => views.forEach((view) => view.pause()),
    end() {
      for (const view of views) view.end();
      const out = json ? io.stderr : io.stdout;
      const isWholePlan = verb === 'plan' && tally.finished?.exitCode !== exitCodes.interrupted;
      out.write(`\n${isWholePlan ? planText(tally, settings) : summaryText(tally, settings)}`);
    },
    stepPlan: (step) => stepPlanText(tally, step, settings),
    changesOf: (steps) => theseChanges(tally, steps),
  };
}
