import { z } from 'zod';
import type { AudienceMember, Mailbox, People, Person, Side } from '../../shared/run/ports.ts';
import type { Database, Row } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

const sideSchema = z.enum(['on-premises', 'cloud']);

/** Does Exchange keep this person's mail on that side? A mail user, or a remote mailbox, only says that it is elsewhere. */
const isOwnMailbox = (type: string): boolean => /Mailbox$/u.test(type) && !/^Remote/u.test(type);

/** The audience of a run in its file. Adding and joining are recorded like events: on disk within 100 ms. */
export class RunPeople implements People {
  readonly #database: Database;
  readonly #commit: GroupCommit;

  constructor(database: Database, commit: GroupCommit) {
    this.#database = database;
    this.#commit = commit;
  }

  get complete(): boolean {
    return this.#database.first('SELECT audience_complete FROM head')?.number('audience_complete') === 1;
  }

  /**
   * Adds people. One who is there already, by key or second key, is passed over; in a hybrid site the key by which
   * that person came again is kept as the second one.
   */
  add(people: readonly Person[]): void {
    this.#commit.write(() => {
      for (const person of people) this.#add(person);
    });
  }

  except(keys: readonly string[]): void {
    this.#commit.write(() => {
      for (const key of keys.map(lower)) {
        this.#database.run('INSERT OR IGNORE INTO excepted (key) VALUES (?)', key);
        this.#database.run(
          'UPDATE people SET is_excepted = 1 WHERE id IN (SELECT person FROM people_ids WHERE id = ? AND is_key = 1)',
          key,
        );
      }
    });
  }

  /** By key where one fits, else by address: where two objects have one address, the mailbox is its owner's. */
  join(mailboxes: readonly (Mailbox & { readonly keys: readonly string[] })[]): void {
    this.#commit.write(() => {
      for (const mailbox of mailboxes) {
        const ids = new Set([...mailbox.keys, mailbox.address].map(lower));
        ids.delete('');
        const byKey = this.#known(ids, 1);
        for (const person of byKey.size > 0 ? byKey : this.#known(ids, 0)) this.#join(person, mailbox);
      }
    });
  }

  finish(): void {
    this.#commit.write(() => {
      this.#database.run('UPDATE head SET audience_complete = 1');
    });
  }

  count(): number {
    return (
      this.#database.first('SELECT count(*) AS many FROM people WHERE is_excepted = 0')?.number('many') ?? 0
    );
  }

  hasMailbox(side: Side, mailbox: string): boolean {
    const row = this.#database.first(
      'SELECT count(*) AS many, coalesce(max(is_excepted), 0) AS excepted FROM people WHERE side = ? AND guid = ?',
      side,
      mailbox,
    );
    return row !== undefined && row.number('many') > 0 && row.number('excepted') === 0;
  }

  /**
   * In the order in which they were added. Of several people with one mailbox the first has it, the others are left
   * out with the reason, so that each calendar comes once and nobody is missing.
   */
  *all(): Generator<AudienceMember, void> {
    const rows = this.#database.pages(
      `SELECT p.id AS place, p.*, (
          SELECT q.id FROM people AS q WHERE q.side = p.side AND q.guid = p.guid ORDER BY q.is_excepted DESC, q.id LIMIT 1
        ) AS owner
        FROM people AS p WHERE p.id > ?1 AND p.is_excepted = 0 ORDER BY p.id LIMIT ?2`,
      0,
    );
    for (const row of rows) {
      const shared =
        row.has('owner') && row.number('owner') !== row.number('id')
          ? this.#sharedWith(row.number('owner'))
          : '';
      yield {
        key: row.text('key'),
        secondKey: row.text('second_key'),
        name: row.text('name'),
        address: row.text('address'),
        leftOut: row.text('left_out') || shared,
        unusable: row.text('unusable'),
        mailbox: shared === '' ? this.#mailbox(row) : undefined,
      };
    }
  }

  #add(person: Person): void {
    const key = lower(person.key);
    const secondKey = lower(person.secondKey);
    const known = this.#known(new Set(secondKey === '' ? [key] : [key, secondKey]), 1);
    for (const id of known) {
      const other = this.#database.first('SELECT key, second_key FROM people WHERE id = ?', id);
      if (other?.text('second_key') !== '' || other.text('key') === key) continue;
      this.#database.run('UPDATE people SET second_key = ? WHERE id = ?', key, id);
      this.#identify(id, key, 1);
    }
    if (known.size > 0) return;
    const id = this.#database
      .first(
        `INSERT INTO people (key, second_key, name, address, left_out, unusable) VALUES (?, ?, ?, ?, ?, ?)
          RETURNING id`,
        key,
        secondKey,
        person.name,
        person.address,
        person.leftOut,
        person.unusable,
      )
      ?.number('id');
    if (id === undefined) throw this.#database.damaged('It takes no people.');
    this.#identify(id, key, 1);
    this.#identify(id, secondKey, 1);
    this.#identify(id, lower(person.address), 0);
  }

  #identify(person: number, id: string, isKey: 0 | 1): void {
    if (id === '') return;
    this.#database.run(
      'INSERT OR IGNORE INTO people_ids (id, person, is_key) VALUES (?, ?, ?)',
      id,
      person,
      isKey,
    );
    if (isKey === 1) {
      this.#database.run(
        'UPDATE people SET is_excepted = 1 WHERE id = ? AND EXISTS (SELECT 1 FROM excepted WHERE key = ?)',
        person,
        id,
      );
    }
  }

  #known(ids: ReadonlySet<string>, isKey: 0 | 1): ReadonlySet<number> {
    const known = new Set<number>();
    for (const id of ids) {
      const rows = this.#database.all('SELECT person FROM people_ids WHERE id = ? AND is_key = ?', id, isKey);
      for (const row of rows) known.add(row.number('person'));
    }
    return known;
  }

  #join(person: number, mailbox: Mailbox): void {
    const before = this.#database.first('SELECT mailbox_type FROM people WHERE id = ?', person);
    const isTaken = before?.has('mailbox_type') === true;
    if (isTaken && (isOwnMailbox(before.text('mailbox_type')) || !isOwnMailbox(mailbox.type))) return;
    this.#database.run(
      `UPDATE people SET side = ?, guid = ?, mailbox_address = ?, mailbox_name = ?, mailbox_type = ? WHERE id = ?`,
      mailbox.side,
      mailbox.guid,
      mailbox.address,
      mailbox.name,
      mailbox.type,
      person,
    );
  }

  #sharedWith(person: number): string {
    const other = this.#database.first('SELECT name, address, is_excepted FROM people WHERE id = ?', person);
    if (other === undefined) return '';
    const who = `${other.text('name')} (${other.text('address')})`;
    return other.number('is_excepted') === 1
      ? `Has the same mailbox as ${who}, who is excepted.`
      : `Has the same mailbox as ${who}, with whom it is listed.`;
  }

  #mailbox(row: Row): Mailbox | undefined {
    if (!row.has('guid')) return undefined;
    return {
      side: row.word('side', sideSchema),
      guid: row.text('guid'),
      address: row.text('mailbox_address'),
      name: row.text('mailbox_name'),
      type: row.text('mailbox_type'),
    };
  }
}

const lower = (text: string): string => text.toLowerCase();
