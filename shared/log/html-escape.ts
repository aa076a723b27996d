import { visible, visibleLines } from './readable.ts';

/** Text that is HTML already. Only {@link markup} and its kin make it, so a value can't get in unescaped. */
export interface Html {
  readonly html: string;
}

export type HtmlValue = string | number | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

const escaped = (text: string): string => text.replace(/[&<>"'`]/gu, (sign) => entities[sign] ?? sign);

function rendered(value: HtmlValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(visible(value));
  if ('html' in value) return value.html;
  return value.map((part) => part.html).join('');
}

/**
 * A template whose values are escaped, for text and for attributes in double quotes; hidden characters come out as
 * `[U+202E]`. (Not named `html`: the formatter would rewrite the templates, and pages are made of halves of elements.)
 */
export function markup(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return {
    html: strings.reduce((text, part, index) => text + part + rendered(values[index] ?? ''), ''),
  };
}

/** A name from a directory: kept apart from the direction of the text around it. */
export const nameHtml = (text: string): Html => markup`<bdi>${text}</bdi>`;

/** Text with its line breaks, as in a command or a service's own words; to stand in an element that keeps them. */
export const linesHtml = (text: string): Html => ({ html: escaped(visibleLines(text)) });
