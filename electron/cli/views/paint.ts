import { styleText } from 'node:util';
import type { CliIo, TextOut } from '../io.ts';

/** Colours, by meaning. Never alone: the same is said by a mark or a word. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  /** Paths and commands: what is typed again. */
  readonly command: (text: string) => string;
  readonly path: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly soft: (text: string) => string;
}

const plain = (text: string): string => text;

/** No colours: for everything that is not a terminal. */
export const noPaint: Paint = {
  good: plain,
  warn: plain,
  bad: plain,
  command: plain,
  path: plain,
  strong: plain,
  soft: plain,
};

type Format = Parameters<typeof styleText>[0];

const styled =
  (format: Format) =>
  (text: string): string =>
    // The stream was judged by paintFor, by the same rules for tests and for terminals.
    styleText(format, text, { validateStream: false });

const colours: Paint = {
  good: styled('green'),
  warn: styled('yellow'),
  bad: styled('red'),
  command: styled('cyan'),
  path: styled('cyan'),
  strong: styled('bold'),
  soft: styled('dim'),
};

/** Colours where the stream is a terminal, unless `NO_COLOR` (no-color.org) is set to something or the terminal is dumb. */
export function paintFor(out: TextOut, env: CliIo['env']): Paint {
  const isRefused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return out.isTTY === true && !isRefused ? colours : noPaint;
}
