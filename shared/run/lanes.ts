/** How {@link flowThrough} spreads its items. */
export interface LaneOptions<Item> {
  /** Items of one lane share its window; a full lane does not hold up another. */
  readonly laneOf: (item: Item) => string;
  /** How many items of a lane are worked on at once. */
  readonly window: (lane: string) => number;
  /** How many items may wait for their lane before no more are taken from the source. */
  readonly ahead: number;
  /** The work on one item. A rejection ends everything. */
  readonly work: (item: Item) => Promise<void>;
}

interface Lane<Item> {
  active: number;
  readonly queue: Item[];
}

/**
 * Takes items from a stream and works on them, many at once, each at its own speed: there are no batches, so a slow
 * item delays only itself. Memory is bounded by the windows and `ahead`. Rejects with the first rejection of `work`
 * or of the source, after the items under way have ended.
 */
export async function flowThrough<Item>(
  source: AsyncIterable<Item>,
  options: LaneOptions<Item>,
): Promise<void> {
  const lanes = new Map<string, Lane<Item>>();
  const under = new Set<Promise<void>>();
  let queued = 0;
  let failure: { readonly reason: unknown } | undefined;
  let wake: () => void = () => undefined;

  const laneNamed = (lane: string): Lane<Item> => {
    let known = lanes.get(lane);
    if (known === undefined) lanes.set(lane, (known = { active: 0, queue: [] }));
    return known;
  };

  const start = (lane: string, item: Item): void => {
    const state = laneNamed(lane);
    state.active += 1;
    const flow = options
      .work(item)
      .catch((reason: unknown) => {
        failure ??= { reason };
      })
      .finally(() => {
        state.active -= 1;
        under.delete(flow);
        while (failure === undefined && state.active < options.window(lane)) {
          const next = state.queue.shift();
          if (next === undefined) break;
          queued -= 1;
          start(lane, next);
        }
        wake();
      });
    under.add(flow);
  };

  try {
    for await (const item of source) {
      const lane = options.laneOf(item);
      const state = laneNamed(lane);
      if (state.active < options.window(lane)) start(lane, item);
      else {
        state.queue.push(item);
        queued += 1;
      }
      while (queued >= options.ahead && failure === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== undefined) break;
    }
  } catch (reason) {
    failure ??= { reason };
  }
  while (under.size > 0) await Promise.all(under);
  if (failure !== undefined) throw failure.reason;
}
