import type { Readable } from 'node:stream';

/**
 * The lines of a stream, read as they are taken: who does not ask for the next line makes the writer wait. A stream that
 * breaks off ends the lines.
 */
export async function* linesOf(stream: Readable): AsyncGenerator<string, undefined> {
  let parts: string[] = [];
  try {
    for await (const chunk of stream) {
      const pieces = String(chunk).split('\n');
      const last = pieces.pop() ?? '';
      for (const piece of pieces) {
        parts.push(piece);
        const line = parts.join('');
        parts = [];
        yield line.endsWith('\r') ? line.slice(0, -1) : line;
      }
      parts.push(last);
    }
  } catch {
    // The process is gone; its end is told by itself.
  }
}
