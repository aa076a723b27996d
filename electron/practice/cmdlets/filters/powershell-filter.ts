import type { SearchFilter } from './search-filter.ts';

/** The text is no `-Filter`. `position` counts from 1. */
export class BadPowerShellFilter extends Error {
  override readonly name = 'BadPowerShellFilter';
  readonly position: number;
  constructor(text: string, position: number) {
    super(text);
    this.position = position;
  }
}

interface Token {
  readonly kind: 'word' | 'text' | 'operator' | '(' | ')';
  readonly value: string;
  readonly at: number;
}

/**
 * Reads the language of `-Filter` (about_ActiveDirectory_Filter; Exchange's OPATH is alike): `*`, comparisons with -eq,
 * -ne, -like, -notlike, -ge, -le, joined by -and, -or, -not and brackets. Quotes double inside quoted values. Throws
 * {@link BadPowerShellFilter}.
 */
export function parsePowerShellFilter(text: string): SearchFilter {
  const trimmed = text
    .trim()
    .replace(/^\{(.*)\}$/su, '$1')
    .trim();
  if (trimmed === '*' || trimmed === '') return { kind: 'everything' };
  const tokens = tokensOf(trimmed);
  const reader = new Reader(tokens, trimmed);
  const filter = reader.either();
  reader.end();
  return filter;
}

function tokensOf(text: string): Token[] {
  const pattern = /\s*(?:(\()|(\))|(-[a-z]+)|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([^\s()'"]+))/giuy;
  const tokens: Token[] = [];
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      if (text.slice(at).trim() === '') break;
      throw new BadPowerShellFilter(text, at + 1);
    }
    const [, open, close, operator, single, double, word] = match;
    if (open !== undefined) tokens.push({ kind: '(', value: open, at });
    else if (close !== undefined) tokens.push({ kind: ')', value: close, at });
    else if (operator !== undefined) tokens.push({ kind: 'operator', value: operator.toLowerCase(), at });
    else if (single !== undefined) tokens.push({ kind: 'text', value: single.replaceAll("''", "'"), at });
    else if (double !== undefined) tokens.push({ kind: 'text', value: double.replaceAll('""', '"'), at });
    else tokens.push({ kind: 'word', value: word ?? '', at });
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #at = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  either(): SearchFilter {
    const parts = [this.#both()];
    while (this.#take('operator', '-or')) parts.push(this.#both());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts };
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#bad();
  }

  #both(): SearchFilter {
    const parts = [this.#one()];
    while (this.#take('operator', '-and')) parts.push(this.#one());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'and', parts };
  }

  #one(): SearchFilter {
    if (this.#take('operator', '-not')) return { kind: 'not', part: this.#one() };
    if (this.#take('(')) {
      const inner = this.either();
      if (!this.#take(')')) throw this.#bad();
      return inner;
    }
    const attribute = this.#next('word');
    const operator = this.#next('operator');
    const value = this.#value();
    const pieces = value.split('*');
    switch (operator) {
      case '-eq':
        return { kind: 'equals', attribute, value };
      case '-ne':
        return { kind: 'not', part: { kind: 'equals', attribute, value } };
      case '-like':
        return value === '*' ? { kind: 'present', attribute } : { kind: 'like', attribute, pieces };
      case '-notlike':
        return { kind: 'not', part: { kind: 'like', attribute, pieces } };
      case '-ge':
        return { kind: 'atLeast', attribute, value };
      case '-le':
        return { kind: 'atMost', attribute, value };
      default:
        throw this.#bad();
    }
  }

  #value(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || (token.kind !== 'text' && token.kind !== 'word')) throw this.#bad();
    this.#at += 1;
    if (token.kind === 'text') return token.value;
    return token.value.replace(/^\$(true|false|null)$/iu, (_, word: string) => word);
  }

  #next(kind: Token['kind']): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw this.#bad();
    this.#at += 1;
    return token.value;
  }

  #take(kind: Token['kind'], value?: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || (value !== undefined && token.value !== value)) return false;
    this.#at += 1;
    return true;
  }

  #bad(): BadPowerShellFilter {
    return new BadPowerShellFilter(this.#text, (this.#tokens[this.#at]?.at ?? this.#text.length) + 1);
  }
}
