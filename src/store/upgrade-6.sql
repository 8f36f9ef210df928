-- From version 5 to 6: people of a hub's pages; households by the day they were visited.

-- ===================== TRUTH, and none of it ever leaves the machine but in a backup =====================

-- sealed: name and hash of the password, bound to id and role, so that nobody without the data key can add or promote one.
-- wrong, until: wrong passwords in a row, and until when none is tried.
CREATE TABLE user (
  id     BLOB PRIMARY KEY,
  role   INTEGER NOT NULL,
  wrong  INTEGER NOT NULL DEFAULT 0,
  until  INTEGER NOT NULL DEFAULT 0,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Who came, who was let in, who was made or taken away: what no journal says. Never changed, never trimmed.
CREATE TABLE user_log (
  id     INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- ===================== DERIVED =====================

-- Of the households that count at the place as reviewed, how many were visited on which day: pairs of day (since 31/12/1999; 16 bits)
-- and number (32 bits), little-endian, by day. Those that name no day are left out.
ALTER TABLE tally ADD COLUMN days BLOB NOT NULL DEFAULT x'';

INSERT OR REPLACE INTO setting (name, sealed, value) VALUES ('derived', 0, x'7374616c65'); -- 'stale'
