import type { TextOut } from '../io.ts';
import type { View } from './view.ts';

/** One event a line, as JSON: for programs. */
export function jsonView(out: TextOut): View {
  return {
    event: (event) => void out.write(`${JSON.stringify(event)}\n`),
    stopping: () => undefined,
    pause: () => undefined,
    end: () => undefined,
  };
}
