-- From version 1 to 2: submits and when they came, units with predecessors, totals by place. What is derived is made again
-- when the store is next opened.

-- ===================== TRUTH =====================

-- When a submit was first stored here, by this machine's clock.
CREATE TABLE arrival (
  branch INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;

-- The hamlet a hamlet's device is enrolled for because its own has it as predecessor; '' = invited for it.
ALTER TABLE enrolment ADD COLUMN by_successor TEXT NOT NULL DEFAULT '';

-- ===================== DERIVED =====================

CREATE TABLE submit (
  unit   TEXT NOT NULL,
  period TEXT NOT NULL,
  clock  INTEGER NOT NULL,
  jid    BLOB NOT NULL,
  seq    INTEGER NOT NULL,
  hash8  BLOB NOT NULL,
  branch INTEGER NOT NULL,
  author BLOB NOT NULL,
  PRIMARY KEY (unit, period, clock, jid, seq, hash8)
) STRICT, WITHOUT ROWID;

DROP TABLE unit;
CREATE TABLE unit (
  code   TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  level  TEXT NOT NULL,
  parent TEXT NOT NULL,
  listed INTEGER NOT NULL,             -- -1: not set
  since  TEXT NOT NULL,                -- first day of this name and shape, '' not said
  into_unit TEXT NOT NULL              -- merged: the unit whose row holds it now; '' = it has its own
) STRICT, WITHOUT ROWID;

-- Whose households a unit counts besides its own: key empty = all of them, else that one. What newest acts claim, the newest
-- winning, less what would close a circle.
CREATE TABLE predecessor (
  code   TEXT NOT NULL,
  before TEXT NOT NULL,
  key    BLOB NOT NULL,
  since  TEXT NOT NULL,                -- the first day said for it, '' not said
  PRIMARY KEY (before, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX predecessor_code ON predecessor (code, before);

-- Sums of the records begun for `unit` that count at `place`: the unit itself, or a successor. counts: (value, unknown) of every
-- column of the form `def`, as 64-bit little-endian pairs, then (households warned of at the door, to reviewers), (to visit again, 0).
DROP TABLE tally;
CREATE TABLE tally (
  unit      TEXT NOT NULL,
  place     TEXT NOT NULL,
  def       BLOB NOT NULL,
  counts    BLOB NOT NULL,
  records   INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  held      INTEGER NOT NULL,
  entries   INTEGER NOT NULL,          -- of collectors' journals
  PRIMARY KEY (unit, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_place ON tally (place);

INSERT OR REPLACE INTO setting (name, sealed, value) VALUES ('derived', 0, x'7374616c65'); -- 'stale'
