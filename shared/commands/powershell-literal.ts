import { isDateValue, isHashtable, isKnownLater, isSecret, type KnownLater, type Value } from './value.ts';

/**
 * - `shown`: for people to read and to paste. What can't be seen (controls, zero-width and bidirectional characters,
 *   lone surrogates, odd blanks) is written by its number, everything else as it is.
 * - `file`: the same in pure ASCII, since Windows PowerShell reads a file without a byte order mark in the ANSI code
 *   page, where parts of some letters are quotation marks. (facts-windows 12)
 */
export type TextForm = 'shown' | 'file';

/** How references are written: each returns a whole PowerShell expression. */
export interface ReferenceText {
  readonly later: (later: KnownLater) => string;
  readonly secret: (secretName: string) => string;
}

const unseen = /[\p{C}\p{DI}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const notAscii = /[^\u0020-\u007E]/u;

/** Must this character be written by its number? */
export const isWrittenByNumber = (character: string, form: TextForm): boolean =>
  (form === 'file' ? notAscii : unseen).test(character);

/** PowerShell ends a single-quoted text at any of these five. (facts-windows 12: CharTraits.cs) */
const singleQuotes = /['\u2018\u2019\u201A\u201B]/gu;
const quoted = (text: string): string => `'${text.replaceAll(singleQuotes, '$&$&')}'`;

/**
 * One text as a PowerShell expression that is that text and nothing else, as an argument and within expressions.
 * Even in quotes `--%` is taken for the stop-parsing mark when it is an argument; parentheses take that away.
 */
export function textLiteral(text: string, form: TextForm): string {
  const parts = textParts(text, form);
  if (parts === undefined) return text === '--%' ? `('--%')` : quoted(text);
  return sumOf(parts);
}

function textParts(text: string, form: TextForm): string[] | undefined {
  const parts: string[] = [];
  let run = '';
  let numbered = false;
  for (const character of text) {
    if (!isWrittenByNumber(character, form)) {
      run += character;
      continue;
    }
    numbered = true;
    if (run !== '') parts.push(quoted(run));
    run = '';
    for (const unit of character.split('')) parts.push(`[char]0x${hex(unit.charCodeAt(0))}`);
  }
  if (run !== '') parts.push(quoted(run));
  return numbered ? parts : undefined;
}

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

const mostTerms = 50;

/** Text terms added up. Long sums are nested in groups: PowerShell's compiler goes one level deeper for each term. */
export function sumOf(terms: readonly string[]): string {
  if (terms.length <= mostTerms) return `('' + ${terms.join(' + ')})`;
  const groups: string[] = [];
  for (let start = 0; start < terms.length; start += mostTerms)
    groups.push(sumOf(terms.slice(start, start + mostTerms)));
  return sumOf(groups);
}

/** Any value of a parameter as a PowerShell expression that is exactly that value. */
export function literal(value: Value, form: TextForm, reference: ReferenceText): string {
  if (value === null) return '$null';
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'string') return textLiteral(value, form);
  if (isList(value)) return listLiteral(value, form, reference);
  if (isSecret(value)) return reference.secret(value.secret);
  if (isKnownLater(value)) return reference.later(value);
  if (isDateValue(value)) return dateLiteral(value.date, form);
  if (isHashtable(value)) {
    const entries = Object.entries(value.hashtable).map(
      ([key, entry]) => `${textLiteral(key, form)} = ${literal(entry, form, reference)}`,
    );
    return `@{${entries.join('; ')}}`;
  }
  throw new UnwritableCommand(`A value of this kind can't be written: ${JSON.stringify(value)}`);
}

/** A command that has no PowerShell text: a name that is none, a number that is none, a value of an unknown kind. */
export class UnwritableCommand extends Error {
  override readonly name = 'UnwritableCommand';
}

const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

function listLiteral(list: readonly Value[], form: TextForm, reference: ReferenceText): string {
  const items = list.map((item) => literal(item, form, reference)).join(', ');
  // Without the comma the list within the list would be taken apart.
  return list.length === 1 && isList(list[0]) ? `@(,${items})` : `@(${items})`;
}

/** A bare negative number is a text to parameters that take anything, so it stands in parentheses. (facts-windows 12) */
function numberLiteral(value: number): string {
  if (!Number.isFinite(value))
    throw new UnwritableCommand(`${String(value)} is not a number that can be sent.`);
  if (!Number.isSafeInteger(value)) return `([double]'${String(value)}')`;
  return value < 0 ? `(${String(value)})` : String(value);
}

const dateLiteral = (date: string, form: TextForm): string =>
  `([datetime]::Parse(${textLiteral(date, form)}, [cultureinfo]::InvariantCulture, 'RoundtripKind'))`;
