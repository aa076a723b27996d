import type { TextOut } from '../io.ts';
import type { View } from './view.ts';

/** Separators that JSON leaves as they are, though many a reader of lines breaks a line there. */
const otherLineEnds = /[\u0085\u2028\u2029]/gu;

/** One event a line, as JSON: for programs. */
export function jsonView(out: TextOut): View {
  return {
    event: (event) => void out.write(`${jsonLine(event)}\n`),
    stopping: () => undefined,
    pause: () => undefined,
    end: () => undefined,
  };
}

const jsonLine = (event: unknown): string =>
  JSON.stringify(event).replace(
    otherLineEnds,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
