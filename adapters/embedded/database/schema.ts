/**
 * Tables of the embedded store. Events, heads and commands are the truth; views and marks can be dropped.
 * `heads.position` is the feed: the newest change of a stream moves it behind all others.
 */
export const SCHEMA_VERSION = 1;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS heads (
    stream TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    position INTEGER NOT NULL UNIQUE
  );
  CREATE INDEX IF NOT EXISTS heads_by_kind ON heads (kind, key, stream);
  CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (stream, revision)
  );
  CREATE TABLE IF NOT EXISTS commands (
    key TEXT PRIMARY KEY,
    body_sha256 TEXT NOT NULL,
    result TEXT NOT NULL,
    stored_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS commands_by_age ON commands (stored_at);
  CREATE TABLE IF NOT EXISTS view_rows (
    view TEXT NOT NULL,
    part TEXT NOT NULL,
    sort TEXT NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (view, part, sort)
  );
  CREATE TABLE IF NOT EXISTS view_marks (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_leaves (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (stream, revision)
  );
  CREATE TABLE IF NOT EXISTS log_tiles (
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (level, position)
  );
  CREATE TABLE IF NOT EXISTS feed_positions (name TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS feed_parked (
    name TEXT NOT NULL,
    stream TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (name, stream)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (
    id TEXT PRIMARY KEY,
    status TEXT NOT NULL,
    body TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS executions_by_status ON executions (status);
`;
