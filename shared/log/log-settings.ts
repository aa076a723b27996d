import type { SentCommand } from '../run/events.ts';
import type { StepId } from '../run/step-id.ts';
import type { Role } from '../steps/step.ts';

/** A role that a step of the site needs, to look or to change. */
export interface NeededRole extends Role {
  readonly step: StepId;
  readonly need: 'look' | 'change';
}

/** What a log needs beside the record of the run. */
export interface LogSettings {
  /** The one function that renders a command as PowerShell; a secret comes out as a question for it. */
  readonly commandText: (command: SentCommand) => string;
  /** All steps that the site has, in its order, also those that the run left out. */
  readonly steps: readonly { readonly id: StepId; readonly title: string }[];
  readonly roles: readonly NeededRole[];
  /** What the run was expected to take, in milliseconds; undefined where nothing was reckoned. */
  readonly estimatedMs: number | undefined;
  /** The time zone in which times are shown, by its IANA name, such as `Europe/Amsterdam`. */
  readonly timeZone: string;
}

/** The title of a step, as the site's list has it. */
export const stepTitle = (settings: Pick<LogSettings, 'steps'>, step: StepId): string =>
  settings.steps.find(({ id }) => id === step)?.title ?? step;
