import { fieldName, type FieldPath } from './issue.ts';

/** A text that is no JSON: where, counted from 1, and what is the matter in words. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

/** What a JSON text holds, and where its fields stand. */
export interface ParsedJson {
  readonly value: unknown;
  /** Line of the field, or of the nearest one around it; counted from 1. */
  lineOf(path: FieldPath): number;
}

/**
 * Reads a JSON text as a person would like to be told about its mistakes: with the line, and each name only once. It
 * builds the value itself: after a name that ends in a backslash, V8's `JSON.parse` takes other names with escapes for
 * that one. (nodejs/node#63785, Node 24 and 26)
 */
export function parseJsonText(text: string): ParsedJson | { readonly fault: JsonFault } {
  const places = new Map<string, number>();
  const value = new JsonReader(text, places).readAll();
  if (value instanceof Fault) return { fault: { ...placeOf(text, value.at), why: value.why } };
  const lineOf = (path: FieldPath): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = places.get(fieldName(path.slice(0, length)));
      if (offset !== undefined) return placeOf(text, offset).line;
    }
    return 1;
  };
  return { value, lineOf };
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/u);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

class Fault extends Error {
  readonly at: number;
  readonly why: string;
  constructor(at: number, why: string) {
    super(why);
    this.at = at;
    this.why = why;
  }
}

const blank = /[ \t\r\n]*/uy;
const string = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/uy;

function scalarOf(written: string): unknown {
  if (written === 'null') return null;
  return written === 'true' || (written === 'false' ? false : Number(written));
}

/** A site file is flat; what nests deeper than this is no site file. */
const deepest = 100;

class JsonReader {
  readonly #text: string;
  readonly #places: Map<string, number>;
  #at = 0;

  constructor(text: string, places: Map<string, number>) {
    this.#text = text;
    this.#places = places;
  }

  /** Reads the whole text; gives what it holds, or a {@link Fault}. */
  readAll(): unknown {
    try {
      this.#skipBlank();
      if (this.#at === this.#text.length) throw new Fault(this.#at, 'The file is empty.');
      const value = this.#value([]);
      this.#skipBlank();
      if (this.#at < this.#text.length)
        throw new Fault(this.#at, 'The file should end here; something follows after its last bracket.');
      return value;
    } catch (fault) {
      if (fault instanceof Fault) return fault;
      throw fault;
    }
  }

  #value(path: FieldPath): unknown {
    if (path.length > deepest) throw new Fault(this.#at, 'Brackets are nested too deeply here.');
    const next = this.#text[this.#at];
    const name = fieldName(path);
    if (!this.#places.has(name)) this.#places.set(name, this.#at);
    if (next === '{') return this.#object(path);
    if (next === '[') return this.#list(path);
    if (next === '"') return this.#string();
    const written = this.#take(scalar);
    if (written === undefined) throw new Fault(this.#at, this.#wordsForValue());
    return scalarOf(written);
  }

  #object(path: FieldPath): unknown {
    const fields = new Map<string, unknown>();
    this.#members('}', () => {
      const start = this.#at;
      if (this.#text[start] !== '"')
        throw new Fault(start, 'The name of a field in quotation marks goes here.');
      const key = this.#string();
      if (fields.has(key))
        throw new Fault(start, `The field ${JSON.stringify(key)} stands here a second time.`);
      this.#skipBlank();
      if (this.#text[this.#at] !== ':')
        throw new Fault(this.#at, 'A colon is missing after the name of the field.');
      this.#at += 1;
      this.#skipBlank();
      this.#places.set(fieldName([...path, key]), start);
      fields.set(key, this.#value([...path, key]));
    });
    return Object.fromEntries(fields);
  }

  #list(path: FieldPath): unknown {
    const items: unknown[] = [];
    this.#members(']', () => {
      items.push(this.#value([...path, items.length]));
    });
    return items;
  }

  #members(close: '}' | ']', member: () => void): void {
    this.#at += 1;
    this.#skipBlank();
    if (this.#text[this.#at] === close) {
      this.#at += 1;
      return;
    }
    for (;;) {
      member();
      this.#skipBlank();
      const next = this.#text[this.#at];
      if (next === close) break;
      if (next === undefined) throw new Fault(this.#at, `The file ends before its closing ${close}`);
      if (next !== ',') throw new Fault(this.#at, `A comma or a closing ${close} is missing before this.`);
      const comma = this.#at;
      this.#at += 1;
      this.#skipBlank();
      if (this.#text[this.#at] === close)
        throw new Fault(comma, `This comma is one too many: nothing follows it before the closing ${close}`);
    }
    this.#at += 1;
  }

  #string(): string {
    const start = this.#at;
    const written = this.#take(string);
    if (written === undefined) throw new Fault(start, this.#wordsForString(start));
    const value: unknown = JSON.parse(written);
    return String(value);
  }

  #wordsForString(start: number): string {
    const line = this.#text.slice(start + 1).split(/[\r\n]/u)[0] ?? '';
    if (/(?:^|[^\\])(?:\\\\)*\\[^"\\/bfnrtu]/u.test(line))
      return 'A backslash in a text is written twice: \\\\';
    return 'This text has no closing quotation mark on its line, or a character that JSON does not allow.';
  }

  #wordsForValue(): string {
    const next = this.#text[this.#at];
    if (next === undefined) return 'The file ends here, but a value is missing.';
    if (next === "'") return 'Texts stand in double quotation marks.';
    if (/[“”„«»‘’]/u.test(next)) return 'Texts stand in straight quotation marks: "';
    if (next === '/' || next === '#') return 'JSON has no comments; take this out.';
    return 'A value is missing here: a text in quotation marks, a number, true, false, [ ] or { }.';
  }

  #skipBlank(): void {
    this.#take(blank);
  }

  #take(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match === null) return undefined;
    this.#at = expression.lastIndex;
    return match[0];
  }
}
