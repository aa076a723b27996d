import type { SearchFilter } from './search-filter.ts';

/** The text is no LDAP filter. */
export class BadLdapFilter extends Error {
  override readonly name = 'BadLdapFilter';
}

/**
 * Reads an LDAP filter (RFC 4515): and, or, not, equality, presence, substrings, order, matching rules; `\2a`-like escapes
 * in values. Throws {@link BadLdapFilter}. (facts-windows 14; win32 `ADSI/search-filter-syntax.md`)
 */
export function parseLdapFilter(text: string): SearchFilter {
  const reader = new Reader(text.trim());
  const filter = reader.filter();
  if (!reader.atEnd()) throw new BadLdapFilter(text);
  return filter;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  filter(): SearchFilter {
    this.#expect('(');
    const sign = this.#text[this.#at] ?? '';
    if (sign === '&' || sign === '|') {
      this.#at += 1;
      const parts: SearchFilter[] = [];
      while (this.#text[this.#at] === '(') parts.push(this.filter());
      if (parts.length === 0) throw this.#bad();
      this.#expect(')');
      return { kind: sign === '&' ? 'and' : 'or', parts };
    }
    if (sign === '!') {
      this.#at += 1;
      const part = this.filter();
      this.#expect(')');
      return { kind: 'not', part };
    }
    const end = this.#text.indexOf(')', this.#at);
    if (end < 0) throw this.#bad();
    const item = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return this.#comparison(item);
  }

  #comparison(item: string): SearchFilter {
    const match = /^\s*([A-Za-z][\w.-]*)(?::([\d.]+):)?(>=|<=|~=|=)(.*)$/su.exec(item);
    if (match === null || item.includes('(')) throw this.#bad();
    const [, attribute = '', rule, sign = '=', value = ''] = match;
    if (rule !== undefined) return { kind: 'rule', attribute, rule, value: this.#unescape(value) };
    if (sign === '>=') return { kind: 'atLeast', attribute, value: this.#unescape(value) };
    if (sign === '<=') return { kind: 'atMost', attribute, value: this.#unescape(value) };
    if (value === '*') return { kind: 'present', attribute };
    const pieces = value.split('*').map((piece) => this.#unescape(piece));
    return pieces.length === 1
      ? { kind: 'equals', attribute, value: pieces[0] ?? '' }
      : { kind: 'like', attribute, pieces };
  }

  /** Escapes are bytes of UTF-8. */
  #unescape(value: string): string {
    if (/\\(?![0-9a-f]{2})/iu.test(value)) throw this.#bad();
    return value.replaceAll(/(?:\\[0-9a-f]{2})+/giu, (escapes) =>
      Buffer.from(escapes.replaceAll('\\', ''), 'hex').toString('utf8'),
    );
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#bad();
    this.#at += 1;
  }

  #bad(): BadLdapFilter {
    return new BadLdapFilter(this.#text);
  }
}
