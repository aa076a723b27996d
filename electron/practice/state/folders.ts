import { randomBytes } from 'node:crypto';
import type { Side } from '../../../shared/run/ports.ts';
import { foldCase } from './folding.ts';
import type { PracticeState } from './practice-file.ts';
import { text, whole, type Row } from './rows.ts';

/** What stands for a slash inside a folder's name in a path. (facts-exchange 2.2) */
export const slashInName = '\uF8FF';

/** Folder types of the model: the English words that FolderType uses in every language. */
export type FolderType = 'Root' | 'Inbox' | 'Calendar' | 'User Created';

export interface Folder {
  /** Key of the row; entries refer to it. */
  readonly folder: number;
  readonly side: Side;
  readonly mailboxGuid: string;
  readonly folderId: string;
  readonly name: string;
  /** `/Kalender/Team`; a slash inside a name is U+F8FF; `/` for the root. */
  readonly path: string;
  readonly type: FolderType;
  readonly items: number;
}

/** Adds a folder below another one (`/` for the root), with a new folder id. */
export function addFolder(
  state: PracticeState,
  given: Pick<Folder, 'side' | 'mailboxGuid' | 'name' | 'type'> & {
    readonly below?: string;
    readonly items?: number;
  },
): Folder {
  const path = given.type === 'Root' ? '/' : pathBelow(given.below ?? '/', given.name);
  const row = state.row(
    `INSERT INTO folders (side, mailbox_guid, folder_id, name, path, path_key, type, items)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    given.side,
    given.mailboxGuid,
    newFolderId(),
    given.name,
    path,
    foldCase(path),
    given.type,
    given.items ?? 0,
  );
  return folderOf(row ?? {});
}

const newFolderId = (): string => `LgAAAAB${randomBytes(24).toString('base64')}AAAB`;

/** The path of a folder below another one. */
const pathBelow = (parent: string, name: string): string =>
  `${parent === '/' ? '' : parent}/${name.replaceAll('/', slashInName)}`;

/** The folder at a path (without case). */
export const folderByPath = (
  state: PracticeState,
  side: Side,
  mailboxGuid: string,
  path: string,
): Folder | undefined =>
  one(
    state.row(
      'SELECT * FROM folders WHERE side = ? AND mailbox_guid = ? AND path_key = ?',
      side,
      mailboxGuid,
      foldCase(path),
    ),
  );

/** All folders of a mailbox, by path. */
export const foldersOf = (state: PracticeState, side: Side, mailboxGuid: string): Folder[] =>
  state
    .rows('SELECT * FROM folders WHERE side = ? AND mailbox_guid = ? ORDER BY path_key', side, mailboxGuid)
    .map(folderOf);

/** The folder with this FolderId. */
export const folderById = (
  state: PracticeState,
  side: Side,
  mailboxGuid: string,
  folderId: string,
): Folder | undefined =>
  one(
    state.row(
      'SELECT * FROM folders WHERE side = ? AND mailbox_guid = ? AND folder_id = ?',
      side,
      mailboxGuid,
      folderId,
    ),
  );

/** The default calendar of a mailbox, whatever its name. */
export const calendarFolder = (state: PracticeState, side: Side, mailboxGuid: string): Folder | undefined =>
  foldersOf(state, side, mailboxGuid).find((folder) => folder.type === 'Calendar');

/** Gives a folder another name; the paths of those below it follow. */
export function renameFolder(state: PracticeState, folder: Folder, name: string): Folder {
  const parent = folder.path.slice(0, folder.path.lastIndexOf('/')) || '/';
  const path = pathBelow(parent, name);
  for (const other of foldersOf(state, folder.side, folder.mailboxGuid)) {
    if (!other.path.startsWith(`${folder.path}/`)) continue;
    const moved = `${path}${other.path.slice(folder.path.length)}`;
    state.run(
      'UPDATE folders SET path = ?, path_key = ? WHERE folder = ?',
      moved,
      foldCase(moved),
      other.folder,
    );
  }
  state.run(
    'UPDATE folders SET name = ?, path = ?, path_key = ? WHERE folder = ?',
    name,
    path,
    foldCase(path),
    folder.folder,
  );
  return { ...folder, name, path };
}

/** Takes the folders of a mailbox and their entries away. */
export function deleteFolders(state: PracticeState, side: Side, mailboxGuid: string): void {
  for (const { folder } of foldersOf(state, side, mailboxGuid)) {
    state.run('DELETE FROM entries WHERE folder = ?', folder);
    state.run('DELETE FROM folders WHERE folder = ?', folder);
  }
}

const one = (row: Row | undefined): Folder | undefined => (row === undefined ? undefined : folderOf(row));

const types: readonly FolderType[] = ['Root', 'Inbox', 'Calendar', 'User Created'];

function folderOf(row: Row): Folder {
  const type = text(row, 'type');
  return {
    folder: whole(row, 'folder'),
    side: text(row, 'side') === 'cloud' ? 'cloud' : 'on-premises',
    mailboxGuid: text(row, 'mailbox_guid'),
    folderId: text(row, 'folder_id'),
    name: text(row, 'name'),
    path: text(row, 'path'),
    type: types.find((known) => known === type) ?? 'User Created',
    items: whole(row, 'items'),
  };
}
