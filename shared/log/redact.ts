import { visible } from './readable.ts';

/** Something that is about to leave the program holds a secret. That is a fault of the program: nothing may be written. */
export class SecretInOutput extends Error {
  override readonly name = 'SecretInOutput';
  /** How the secret stood there, such as `base64`; never the secret itself. */
  readonly form: string;

  constructor(form: string) {
    super(
      `A secret stands in this output (${form}). Nothing more of it is written. This is a fault of Calendar Push Setup: tell its makers which command wrote it.`,
    );
    this.form = form;
  }
}

/** A form of a secret as it would stand in a text. */
interface Needle {
  readonly form: string;
  readonly text: string;
}

/** Derived forms shorter than this are met by chance. A secret as it is, is looked for at any length. */
const shortest = 6;

/** That many characters are gathered before they are searched: one search for a piece costs more than its length. */
const windowLength = 65_536;

/**
 * Passes texts on, having looked in them for secrets by value: plain, in base64 (at any place within a longer text),
 * UTF-16, URL-encoded, and escaped for JSON, HTML, CSV and PowerShell, also where one is spread over several pieces.
 * What could be the beginning of a secret is held back until it is known not to be one.
 * Throws {@link SecretInOutput}; the pieces that were passed on before hold no part of the secret.
 */
export function* withoutSecrets(chunks: Iterable<string>, values: readonly string[]): Iterable<string> {
  const needles = needlesOf(values);
  const longest = needles.reduce((length, { text }) => Math.max(length, text.length), 0);
  let waiting = '';
  for (const chunk of chunks) {
    waiting += chunk;
    if (waiting.length < windowLength + longest) continue;
    refuse(waiting, needles);
    const cut = safeCut(waiting, waiting.length - longest);
    yield waiting.slice(0, cut);
    waiting = waiting.slice(cut);
  }
  refuse(waiting, needles);
  if (waiting !== '') yield waiting;
}

function refuse(text: string, needles: readonly Needle[]): void {
  const found = needles.find((needle) => text.includes(needle.text));
  if (found !== undefined) throw new SecretInOutput(found.form);
}

/** A place between two characters: half of a pair would be lost when each piece is encoded by itself. */
function safeCut(text: string, place: number): number {
  const before = text.charCodeAt(place - 1);
  return before >= 0xd800 && before <= 0xdbff ? place - 1 : place;
}

function needlesOf(values: readonly string[]): readonly Needle[] {
  const byText = new Map<string, Needle>();
  for (const value of values) {
    if (value === '') continue;
    for (const needle of formsOf(value))
      if (needle.text.length >= shortest || needle.text === value)
        if (!byText.has(needle.text)) byText.set(needle.text, needle);
  }
  return [...byText.values()];
}

function formsOf(value: string): readonly Needle[] {
  const utf8 = [...new TextEncoder().encode(value)];
  const utf16 = units(value).flatMap((unit) => [unit & 0xff, unit >> 8]);
  const utf16Big = units(value).flatMap((unit) => [unit >> 8, unit & 0xff]);
  const json = JSON.stringify(value).slice(1, -1);
  const jsonAscii = escapeUnits(json, /[^\u0020-\u007E]/gu);
  const jsonHtml = escapeUnits(jsonAscii, /[<>&'+]/gu);
  const url = encodeURIComponent(value);
  const urlStrict = url.replaceAll(/[!'()*~]/gu, (sign) => `%${hex(sign.charCodeAt(0), 2)}`);
  const form = urlStrict.replaceAll('%20', '+');
  const everyByte = utf8.map((byte) => `%${hex(byte, 2)}`).join('');
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ['plain', [value, visible(value)]],
    ['base64', base64Cores(utf8)],
    ['UTF-16 in base64', [...base64Cores(utf16), ...base64Cores(utf16Big)]],
    ['UTF-16', [String.fromCharCode(...utf16), String.fromCharCode(...utf16Big)]],
    ['URL-encoded', [url, urlStrict, form, everyByte].flatMap((text) => bothCases(text, percent))],
    ['JSON-escaped', [json, jsonAscii, jsonHtml, twice(json)].flatMap((text) => bothCases(text, unitEscape))],
    ['HTML-escaped', htmlForms(value)],
    ['CSV-escaped', [value.replaceAll('"', '""')]],
    ['PowerShell-escaped', [value.replaceAll(singleQuotes, '$&$&'), value.replaceAll(/[`$"]/gu, '`$&')]],
    ['hexadecimal', [utf8, utf16].flatMap((bytes) => bothCases(bytes.map(hexByte).join(''), /[A-F]+/gu))],
  ];
  return forms.flatMap(([name, texts]) => texts.map((text) => ({ form: name, text })));
}

/** PowerShell takes these four for the straight one, and doubles them all. */
const singleQuotes = /['\u2018\u2019\u201A\u201B]/gu;

const hexByte = (byte: number): string => hex(byte, 2);

const units = (text: string): readonly number[] => Array.from(text.split(''), (unit) => unit.charCodeAt(0));

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** Hexadecimal digits of escapes come in capitals or not. */
const bothCases = (text: string, escapes: RegExp): readonly string[] => [
  text,
  text.replace(escapes, (found) => found.toLowerCase()),
];

const percent = /%[0-9A-F]{2}/gu;
const unitEscape = /\\u[0-9A-F]{4}/gu;

const escapeUnits = (text: string, what: RegExp): string =>
  text.replace(what, (found) =>
    units(found)
      .map((unit) => `\\u${hex(unit, 4)}`)
      .join(''),
  );

/** JSON within JSON, as when a body is shown in an event. */
const twice = (json: string): string => JSON.stringify(json).slice(1, -1);

/** The ways in which people and libraries write the five signs of HTML. */
function htmlForms(value: string): readonly string[] {
  const base = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const double = [base, base.replaceAll('"', '&quot;'), base.replaceAll('"', '&#34;')];
  const single = ["'", '&#39;', '&#x27;', '&apos;', '&#039;'];
  const quoted = double.flatMap((text) => single.map((sign) => text.replaceAll("'", sign)));
  return quoted.flatMap((text) => [text, text.replaceAll('`', '&#96;')]);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * What of the bytes' base64 is the same wherever they begin within a longer text: for each of the three places, the
 * digits that no neighbour touches, in both alphabets.
 */
function base64Cores(bytes: readonly number[]): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bits = [...Array<number>(offset).fill(0), ...bytes]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(bits.length / 6);
    const core = Array.from({ length: Math.max(0, to - from) }, (_, index) => {
      const start = (from + index) * 6;
      return alphabet[Number.parseInt(bits.slice(start, start + 6), 2)] ?? '';
    }).join('');
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
