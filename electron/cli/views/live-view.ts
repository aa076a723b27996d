import { createLogUpdate } from 'log-update';
import { count, duration, targetNames, visible } from '../../../shared/log/readable.ts';
import type { EventOf, RecordedEvent } from '../../../shared/run/events.ts';
import type { StepId } from '../../../shared/run/step-id.ts';
import { findingLine } from './findings.ts';
import { paintFor } from './paint.ts';
import { ProgressBar } from './progress-bar.ts';
import {
  answerWords,
  commandWords,
  lineStart,
  slowedWords,
  startWidth,
  waitingWords,
} from './running-words.ts';
import { worldLines } from './summary.ts';
import type { Tally } from './tally.ts';
import { nameIn, widthFor, wrapped } from './text-width.ts';
import { stepName, type View, type ViewSettings } from './view.ts';

/** A step with more resources than this has a bar; its commands move instead of staying. */
const longStep = 40;
const drawEveryMs = 100;
const silentMs = 20_000;
/** Commands under way that are shown at once. */
const mostUnderWay = 4;
/** Like findings beyond this many in a step are in the summary only. */
const mostAlike = 5;

interface UnderWay {
  readonly command: EventOf<'command'>;
  readonly at: string;
  readonly sinceMs: number;
  /** How far it says that it is. */
  readonly progress?: string;
}

/** A run on a terminal: each command as it starts and ends, one bar for long steps. Drawn at most ten times a second. */
export function liveView(tally: Tally, settings: ViewSettings): View {
  return new LiveView(tally, settings);
}

class LiveView implements View {
  readonly #tally: Tally;
  readonly #settings: ViewSettings;
  readonly #paint;
  readonly #screen;
  readonly #underWay = new Map<number, UnderWay>();
  readonly #alike = new Map<string, number>();
  #step: StepId | undefined;
  #bar: ProgressBar | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawnMs = -Infinity;
  #lastEventMs = 0;
  #isStopping = false;

  constructor(tally: Tally, settings: ViewSettings) {
    this.#tally = tally;
    this.#settings = settings;
    this.#paint = paintFor(settings.io.stderr, settings.io.env);
    // A cursor that is hidden stays hidden when the process is killed.
    this.#screen = createLogUpdate(settings.io.stderr, { showCursor: true, defaultWidth: 80 });
  }

  event(event: RecordedEvent): void {
    this.#timer ??= setInterval(() => this.#drawIfDue(), drawEveryMs).unref();
    this.#lastEventMs = this.#now();
    switch (event.type) {
      case 'started':
        for (const line of worldLines(this.#tally)) this.#stay(line);
        break;
      case 'step':
        this.#beginStep(event);
        break;
      case 'command':
        this.#underWay.set(event.number, { command: event, at: event.at, sinceMs: this.#now() });
        break;
      case 'answer':
        this.#answered(event);
        break;
      case 'finding':
        this.#found(event);
        break;
      case 'slowed':
        if (!this.#isOneTooMany(`slowed ${event.target}`))
          this.#line(event, slowedWords(event), event.target);
        break;
      case 'waiting':
        if (!this.#isOneTooMany(`waiting ${event.resource}`)) this.#line(event, waitingWords(event));
        break;
      case 'progress':
        this.#cameTo(event);
        break;
      case 'looked':
      case 'resource':
        this.#advance();
        break;
      case 'secret-needed':
      case 'probe':
      case 'change':
      case 'finished':
        break;
    }
    this.#drawIfDue();
  }

  stopping(): void {
    this.#isStopping = true;
    const under = this.#underWay.size;
    this.#stay(`  Stopping after ${count(under)} ${under === 1 ? 'command' : 'commands'} under way ...`);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#screen.clear();
    this.#drawnMs = this.#now();
  }

  end(): void {
    this.pause();
    this.#screen.done();
  }

  #now(): number {
    return this.#settings.io.clock.now().getTime();
  }

  #width(): number {
    return widthFor(this.#settings.io.stderr);
  }

  #beginStep(event: EventOf<'step'>): void {
    if (event.state === 'ended') return;
    if (this.#step !== event.step) {
      const { place, title } = stepName(this.#settings, event.step);
      this.#stay(this.#paint.strong([place, title].filter((part) => part !== '').join('  ')));
      this.#alike.clear();
    }
    // Where a step is gone through a second time, its bar begins anew.
    this.#bar = undefined;
    this.#step = event.step;
    if (this.#tally.step(event.step).total > longStep) this.#bar = this.#newBar(event.step);
  }

  #newBar(step: StepId): ProgressBar {
    return new ProgressBar(this.#now(), this.#tally.step(step).total);
  }

  #advance(): void {
    if (this.#step === undefined) return;
    const done = this.#tally.done(this.#step, this.#settings.asks ?? false);
    // Where nobody could say how many there are, the bar begins when there are many.
    if (done > longStep) this.#bar ??= this.#newBar(this.#step);
    this.#bar?.advance(this.#now(), done, this.#tally.step(this.#step).total);
  }

  #answered(answer: EventOf<'answer'> & { readonly at: string }): void {
    const sent = this.#underWay.get(answer.number);
    this.#underWay.delete(answer.number);
    if (sent === undefined || this.#bar !== undefined) return;
    const end = answerWords(answer);
    const room = this.#width() - startWidth - end.length - 4;
    const text = `${sent.command.writes ? '>' : ' '} ${nameIn(commandWords(sent.command), room)}  ${end}`;
    this.#stay(`${lineStart(sent.at, sent.command.target, this.#settings.io.timeZone)}${text}`);
  }

  #cameTo({ number, text, percent }: EventOf<'progress'>): void {
    const sent = this.#underWay.get(number);
    if (sent === undefined) return;
    const part = percent === null ? '' : `${percent}%  `;
    this.#underWay.set(number, { ...sent, progress: `${part}${visible(text)}` });
  }

  #found(event: EventOf<'finding'> & { readonly at: string }): void {
    if (event.severity === 'information' || this.#isOneTooMany(event.id)) return;
    const { mark, text } = findingLine(event, this.#paint);
    this.#stay(
      `${lineStart(event.at, undefined, this.#settings.io.timeZone)}${mark} ${nameIn(text, this.#width() - startWidth - 3)}`,
    );
  }

  #isOneTooMany(key: string): boolean {
    const times = (this.#alike.get(key) ?? 0) + 1;
    this.#alike.set(key, times);
    return times > mostAlike;
  }

  #line(event: RecordedEvent, text: string, target?: Parameters<typeof lineStart>[1]): void {
    const room = this.#width() - startWidth;
    wrapped(text, room).forEach((part, index) => {
      const start =
        index === 0 ? lineStart(event.at, target, this.#settings.io.timeZone) : ' '.repeat(startWidth);
      this.#stay(`${start}${nameIn(part, room)}`);
    });
  }

  /** Writes a line that stays, above what moves. */
  #stay(line: string): void {
    this.#screen.persist(line);
  }

  #drawIfDue(): void {
    const now = this.#now();
    if (now - this.#drawnMs < drawEveryMs) return;
    this.#drawnMs = now;
    const frame = this.#frame(now);
    if (frame.length === 0) this.#screen.clear();
    else this.#screen(frame.join('\n'));
  }

  #frame(now: number): readonly string[] {
    const width = this.#width();
    const under = [...this.#underWay.values()];
    const lines = under.slice(0, mostUnderWay).flatMap(({ command, at, progress }) => {
      const text = `${command.writes ? '>' : ' '} ${nameIn(commandWords(command), width - startWidth - 2)}`;
      const line = `${lineStart(at, command.target, this.#settings.io.timeZone)}${text}`;
      const more =
        progress === undefined
          ? []
          : [`${' '.repeat(startWidth + 4)}${nameIn(progress, width - startWidth - 4)}`];
      return [line, ...more].map((one) => this.#paint.soft(one));
    });
    const silent = now - this.#lastEventMs;
    const oldest = under[0];
    const silence =
      silent >= silentMs && oldest !== undefined
        ? [`  No answer from ${targetNames[oldest.command.target]} for ${duration(silent)}.`]
        : [];
    if (this.#bar === undefined) return [...lines, ...silence];
    const [bar, sentence] = this.#bar.lines();
    return [...lines, ...silence, bar, `  ${this.#isStopping ? 'Stopping.' : sentence}`];
  }
}
