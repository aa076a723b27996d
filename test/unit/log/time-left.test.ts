import { describe, expect, it } from 'vitest';
import { advance, perSecond, startTiming, timeLeft, type Timing } from '../../../shared/log/time-left.ts';

const minute = 60_000;

describe('the time left in words', () => {
  it.each([
    [0, 'Less than a minute left'],
    [44_999, 'Less than a minute left'],
    [45_000, 'About a minute left'],
    [100_000, 'About a minute left'],
    [100_001, 'About 2 minutes left'],
    [4 * minute, 'About 4 minutes left'],
    [90 * minute, 'About 90 minutes left'],
    [91 * minute, 'About 1 hour 30 minutes left'],
    [98 * minute, 'About 1 hour 40 minutes left'],
    [118 * minute, 'About 2 hours left'],
    [190 * minute, 'About 3 hours 10 minutes left'],
  ])('%d ms: %s', (ms, sentence) => {
    expect(timeLeft(ms)).toBe(sentence);
  });
});

describe('a work whose time is measured', () => {
  /** A sample a second, at that speed. */
  const run = (total: number, seconds: number, speed: (second: number) => number): readonly Timing[] => {
    const all = [startTiming(0, total)];
    let done = 0;
    for (let second = 1; second <= seconds; second += 1) {
      done += speed(second);
      const last = all.at(-1);
      if (last !== undefined) all.push(advance(last, { atMs: second * 1000, done }));
    }
    return all;
  };
  const shown = (timings: readonly Timing[], second: number): string => timings[second]?.shown ?? '';

  it('says nothing of the time left before 10 s', () => {
    const timings = run(1_000, 20, () => 10);
    expect(shown(timings, 9)).toBe('Working out the time left');
    expect(shown(timings, 10)).toBe('About a minute left');
  });

  it('says nothing of it before 2% either', () => {
    const timings = run(10_000, 60, () => 5);
    expect(shown(timings, 39)).toBe('Working out the time left');
    expect(shown(timings, 40)).toBe('About 33 minutes left');
  });

  it('goes by the last 30 s, so that a slowdown is told', () => {
    const timings = run(10_000, 200, (second) => (second <= 100 ? 20 : 5));
    expect(shown(timings, 100)).toBe('About 7 minutes left');
    expect(perSecond(timings[140] ?? startTiming(0, 1))).toBeCloseTo(5, 0);
    expect(shown(timings, 150)).toBe('About 26 minutes left');
  });

  it('changes its sentence at most every 5 s', () => {
    const timings = run(10_000, 120, (second) => (second % 2 === 0 ? 30 : 2));
    const changes = timings.flatMap((timing, second) =>
      second > 11 && timing.shown !== shown(timings, second - 1) ? [second] : [],
    );
    const gaps = changes.slice(1).map((second, index) => second - (changes[index] ?? 0));
    expect(changes.length).toBeGreaterThan(2);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5);
  });

  it('claims nothing while nothing gets done', () => {
    const timings = run(1_000, 80, (second) => (second <= 20 ? 10 : 0));
    expect(shown(timings, 80)).toBe('Working out the time left');
  });

  it('keeps no more samples than it needs', () => {
    expect(run(1_000_000, 600, () => 100).at(-1)?.samples.length).toBeLessThan(40);
  });

  it('keeps no more of them where much happens in a second, and still knows the newest', () => {
    let timing = startTiming(0, 100_000);
    for (let done = 1; done <= 50_000; done += 1) timing = advance(timing, { atMs: done, done });
    expect(timing.samples.length).toBeLessThan(40);
    expect(timing.samples.at(-1)).toEqual({ atMs: 50_000, done: 50_000 });
    expect(perSecond(timing)).toBeCloseTo(1_000, 0);
  });
});
