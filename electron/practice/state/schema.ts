/** Marks an SQLite file as a practice site ("CpsP"). */
export const applicationId = 0x43707350;

/** The form of the tables. A file with a higher number is refused. */
export const formVersion = 1;

/**
 * The tables. Keys that end in `_key` hold the folded text of their neighbour, by which services compare.
 * An empty text means "none": so indexes and comparisons need no special case for null.
 */
export const tables = `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE ad_objects (
  guid TEXT PRIMARY KEY, kind TEXT NOT NULL, sid TEXT NOT NULL,
  dn TEXT NOT NULL, dn_key TEXT NOT NULL, name TEXT NOT NULL, name_key TEXT NOT NULL,
  parent_dn TEXT NOT NULL, parent_key TEXT NOT NULL,
  sam TEXT NOT NULL, sam_key TEXT NOT NULL, upn TEXT NOT NULL, upn_key TEXT NOT NULL,
  display_name TEXT NOT NULL, mail TEXT NOT NULL, mail_key TEXT NOT NULL, enabled INTEGER NOT NULL,
  scope TEXT NOT NULL, security INTEGER NOT NULL,
  attributes TEXT NOT NULL, password TEXT NOT NULL,
  created_at TEXT NOT NULL, changed_at TEXT NOT NULL, deleted_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX ad_objects_sid ON ad_objects (sid) WHERE sid <> '';
CREATE UNIQUE INDEX ad_objects_dn ON ad_objects (dn_key);
CREATE UNIQUE INDEX ad_objects_sam ON ad_objects (sam_key) WHERE sam_key <> '' AND deleted_at = '';
CREATE INDEX ad_objects_upn ON ad_objects (upn_key) WHERE upn_key <> '';
CREATE INDEX ad_objects_name ON ad_objects (name_key);
CREATE INDEX ad_objects_parent ON ad_objects (parent_key, guid);
CREATE INDEX ad_objects_mail ON ad_objects (mail_key) WHERE mail_key <> '';
CREATE INDEX ad_objects_kind ON ad_objects (kind, guid);
CREATE INDEX ad_objects_deleted ON ad_objects (guid) WHERE deleted_at <> '';
CREATE INDEX ad_objects_primary ON ad_objects (json_extract(attributes, '$.primaryGroupID'))
  WHERE json_extract(attributes, '$.primaryGroupID') IS NOT NULL;

CREATE TABLE ad_members (group_guid TEXT, member_guid TEXT, PRIMARY KEY (group_guid, member_guid)) WITHOUT ROWID;
CREATE INDEX ad_members_member ON ad_members (member_guid, group_guid);

CREATE TABLE entra_objects (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, display_name TEXT NOT NULL, display_key TEXT NOT NULL,
  upn TEXT NOT NULL, upn_key TEXT NOT NULL, mail TEXT NOT NULL, mail_key TEXT NOT NULL, mail_nickname TEXT NOT NULL,
  user_type TEXT NOT NULL, account_enabled INTEGER NOT NULL,
  on_premises_guid TEXT NOT NULL, sid TEXT NOT NULL,
  attributes TEXT NOT NULL, password TEXT NOT NULL,
  created_at TEXT NOT NULL, deleted_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX entra_objects_upn ON entra_objects (upn_key) WHERE upn_key <> '';
CREATE INDEX entra_objects_mail ON entra_objects (mail_key) WHERE mail_key <> '';
CREATE INDEX entra_objects_display ON entra_objects (display_key);
CREATE INDEX entra_objects_kind ON entra_objects (kind, id);
CREATE INDEX entra_objects_on_premises ON entra_objects (on_premises_guid) WHERE on_premises_guid <> '';

CREATE TABLE entra_members (group_id TEXT, member_id TEXT, PRIMARY KEY (group_id, member_id)) WITHOUT ROWID;
CREATE INDEX entra_members_member ON entra_members (member_id, group_id);

CREATE TABLE licences (
  user_id TEXT, sku_id TEXT, by_group TEXT, disabled_plans TEXT NOT NULL, problem TEXT NOT NULL,
  PRIMARY KEY (user_id, sku_id, by_group)
) WITHOUT ROWID;
CREATE INDEX licences_sku ON licences (sku_id, user_id);

CREATE TABLE recipients (
  side TEXT NOT NULL, guid TEXT NOT NULL, exchange_guid TEXT NOT NULL, type TEXT NOT NULL,
  name TEXT NOT NULL, name_key TEXT NOT NULL, display_name TEXT NOT NULL, display_key TEXT NOT NULL,
  alias TEXT NOT NULL, alias_key TEXT NOT NULL, address TEXT NOT NULL,
  sid TEXT NOT NULL, upn TEXT NOT NULL, upn_key TEXT NOT NULL, directory_id TEXT NOT NULL, hidden INTEGER NOT NULL,
  attributes TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT NOT NULL,
  PRIMARY KEY (side, guid)
) WITHOUT ROWID;
CREATE INDEX recipients_exchange_guid ON recipients (side, exchange_guid) WHERE exchange_guid <> '';
CREATE INDEX recipients_name ON recipients (side, name_key);
CREATE INDEX recipients_display ON recipients (side, display_key);
CREATE INDEX recipients_alias ON recipients (side, alias_key);
CREATE INDEX recipients_upn ON recipients (side, upn_key) WHERE upn_key <> '';
CREATE INDEX recipients_sid ON recipients (side, sid) WHERE sid <> '';
CREATE INDEX recipients_directory ON recipients (side, directory_id);
CREATE INDEX recipients_type ON recipients (side, type, guid);

CREATE TABLE addresses (
  side TEXT, address_key TEXT, guid TEXT, address TEXT NOT NULL, is_primary INTEGER NOT NULL,
  PRIMARY KEY (side, address_key, guid)
) WITHOUT ROWID;
CREATE INDEX addresses_guid ON addresses (side, guid);

CREATE TABLE folders (
  folder INTEGER PRIMARY KEY, side TEXT NOT NULL, mailbox_guid TEXT NOT NULL, folder_id TEXT NOT NULL,
  name TEXT NOT NULL, path TEXT NOT NULL, path_key TEXT NOT NULL, type TEXT NOT NULL, items INTEGER NOT NULL
);
CREATE UNIQUE INDEX folders_path ON folders (side, mailbox_guid, path_key);

CREATE TABLE entries (
  folder INTEGER, principal TEXT, kind TEXT NOT NULL, rights TEXT NOT NULL, flags TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (folder, principal)
) WITHOUT ROWID;

CREATE TABLE conditions (
  side TEXT, guid TEXT, condition TEXT, PRIMARY KEY (side, guid, condition)
) WITHOUT ROWID;

CREATE TABLE pending (
  scope TEXT, object TEXT, due INTEGER NOT NULL, looks INTEGER NOT NULL, PRIMARY KEY (scope, object)
) WITHOUT ROWID;

CREATE TABLE commands (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, process TEXT NOT NULL, target TEXT NOT NULL,
  command TEXT NOT NULL, writes INTEGER NOT NULL, outcome TEXT NOT NULL
);
`;

/** Names of all tables: a file that lacks one is damaged. */
export const tableNames: readonly string[] = [...tables.matchAll(/^CREATE TABLE (\w+)/gmu)].map(
  (match) => match[1] ?? '',
);
