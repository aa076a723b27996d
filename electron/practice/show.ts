import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../shared/commands/value.ts';
import { canonicalJson, compareText } from './canonical-json.ts';
import { showAdObject, showEntraObject, showRecipient, type Showing } from './show/objects.ts';
import { runOut } from './state/appearances.ts';
import { stillPending } from './clocks.ts';
import { openPractice, type PracticeState } from './state/practice-file.ts';
import { receivedCommands } from './state/received-commands.ts';
import { isBag, text, whole, type Row } from './state/rows.ts';
import { findSetting, setting, type Settings } from './state/settings.ts';

/** What of a practice site is shown. */
export interface ShowOptions {
  /** The site at rest, without what differs each time: ids, passwords, times, counters, commands, bins, disconnected mailboxes. */
  readonly comparable?: boolean;
  /** The list of commands received, instead of the state. */
  readonly commands?: boolean;
}

/**
 * The state of a practice site as JSON text, piece by piece: keys and rows are sorted, one object a line, so that equal
 * states give equal texts. The site is not changed.
 */
export function* showSite(file: string, options: ShowOptions = {}): Generator<string> {
  if (options.commands === true) yield* listOf(commandsOf(file));
  else if (options.comparable === true) yield* atRest(file);
  else yield* fromSnapshot(openPractice(file), false);
}

function* commandsOf(file: string): Generator<Json> {
  const state = openPractice(file);
  try {
    for (const { seq, at, process, writes, outcome, command } of receivedCommands(state))
      yield { ...command, type: 'command', seq, at, process, writes, outcome };
  } finally {
    state.close();
  }
}

/** Where something is on its way, all clocks run out in a copy. */
function* atRest(file: string): Generator<string> {
  const state = openPractice(file);
  if (stillPending(state).length === 0) {
    yield* fromSnapshot(state, true);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'calendar-push-setup-'));
  try {
    const path = join(folder, 'at-rest.db');
    try {
      state.run('VACUUM INTO ?', path);
    } finally {
      state.close();
    }
    const copy = openPractice(path);
    runOut(copy, new Date());
    yield* fromSnapshot(copy, true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads everything as of one moment, whatever others write meanwhile, and closes the state. */
function* fromSnapshot(state: PracticeState, comparable: boolean): Generator<string> {
  state.run('BEGIN');
  try {
    yield* sections(state, comparable);
  } finally {
    state.run('COMMIT');
    state.close();
  }
}

function* sections(state: PracticeState, comparable: boolean): Generator<string> {
  const skus = findSetting(state, 'entra')?.skus ?? [];
  const showing: Showing = { state, comparable, skus };
  yield '{\n"activeDirectory": ';
  yield* listOf(sorted(adRows(showing), (row) => showAdObject(showing, text(row, 'id'))));
  yield ',\n"entra": ';
  yield* listOf(sorted(entraRows(showing), (row) => showEntraObject(showing, text(row, 'id'))));
  for (const side of ['on-premises', 'cloud'] as const) {
    yield `,\n"recipients ${side}": `;
    yield* listOf(
      sorted(recipientRows(showing, side), (row) => showRecipient(showing, side, text(row, 'id'))),
    );
  }
  yield `,\n"settings": ${canonicalJson(settingsOf(state, comparable))}`;
  if (!comparable) {
    yield `,\n"onTheirWay": ${canonicalJson([...stillPending(state)])}`;
    yield `,\n"counters": ${canonicalJson(
      Object.fromEntries(
        state.rows('SELECT name, value FROM counters').map((row) => [text(row, 'name'), whole(row, 'value')]),
      ),
    )}`;
  }
  yield '\n}\n';
}

const present = (column: string, { comparable }: Showing): string => (comparable ? `${column} = ''` : '1');

const adRows = (showing: Showing): Row[] =>
  showing.state.rows(
    `SELECT guid AS id, dn_key AS name FROM ad_objects WHERE ${present('deleted_at', showing)} ORDER BY dn_key, guid`,
  );

const entraRows = (showing: Showing): Row[] =>
  showing.state.rows(
    `SELECT id, kind || ' ' || upn_key || ' ' || mail_key || ' ' || display_key AS name FROM entra_objects
     WHERE ${present('deleted_at', showing)} ORDER BY 2, id`,
  );

const recipientRows = (showing: Showing, side: string): Row[] =>
  showing.state.rows(
    `SELECT guid AS id, lower(address) || ' ' || name_key || ' ' || type AS name FROM recipients
     WHERE side = ? AND ${present('removed_at', showing)} ORDER BY 2, guid`,
    side,
  );

/** The objects in the order of their names; namesakes in the order of what is shown of them, since their ids say nothing. */
function* sorted(rows: readonly Row[], show: (row: Row) => Json): Generator<Json> {
  let namesakes: Json[] = [];
  for (const [index, row] of rows.entries()) {
    namesakes.push(show(row));
    const next = rows[index + 1];
    if (next !== undefined && text(next, 'name') === text(row, 'name')) continue;
    if (namesakes.length > 1)
      namesakes.sort((left, right) => compareText(canonicalJson(left), canonicalJson(right)));
    yield* namesakes;
    namesakes = [];
  }
}

function* listOf(items: Iterable<Json>): Generator<string> {
  let isFirst = true;
  yield '[';
  for (const item of items) {
    yield `${isFirst ? '\n' : ',\n'}${canonicalJson(item)}`;
    isFirst = false;
  }
  yield isFirst ? ']' : '\n]';
}

const documents = [
  'site',
  'activeDirectory',
  'exchangeServer',
  'exchangeOnline',
  'entra',
  'computer',
] as const;

/** Ids and times of the site as a whole. */
const passing = new Set(['id', 'tenantId', 'createdAt', 'lastSynchronisation', 'admin', 'domainSid']);

function settingsOf(state: PracticeState, comparable: boolean): Json {
  return Object.fromEntries(
    documents.flatMap((name): [string, Json][] => {
      const value: Json | undefined = jsonOf(
        name === 'site' ? setting(state, name) : findSetting(state, name),
      );
      if (value === undefined) return [];
      if (!comparable || !isBag(value)) return [[name, value]];
      const kept = Object.entries(value).filter(([key]) => !passing.has(key));
      return [[name, Object.fromEntries(kept)]];
    }),
  );
}

type Document = Settings[(typeof documents)[number]];

const jsonOf = (document: Document | undefined): Json | undefined => document;
