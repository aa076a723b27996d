import { visible } from './readable.ts';

/** Columns of a text file that people read or print. */
const columns = 80;

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name for plain text: hidden characters shown, and one in a right-to-left script kept apart from its surroundings. */
export function plainName(text: string): string {
  const shown = visible(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** Lines of at most {@link columns}, broken at spaces only: a value that someone copies is never cut. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length + longer.length > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((each) => `${indent}${each}`.trimEnd() + '\n').join('');
}

/** One point of a list. */
export const point = (text: string): string => `- ${wrapped(text, '  ').slice(2)}`;

/** A name and its value in two columns; a long value goes on under its beginning. */
export function labelled(label: string, value: string, width = 22): string {
  const start = `${label} `.padEnd(width);
  return start + wrapped(value, ' '.repeat(width)).slice(width);
}

/** A heading with its underline, after an empty line. */
export const heading = (text: string): string => `\n${text}\n${'-'.repeat(Math.min(columns, text.length))}\n`;
