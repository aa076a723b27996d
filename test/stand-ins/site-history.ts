import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** One change to a list of entries on the practice site, as it happened. */
const lost = z.object({ folder: z.number(), principal: z.string(), name: z.string(), what: z.string() });
export type LostEntry = z.infer<typeof lost>;

/**
 * From now on the practice file itself notes every entry of a calendar that goes, and every one whose rights or flags
 * become others, whichever process does it and however shortly it lasts.
 */
export function watchEntries(practice: string): void {
  opened(practice, (database) => {
    database.exec(`
      CREATE TABLE watched (folder INTEGER, principal TEXT, what TEXT);
      CREATE TRIGGER watched_gone AFTER DELETE ON entries BEGIN
        INSERT INTO watched VALUES (old.folder, old.principal, 'gone');
      END;
      CREATE TRIGGER watched_changed AFTER UPDATE ON entries
        WHEN old.principal <> new.principal OR old.rights <> new.rights OR old.flags <> new.flags OR old.folder <> new.folder
      BEGIN
        INSERT INTO watched VALUES (old.folder, old.principal, old.rights || old.flags || ' became ' || new.rights || new.flags);
      END;`);
  });
}

/** Entries that went or became others since {@link watchEntries}, with the name of whose they were. */
export function changedEntries(practice: string): readonly LostEntry[] {
  return opened(practice, (database) =>
    z.array(lost).parse(
      database
        .prepare(
          `SELECT w.folder, w.principal, w.what,
               coalesce((SELECT min(r.name) FROM recipients r WHERE r.sid = w.principal), w.principal) AS name
             FROM watched w`,
        )
        .all(),
    ),
  );
}

function opened<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
