import { count, countOf, rate } from '../../../shared/log/readable.ts';
import { advance, perSecond, startTiming, type Timing } from '../../../shared/log/time-left.ts';
import type { RecordedEvent } from '../../../shared/run/events.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { findingLine } from './findings.ts';
import { noPaint } from './paint.ts';
import { lineStart, slowedWords, startWidth, waitingWords } from './running-words.ts';
import { worldLines } from './summary.ts';
import type { Tally } from './tally.ts';
import { nameIn, widthFor, wrapped } from './text-width.ts';
import { stepName, type View, type ViewSettings } from './view.ts';

const progressEveryMs = 30_000;
/** Like findings and waits beyond this many in a step are in the summary only. */
const mostAlike = 5;

/** A run where nobody watches a terminal: plain lines, and at most every 30 s how far it is. Reads the tally, which has the event already. */
export function plainView(tally: Tally, settings: ViewSettings): View {
  const { io } = settings;
  const out = io.stderr;
  const width = widthFor(out);
  const alike = new Map<string, number>();
  let timing: Timing | undefined;
  let step: StepId | undefined;
  let nextProgressMs = 0;

  const line = (event: RecordedEvent, text: string, target?: Parameters<typeof lineStart>[1]): void => {
    const [first = '', ...rest] = wrapped(text, width - startWidth);
    out.write(`${lineStart(event.at, target, io.timeZone)}${nameIn(first, width - startWidth)}\n`);
    for (const more of rest) out.write(`${' '.repeat(startWidth)}${nameIn(more, width - startWidth)}\n`);
  };
  const isOneTooMany = (key: string): boolean => {
    const times = (alike.get(key) ?? 0) + 1;
    alike.set(key, times);
    return times > mostAlike;
  };
  const progress = (event: RecordedEvent, now: number): void => {
    if (step === undefined || timing === undefined) return;
    const done = tally.settled(step);
    timing = advance({ ...timing, total: tally.step(step).total }, { atMs: now, done });
    if (now < nextProgressMs) return;
    nextProgressMs = now + progressEveryMs;
    const speed = perSecond(timing);
    const total = tally.step(step).total;
    line(
      event,
      `${total > 0 ? countOf(Math.min(done, total), total) : count(done)}${speed > 0 ? `, ${rate(speed)}` : ''}${total > 0 ? `. ${timing.shown}.` : ''}`,
    );
  };

  return {
    event(event) {
      const now = Date.parse(event.at);
      switch (event.type) {
        case 'started':
          out.write(`${worldLines(tally).join('\n')}\n`);
          return;
        case 'step': {
          if (event.state === 'ended') return;
          if (step !== event.step) {
            const { place, title } = stepName(settings, event.step);
            out.write(`${[place, title].filter((part) => part !== '').join('  ')}\n`);
            timing = startTiming(now, event.total ?? 0);
            nextProgressMs = now + progressEveryMs;
            alike.clear();
          }
          step = event.step;
          return;
        }
        case 'finding': {
          if (event.severity === 'information' || isOneTooMany(event.id)) return;
          const { mark, text } = findingLine(event, noPaint);
          line(event, `${mark} ${text}`);
          return;
        }
        case 'slowed':
          if (!isOneTooMany(`slowed ${event.target}`)) line(event, slowedWords(event), event.target);
          return;
        case 'waiting':
          if (!isOneTooMany(`waiting ${event.resource}`)) line(event, waitingWords(event));
          return;
        case 'resource':
          progress(event, now);
          return;
        case 'secret-needed':
        case 'command':
        case 'answer':
        case 'probe':
        case 'progress':
        case 'looked':
        case 'change':
        case 'finished':
          return;
      }
    },
    stopping: () => void out.write('  Stopping after the commands under way ...\n'),
    pause: () => undefined,
    end: () => undefined,
  };
}
