import { isJsonList, type Json } from '../commands/value.ts';
import type { Outcome, SentCommand, Verb } from '../run/events.ts';
import type { Severity } from '../run/finding.ts';
import type { CalendarEntry } from '../run/resource.ts';
import type { Target } from '../commands/command.ts';
import type { Side } from '../run/ports.ts';

/** Letters whose spelling needs joiners: Arabic and the scripts of India and its neighbours. */
const joining =
  '[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}]';

/** A joiner that belongs to the spelling of a word or holds an emoji together. */
const joiner = `(?<=${joining})[\\u200C\\u200D](?=${joining})|(?<=\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})`;

/** Controls, formats (bidi marks and overrides, zero-width characters), line separators, half pairs, and letters without a shape. */
const unseen = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u115F\\u1160\\u2800\\u3164\\uFFA0]';

const joinerOrUnseen = new RegExp(`(?<joiner>${joiner})|${unseen}`, 'gu');

const code = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * A text as it can be shown in one line: every character that is not seen, or that moves others about, as `[U+202E]`,
 * a line break as `[U+000A]`. Joiners stay where a language or an emoji needs them.
 */
export function visible(text: string): string {
  return text.replace(joinerOrUnseen, (found: string, joins: string | undefined) => joins ?? code(found));
}

/** As {@link visible}, but keeps line breaks and tabs: for texts of services and commands, which are shown as they are. */
export function visibleLines(text: string): string {
  return text
    .split(/(\r\n|\n|\t)/u)
    .map((part, index) => (index % 2 === 0 ? visible(part) : part === '\r\n' ? '\n' : part))
    .join('');
}

/** A whole number with its thousands parted: 9,830. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-GB');

/** Done of all: "6,176 of 9,830". Percentages are never shown. */
export const countOf = (done: number, total: number): string => `${count(done)} of ${count(total)}`;

/** A number with its noun in the right form: "1 change", "4 changes". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A list in a sentence: "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** A length of time in milliseconds, as short as it can be: "0.6 s", "42 s", "4 min 10 s", "1 h 5 min". */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const parts: readonly (readonly [number, string])[] =
    seconds < 3600
      ? [
          [Math.floor(seconds / 60), 'min'],
          [seconds % 60, 's'],
        ]
      : [
          [Math.floor(Math.round(seconds / 60) / 60), 'h'],
          [Math.round(seconds / 60) % 60, 'min'],
        ];
  return parts
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => `${count(value)} ${unit}`)
    .join(' ');
}

/** A rate in whole numbers: "18 a second", under one "40 a minute". */
export const rate = (perSecond: number): string =>
  perSecond >= 1 ? `${count(perSecond)} a second` : `${count(perSecond * 60)} a minute`;

/** A point in time (ISO 8601) for people: "24 November 2026, 14:01:07". A text that is no time is given back as it is. */
export function readableTime(iso: string, timeZone: string): string {
  const parts = timeParts(iso, timeZone);
  if (parts === undefined) return visible(iso);
  return `${readableDay(iso, timeZone)}, ${parts.clock}`;
}

/** The day of a point in time: "24 November 2026". */
export function readableDay(iso: string, timeZone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return visible(iso);
  return at.toLocaleDateString('en-GB', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
}

/** The clock of a point in time: "14:01:07". */
export const readableClock = (iso: string, timeZone: string): string =>
  timeParts(iso, timeZone)?.clock ?? visible(iso);

/** A point in time as ISO 8601 with the offset of that time zone: "2026-11-24T14:01:07+01:00". */
export function isoWithOffset(iso: string, timeZone: string): string {
  const parts = timeParts(iso, timeZone);
  return parts === undefined ? visible(iso) : `${parts.day}T${parts.clock}${parts.offset}`;
}

interface TimeParts {
  readonly day: string;
  readonly clock: string;
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(timeZone, made);
  return made;
}

function timeParts(iso: string, timeZone: string): TimeParts | undefined {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return undefined;
  const parts = new Map(
    format(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const offset = part('timeZoneName').replace('GMT', '');
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    clock: `${part('hour')}:${part('minute')}:${part('second')}`,
    offset: offset === '' ? '+00:00' : offset,
  };
}

/** A property of an object as people read it: Yes and No, lists with commas, "None" for nothing. Its names are made visible. */
export function readableValue(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return 'None';
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return visible(value);
  if (isJsonList(value)) return value.length === 0 ? 'None' : value.map(readableValue).join(', ');
  const fields = Object.entries(value);
  return fields.length === 0
    ? 'None'
    : fields.map(([key, field]) => `${visible(key)}: ${readableValue(field)}`).join('; ');
}

/** The rights and flags of one entry of a calendar: "Editor", "Editor (Delegate, CanViewPrivateItems)". */
export const rightsOf = (entry: CalendarEntry): string => {
  const rights = entry.rights.length === 0 ? 'None' : entry.rights.map(visible).join(', ');
  const flags = entry.flags.filter((flag) => flag !== 'None');
  return flags.length === 0 ? rights : `${rights} (${flags.map(visible).join(', ')})`;
};

/** What our group has on a calendar, or "None". */
export const ourRights = (entries: readonly CalendarEntry[]): string => {
  const ours = entries.filter((entry) => entry.ours);
  return ours.length === 0 ? 'None' : ours.map(rightsOf).join(', ');
};

export const targetNames: Readonly<Record<Target, string>> = {
  computer: 'This computer',
  activeDirectory: 'Active Directory',
  exchange: 'Exchange Server',
  exchangeOnline: 'Exchange Online',
  graph: 'Microsoft Graph',
};

export const outcomeNames: Readonly<Record<Outcome, string>> = {
  'in-order': 'Already right',
  changed: 'Changed and read back',
  'left-out': 'Left out',
  drifted: 'Would change',
  moved: 'Moved since the plan, left alone',
  'could-not-look': 'Could not look',
  failed: 'Failed',
  waiting: 'Waiting',
  'not-done': 'Not started',
};

export const severityNames: Readonly<Record<Severity, string>> = {
  stops: 'Stops the step',
  'to-know': 'To know',
  information: 'For information',
};

export const verbNames: Readonly<Record<Verb, string>> = {
  plan: 'Plan: looked, nothing written',
  run: 'Run: looked, changed and read back',
  verify: 'Check: everything read anew, nothing written',
  undo: 'Taken back',
  password: 'New password',
};

/** A side as people say it; empty where a person has none. */
export const sideName = (side: Side | undefined): string =>
  side === undefined ? '' : side === 'cloud' ? 'Exchange Online' : 'Exchange Server';

/** A command's name in a sentence: `New-ADUser`, `POST /users`. */
export const sentName = (command: SentCommand): string =>
  command.target === 'graph' ? `${command.method} ${visible(command.path)}` : command.cmdlet;
