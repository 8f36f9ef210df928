-- From version 3 to 4: what a unit declares may be a statement of its own hub. What is derived is made again when the store is next
-- opened.

-- ===================== TRUTH =====================

-- Own units of hubs this aggregator joined or had joined: what they write there is no part of what it closes.
CREATE TABLE above (
  unit TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- ===================== DERIVED =====================

-- What a unit declared for a period: submits of its devices (version 0), statements of its own hub with their sums, {column id: [total,
-- unknown]} as JSON. parents: names, 20 bytes each.
DROP TABLE submit;
CREATE TABLE submit (
  unit    TEXT NOT NULL,
  period  TEXT NOT NULL,
  clock   INTEGER NOT NULL,
  jid     BLOB NOT NULL,
  seq     INTEGER NOT NULL,
  hash8   BLOB NOT NULL,
  branch  INTEGER NOT NULL,
  author  BLOB NOT NULL,
  parents BLOB NOT NULL,
  version INTEGER NOT NULL,
  at      TEXT NOT NULL,
  sums    TEXT NOT NULL,
  PRIMARY KEY (unit, period, clock, jid, seq, hash8)
) STRICT, WITHOUT ROWID;

INSERT OR REPLACE INTO setting (name, sealed, value) VALUES ('derived', 0, x'7374616c65'); -- 'stale'
