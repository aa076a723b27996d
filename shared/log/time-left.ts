/** How far a long work is. Times in milliseconds on any one clock. */
export interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** What is remembered between two looks at the clock. Make the first with {@link startTiming}. */
export interface Timing {
  readonly startedMs: number;
  readonly total: number;
  /** Samples of the last 30 s, a second apart, and one from before. The last one is the newest. */
  readonly samples: readonly Sample[];
  /** The sentence that is shown, and since when. */
  readonly shown: string;
  readonly shownMs: number;
}

const smoothMs = 30_000;
/** Samples that come closer together than this are remembered as one, so that fast work costs no more than slow work. */
const sampleEveryMs = 1_000;
const steadyMs = 5_000;
const workingOut = 'Working out the time left';

/** Begins to measure a work of that many parts. */
export const startTiming = (startedMs: number, total: number): Timing => ({
  startedMs,
  total,
  samples: [{ atMs: startedMs, done: 0 }],
  shown: workingOut,
  shownMs: startedMs,
});

/** The same measurement one sample later. Its sentence changes at most every 5 s; it may grow. */
export function advance(timing: Timing, sample: Sample): Timing {
  const next = { ...timing, samples: withNewest(timing.samples, sample) };
  const sentence = sentenceOf(next, sample);
  const settled = timing.shown !== workingOut && sample.atMs - timing.shownMs < steadyMs;
  if (sentence === timing.shown || settled) return next;
  return { ...next, shown: sentence, shownMs: sample.atMs };
}

function withNewest(samples: readonly Sample[], newest: Sample): readonly Sample[] {
  const [last, beforeLast] = [samples.at(-1), samples.at(-2)];
  const isClose =
    last !== undefined && beforeLast !== undefined && last.atMs - beforeLast.atMs < sampleEveryMs;
  const kept = isClose ? samples.slice(0, -1) : samples;
  const first = kept.findLastIndex(({ atMs }) => atMs < newest.atMs - smoothMs);
  return [...kept.slice(Math.max(0, first)), newest];
}

/** Parts a second over the last 30 s; 0 while there is none. */
export function perSecond(timing: Timing): number {
  const first = timing.samples.at(0);
  const last = timing.samples.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
  return ((last.done - first.done) * 1000) / (last.atMs - first.atMs);
}

function sentenceOf(timing: Timing, { atMs, done }: Sample): string {
  const early = atMs - timing.startedMs < 10_000 || done < timing.total * 0.02;
  const speed = perSecond(timing);
  return early || speed <= 0 ? workingOut : timeLeft(((timing.total - done) * 1000) / speed);
}

/**
 * The sentence for that much time left, in milliseconds: tens of minutes over 90 minutes, whole minutes over 100 s.
 * Nothing finer is claimed.
 */
export function timeLeft(leftMs: number): string {
  if (leftMs < 45_000) return 'Less than a minute left';
  if (leftMs <= 100_000) return 'About a minute left';
  const minutes = Math.round(leftMs / 60_000);
  if (leftMs <= 90 * 60_000) return `About ${String(minutes)} minutes left`;
  const tens = Math.round(minutes / 10) * 10;
  const hours = Math.floor(tens / 60);
  const rest = tens % 60;
  const whole = `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}`;
  return rest === 0 ? `About ${whole} left` : `About ${whole} ${String(rest)} minutes left`;
}
