import { counted, readableValue } from '../../../shared/log/readable.ts';
import type { MadeChange } from '../../../shared/run/journal.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { nameIn, wrapped } from './text-width.ts';

/** Changes of one kind beyond this many are told by their number, with some names. */
const mostNamed = 6;
const someNames = 3;

interface Alike {
  readonly step: StepId;
  readonly becomes: string;
  readonly names: string[];
  count: number;
}

/** What an undo would take back, newest first, for the question before it. `titles` are those of the site's steps. */
export function takenBackText(
  made: Iterable<MadeChange>,
  titles: ReadonlyMap<StepId, string>,
  width: number,
): { readonly text: string; readonly changes: number } {
  const groups = new Map<string, Alike>();
  let changes = 0;
  for (const one of made) {
    changes += 1;
    const becomes = becomesOf(one);
    const key = `${one.step} ${becomes}`;
    const alike = groups.get(key) ?? { step: one.step, becomes, names: [], count: 0 };
    groups.set(key, alike);
    alike.count += 1;
    if (alike.names.length < mostNamed) alike.names.push(one.name);
  }
  const lines: string[] = [];
  let step: StepId | undefined;
  for (const alike of groups.values()) {
    if (alike.step !== step) lines.push('', titles.get(alike.step) ?? alike.step);
    step = alike.step;
    lines.push(...linesOf(alike, width));
  }
  return { text: `${lines.join('\n')}\n\n`, changes };
}

function linesOf({ names, count, becomes }: Alike, width: number): readonly string[] {
  const what =
    count <= mostNamed
      ? names.map((name) => `  - ${nameIn(name, width - 4)}`)
      : wrapped(
          `- ${counted(count, 'thing')}, such as ${names.slice(0, someNames).join(', ')}`,
          width - 2,
        ).map((line) => `  ${nameIn(line, width - 2)}`);
  return [...what, ...wrapped(becomes, width - 6).map((line) => `      ${nameIn(line, width - 6)}`)];
}

function becomesOf({ change, stateBefore }: MadeChange): string {
  if ('cannot' in change.undo) return `stays: ${change.undo.cannot}`;
  if (stateBefore === 'absent') return 'was made by the run, and is taken away';
  return change.differences
    .map((d) => `${d.property}  ${readableValue(d.after)}  ->  ${readableValue(d.before)}`)
    .join('; ');
}
