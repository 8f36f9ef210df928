-- From version 4 to 5: what pages need. All of it is TRUTH, and none of it ever leaves the machine but in a backup.

-- What is being typed and was not saved yet; and, for a while, which forms were saved, so that a form sent twice is saved once.
-- id: drawn when the form was shown. key: of the household, NULL for a new one. holder: the session that types.
-- sealed: the fields as typed; of a saved one, what became of it.
CREATE TABLE draft (
  id     BLOB PRIMARY KEY,
  unit   TEXT NOT NULL,
  key    BLOB,
  holder BLOB NOT NULL,
  at     INTEGER NOT NULL,
  saved  INTEGER NOT NULL DEFAULT 0,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_unit ON draft (unit, saved, at);

-- Who may use the pages: a browser on this machine, a paired phone. token: hash of its cookie. sealed: the enumerator's name.
CREATE TABLE session (
  id       BLOB PRIMARY KEY,
  token    BLOB NOT NULL UNIQUE,
  role     INTEGER NOT NULL,
  begun    INTEGER NOT NULL,
  heard    INTEGER NOT NULL,
  practice INTEGER NOT NULL DEFAULT 0,
  sealed   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was sent and taken, when and by which way, in the order it happened; the newest few hundred.
CREATE TABLE exchanged (
  id     INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
