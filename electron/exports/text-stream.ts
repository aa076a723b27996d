import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Pieces of text as a stream that makes the next one only when it is asked for, and lets the rest of the program have
 * its turn in between. What the pieces' maker throws ends the stream.
 */
export const textStream = (pieces: Iterable<string>): Readable =>
  Readable.from(inTurns(pieces), { objectMode: true, highWaterMark: 1 });

async function* inTurns(pieces: Iterable<string>): AsyncIterable<string> {
  for (const piece of pieces) {
    yield piece;
    await nextTurn();
  }
}
