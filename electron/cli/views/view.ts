import type { RecordedEvent } from '../../../shared/run/events.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import type { CliIo } from '../io.ts';

/** Something that shows a run while it goes on, fed by its events and by nothing else. */
export interface View {
  event(event: RecordedEvent): void;
  /** A person asked to stop: says that the commands under way are finished first. */
  stopping(): void;
  /** Takes away what moves, so that a question can be asked; the next event goes on. */
  pause(): void;
  end(): void;
}

/** What the views of a run need beside its events. */
export interface ViewSettings {
  readonly io: CliIo;
  /** Is standard output taken by the events? Then text for people goes to standard error. */
  readonly json: boolean;
  /** Is each step shown and asked about before it writes? Then its looks are a pass of their own. */
  readonly asks?: boolean;
  /** All steps that the site has, in its order. */
  readonly steps: readonly { readonly id: StepId; readonly title: string }[];
  /** What names the same site again in a command to type: its file, and the options as they were given. */
  readonly again: { readonly site: string; readonly options: readonly string[] };
}

/** "Step 3 of 9", and its title. */
export function stepName(
  settings: Pick<ViewSettings, 'steps'>,
  step: StepId,
): { readonly place: string; readonly title: string } {
  const index = settings.steps.findIndex(({ id }) => id === step);
  return {
    place: index < 0 ? '' : `Step ${index + 1} of ${settings.steps.length}`,
    title: settings.steps[index]?.title ?? step,
  };
}

/** A command line to type next, with the options that reach the same site in the same way. */
export const commandLine = (again: ViewSettings['again'], ...words: readonly string[]): string =>
  ['calendar-push-setup', ...words, ...again.options].map(typed).join(' ');

/** A word as it is typed in a shell. */
const typed = (word: string): string => (/^[\w./\\:@,=~-]+$/u.test(word) ? word : `"${word}"`);
