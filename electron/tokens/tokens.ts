/**
 * Typed values as lines of printable ASCII, read and written by `electron/powershell/bridge.ps1` in the same form: one
 * type character and its text, separated by tabs, containers by count, depth first. Nothing is lost on the way: every
 * UTF-16 string, 64-bit integers, the kind of a date. (facts-windows 4)
 */

/** A value with the type that PowerShell gives or gets. A whole number is an integer, any other a double. */
export type Typed =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Typed[]
  | { readonly type: 'date' | 'guid' | 'decimal' | 'span'; readonly text: string }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'table'; readonly entries: readonly (readonly [Typed, Typed])[] }
  /** Handed in only: it becomes a SecureString. */
  | { readonly type: 'secret'; readonly text: string }
  /** Handed out only: anything else, by the name of its type and its text. */
  | { readonly type: 'other'; readonly name: string; readonly text: string };

/** A line is none of ours: it breaks off, or has a token that nobody writes. */
export class UnreadableTokens extends Error {
  override readonly name = 'UnreadableTokens';
}

const letters = { date: 'D', guid: 'G', decimal: 'M', span: 'U' } as const;
const printable = /^[\x20-\x7e]*$/u;

const packed = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');
const textToken = (text: string): string => (printable.test(text) ? `"${text}` : `S${packed(text)}`);

/** Writes values as one line. */
export function writeTokens(values: readonly Typed[]): string {
  const tokens: string[] = [];
  for (const value of values) addTokens(tokens, value);
  return tokens.join('\t');
}

/** Is it a list? (`Array.isArray` does not know readonly ones.) */
export const isTypedList = (value: Typed): value is readonly Typed[] => Array.isArray(value);

function addTokens(tokens: string[], value: Typed): void {
  if (value === null) tokens.push('N');
  else if (typeof value === 'boolean') tokens.push(value ? 'T' : 'F');
  else if (typeof value === 'number') tokens.push(numberToken(value));
  else if (typeof value === 'bigint') tokens.push(`I${value}`);
  else if (typeof value === 'string') tokens.push(textToken(value));
  else if (isTypedList(value)) {
    tokens.push(`A${value.length}`);
    for (const item of value) addTokens(tokens, item);
  } else if (value.type === 'table') {
    tokens.push(`H${value.entries.length}`);
    for (const entry of value.entries) for (const part of entry) addTokens(tokens, part);
  } else if (value.type === 'bytes') tokens.push(`Y${Buffer.from(value.bytes).toString('base64')}`);
  else if (value.type === 'secret') tokens.push(`P${packed(value.text)}`);
  else if (value.type === 'other') tokens.push('X2', textToken(value.name), textToken(value.text));
  else tokens.push(letters[value.type] + value.text);
}

/** Minus zero is a double: no integer has it. */
const numberToken = (value: number): string =>
  Number.isSafeInteger(value) && !Object.is(value, -0)
    ? `I${value}`
    : `R${Object.is(value, -0) ? '-0' : String(value)}`;

/** Reads one line. Throws {@link UnreadableTokens}. */
export function readTokens(line: string): Typed[] {
  const reader = new TokenReader(line === '' ? [] : line.split('\t'));
  const values: Typed[] = [];
  while (!reader.atEnd) values.push(reader.value());
  return values;
}

class TokenReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  value(): Typed {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token === '') throw new UnreadableTokens('A value is missing.');
    const text = token.slice(1);
    switch (token.charAt(0)) {
      case '"':
        return text;
      case 'S':
        return unpacked(text);
      case 'N':
        return null;
      case 'T':
        return true;
      case 'F':
        return false;
      case 'I':
        return integer(text);
      case 'R':
        return Number(text);
      case 'M':
        return { type: 'decimal', text };
      case 'D':
        return { type: 'date', text };
      case 'U':
        return { type: 'span', text };
      case 'G':
        return { type: 'guid', text };
      case 'Y':
        return { type: 'bytes', bytes: Uint8Array.from(Buffer.from(text, 'base64')) };
      case 'P':
        return { type: 'secret', text: unpacked(text) };
      case 'A':
        return this.#several(count(text));
      case 'H':
        return {
          type: 'table',
          entries: Array.from({ length: count(text) }, () => [this.value(), this.value()] as const),
        };
      case 'X': {
        const [name, shown] = this.#several(count(text));
        if (typeof name === 'string' && typeof shown === 'string')
          return { type: 'other', name, text: shown };
      }
    }
    throw new UnreadableTokens('A token has a type that nobody writes.');
  }

  #several(length: number): Typed[] {
    return Array.from({ length }, () => this.value());
  }
}

/** A key of a table as text. Throws {@link UnreadableTokens} for one that is no single value. */
export function keyText(key: Typed): string {
  if (typeof key === 'object' && key !== null) throw new UnreadableTokens('A key is no single value.');
  return String(key);
}

const unpacked = (text: string): string => Buffer.from(text, 'base64').toString('utf16le');

function count(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new UnreadableTokens('A count is no number.');
  return Number(text);
}

function integer(text: string): number | bigint {
  if (!/^-?\d{1,20}$/u.test(text)) throw new UnreadableTokens('An integer is no number.');
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
