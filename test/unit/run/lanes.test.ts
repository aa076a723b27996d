import { describe, expect, it } from 'vitest';
import { flowThrough } from '../../../shared/run/lanes.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield await Promise.resolve(number);
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('flowing through lanes', () => {
  it('works on every item once, never more at once than the window', async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    await flowThrough(numbers(500), {
      laneOf: () => 'one',
      window: () => 8,
      ahead: 50,
      work: async (number) => {
        most = Math.max(most, ++underWay);
        await tick();
        underWay -= 1;
        done.push(number);
      },
    });
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index));
    expect(most).toBe(8);
  });

  it('lets a slow item delay only itself', async () => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (release = resolve));
    const done: number[] = [];
    await flowThrough(numbers(200), {
      laneOf: () => 'one',
      window: () => 4,
      ahead: 10,
      work: async (number) => {
        if (number === 0) await slow;
        else await tick();
        done.push(number);
        if (done.length === 199) release();
      },
    });
    expect(done.at(-1)).toBe(0);
  });

  it('does not let a full lane hold up another', async () => {
    let release: () => void = () => undefined;
    const blocked = new Promise<void>((resolve) => (release = resolve));
    let fast = 0;
    await flowThrough(numbers(60), {
      laneOf: (number) => (number % 2 === 0 ? 'blocked' : 'free'),
      window: () => 1,
      ahead: 40,
      work: async (number) => {
        if (number % 2 === 0) await blocked;
        else if (++fast === 30) release();
      },
    });
    expect(fast).toBe(30);
  });

  it('takes no more from the source than it can hold', async () => {
    let taken = 0;
    let mostAhead = 0;
    let done = 0;
    async function* counted(): AsyncGenerator<number> {
      for await (const number of numbers(300)) {
        taken += 1;
        mostAhead = Math.max(mostAhead, taken - done);
        yield number;
      }
    }
    await flowThrough(counted(), {
      laneOf: () => 'one',
      window: () => 4,
      ahead: 20,
      work: async () => {
        await tick();
        done += 1;
      },
    });
    expect(mostAhead).toBeLessThanOrEqual(26);
  });

  it('ends with the first thing that went wrong, after what is under way', async () => {
    const done: number[] = [];
    const flowing = flowThrough(numbers(100), {
      laneOf: () => 'one',
      window: () => 4,
      ahead: 10,
      work: async (number) => {
        await tick();
        if (number === 5) throw new Error('the record is lost');
        done.push(number);
      },
    });
    await expect(flowing).rejects.toThrow('the record is lost');
    expect(done.length).toBeLessThan(20);
  });
});
