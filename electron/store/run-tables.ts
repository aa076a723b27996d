import type { FileKind } from './database.ts';
import { DamagedRunFile, NewerRunFile } from './store-problem.ts';

/** Version of the form of a run's file; it grows with every change to the tables below. */
const runFileVersion = 1;

/**
 * What a run's file is made of. `events` is the record itself, as JSON; the other tables are made from it in the same
 * transaction, refer to it by `seq`, and exist so that the questions of resume, undo, log and screen are answered
 * without reading it all.
 */
export const runFileKind: FileKind = {
  // "CPSR" in ASCII.
  applicationId: 0x43505352,
  version: runFileVersion,
  damaged: (file, why, cause) => new DamagedRunFile(file, why, cause),
  newer: (file, version) => new NewerRunFile(file, version, runFileVersion),
  tables: [
    `CREATE TABLE head (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      json TEXT NOT NULL,
      audience_complete INTEGER NOT NULL DEFAULT 0
    ) STRICT`,
    `CREATE TABLE events (
      seq INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      type TEXT NOT NULL,
      step TEXT,
      resource TEXT,
      json TEXT NOT NULL
    ) STRICT`,
    // Where each part of the run began and ended: a resumed run has several.
    `CREATE INDEX events_ends ON events (seq) WHERE type IN ('started', 'finished')`,

    // The seqs are those of the looks: the last before any write, the last after one, and the last of all. "written":
    // a write for a change of it was sent.
    // "rank" is the place in the order of names by language, "fold" what a search compares with.
    `CREATE TABLE resources (
      id INTEGER PRIMARY KEY,
      step TEXT NOT NULL,
      resource TEXT NOT NULL UNIQUE,
      name TEXT,
      kind TEXT NOT NULL DEFAULT '',
      place TEXT NOT NULL DEFAULT '',
      address TEXT NOT NULL DEFAULT '',
      outcome TEXT,
      reason TEXT NOT NULL DEFAULT '',
      written INTEGER NOT NULL DEFAULT 0,
      before_seq INTEGER,
      after_seq INTEGER,
      last_seq INTEGER,
      fold TEXT NOT NULL DEFAULT '',
      rank INTEGER
    ) STRICT`,
    `CREATE INDEX resources_step ON resources (step, id)`,
    `CREATE INDEX resources_outcome ON resources (outcome)`,
    `CREATE TABLE entries (
      resource INTEGER NOT NULL,
      look TEXT NOT NULL CHECK (look IN ('before', 'after')),
      place INTEGER NOT NULL,
      user TEXT NOT NULL,
      rights TEXT NOT NULL,
      flags TEXT NOT NULL,
      ours INTEGER NOT NULL,
      PRIMARY KEY (resource, look, place)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE changes (
      resource INTEGER NOT NULL,
      change TEXT NOT NULL,
      place INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('agreed', 'intended', 'done', 'not-done')),
      seq INTEGER NOT NULL,
      PRIMARY KEY (resource, change)
    ) STRICT, WITHOUT ROWID`,
    `CREATE INDEX changes_done ON changes (seq) WHERE state = 'done'`,
    `CREATE TABLE commands (
      seq INTEGER PRIMARY KEY,
      number INTEGER NOT NULL,
      writes INTEGER NOT NULL,
      answer_seq INTEGER
    ) STRICT`,
    `CREATE INDEX commands_number ON commands (number)`,
    `CREATE TABLE findings (
      place INTEGER PRIMARY KEY,
      seq INTEGER NOT NULL,
      severity TEXT NOT NULL,
      step TEXT NOT NULL,
      resource TEXT,
      sameness TEXT NOT NULL UNIQUE
    ) STRICT`,

    `CREATE TABLE people (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      second_key TEXT NOT NULL,
      name TEXT NOT NULL,
      address TEXT NOT NULL,
      left_out TEXT NOT NULL,
      unusable TEXT NOT NULL,
      is_excepted INTEGER NOT NULL DEFAULT 0,
      side TEXT,
      guid TEXT,
      mailbox_address TEXT,
      mailbox_name TEXT,
      mailbox_type TEXT
    ) STRICT`,
    `CREATE INDEX people_mailbox ON people (side, guid) WHERE guid IS NOT NULL`,
    // What a person is known by, in lower case: key, second key and address.
    `CREATE TABLE people_ids (
      id TEXT NOT NULL,
      person INTEGER NOT NULL,
      is_key INTEGER NOT NULL,
      PRIMARY KEY (id, person)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE excepted (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`,
  ],
};
