import { visible } from '../../../shared/log/readable.ts';
import { plainName } from '../../../shared/log/text-layout.ts';
import type { TextOut } from '../io.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters that take two columns of a terminal: East Asian wide ones and emoji. (Unicode Standard Annex 11) */
const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;

/** Isolates, which take no column. */
const unseen = /[\u2068\u2069]/gu;

/** Columns that a text without control characters takes on a terminal. */
export function widthOf(text: string): number {
  const seen = text.replace(unseen, '');
  if (/^[\u0020-\u007E]*$/u.test(seen)) return seen.length;
  let width = 0;
  for (const { segment } of segmenter.segment(seen)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Cuts a text to that many columns, with an ellipsis where something is left out. */
function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const { segment } of segmenter.segment(text.replace(unseen, ''))) {
    const next = wide.test(segment) ? 2 : 1;
    if (width + next > columns - 1) break;
    width += next;
    kept += segment;
  }
  return `${kept}…`;
}

/** A text in a column: made visible, cut, and filled with blanks at its end. */
export function column(text: string, columns: number): string {
  const fitting = cut(visible(text), columns);
  return plainName(fitting) + ' '.repeat(Math.max(0, columns - widthOf(fitting)));
}

/** A name from a directory as it can stand in a line: what is not seen is spelled out, and it is cut to the columns. */
export const nameIn = (name: string, columns: number): string => plainName(cut(visible(name), columns));

/** Breaks a sentence into lines of at most that many columns, between words. A longer word stands whole. */
export function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** 80 columns; wider terminals use up to 100. */
export const widthFor = (out: TextOut): number => Math.min(100, Math.max(80, out.columns ?? 80));
