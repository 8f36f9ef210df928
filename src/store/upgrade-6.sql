-- From version 5 to 6: people of a hub's pages. TRUTH, and none of it ever leaves the machine but in a backup.

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
