/** How many runs are killed, from the environment (`KILLS`): few in everyday use. */
export const kills = Number(process.env['KILLS'] ?? 4);
/** The moments are random; `KILL_SEED` repeats those of an earlier time. */
export const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

/** Random numbers from 0 up to 1 that repeat with their seed (mulberry32). */
export function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Says what was measured. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
