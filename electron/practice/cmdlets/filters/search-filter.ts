/** A search over objects, as LDAP filters and PowerShell's `-Filter` say it. Attribute names keep their spelling. */
export type SearchFilter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly SearchFilter[] }
  | { readonly kind: 'not'; readonly part: SearchFilter }
  | { readonly kind: 'present'; readonly attribute: string }
  | { readonly kind: 'equals' | 'atLeast' | 'atMost'; readonly attribute: string; readonly value: string }
  /** The texts between the stars; empty ones at the ends where it begins or ends with a star. */
  | { readonly kind: 'like'; readonly attribute: string; readonly pieces: readonly string[] }
  | { readonly kind: 'rule'; readonly attribute: string; readonly rule: string; readonly value: string };

/** How a search reads the objects that it goes over. */
interface Reading<T> {
  /** All values of an attribute, as text. */
  readonly values: (object: T, attribute: string) => readonly string[];
  /** The form in which texts compare. */
  readonly fold: (value: string) => string;
  /** A matching rule by its OID. */
  readonly rule: (object: T, attribute: string, rule: string, value: string) => boolean;
}

/** Turns a filter into a test of one object. */
export function testOf<T>(filter: SearchFilter, reading: Reading<T>): (object: T) => boolean {
  const { values, fold } = reading;
  switch (filter.kind) {
    case 'everything':
      return () => true;
    case 'and': {
      const tests = filter.parts.map((part) => testOf(part, reading));
      return (object) => tests.every((test) => test(object));
    }
    case 'or': {
      const tests = filter.parts.map((part) => testOf(part, reading));
      return (object) => tests.some((test) => test(object));
    }
    case 'not': {
      const test = testOf(filter.part, reading);
      return (object) => !test(object);
    }
    case 'present':
      return (object) => values(object, filter.attribute).length > 0;
    case 'equals': {
      const wanted = fold(filter.value);
      return (object) => values(object, filter.attribute).some((value) => fold(value) === wanted);
    }
    case 'atLeast':
      return (object) => values(object, filter.attribute).some((value) => order(value, filter.value) >= 0);
    case 'atMost':
      return (object) => values(object, filter.attribute).some((value) => order(value, filter.value) <= 0);
    case 'like': {
      const pieces = filter.pieces.map(fold);
      return (object) => values(object, filter.attribute).some((value) => isLike(fold(value), pieces));
    }
    case 'rule':
      return (object) => reading.rule(object, filter.attribute, filter.rule, filter.value);
  }
}

function order(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

function isLike(value: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (pieces.length === 1) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}
