-- Version 1 of a node's store; upgrade-2.sql follows it. TRUTH is what cannot be made again; everything under DERIVED is
-- recreated by store_rebuild and compared by store_check. "sealed" columns are nonce ‖ XChaCha20-Poly1305 under the data key, bound to their row
-- (sync/PROTOCOL.md, section 12). Ids and hashes are blobs; names of entries are (jid, seq, hash8).

-- ===================== TRUTH =====================

-- Small facts of this machine; sealed = 1: value is sealed.
CREATE TABLE setting (
  name   TEXT PRIMARY KEY,
  sealed INTEGER NOT NULL DEFAULT 0,
  value  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The data key, wrapped: 'passphrase' (Argon2id), 'keyfile' (path), 'open' (in the clear).
CREATE TABLE wrap (
  way    TEXT PRIMARY KEY,
  salt   BLOB,
  ops    INTEGER,
  memory INTEGER,
  path   TEXT,
  key    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One author's journal for one unit; ended = 1: its author (this node) no longer writes there.
CREATE TABLE journal (
  id         INTEGER PRIMARY KEY,
  jid        BLOB NOT NULL,
  author     BLOB NOT NULL,
  unit       TEXT NOT NULL,
  generation INTEGER NOT NULL,
  own        INTEGER NOT NULL DEFAULT 0,
  ended      INTEGER NOT NULL DEFAULT 0,
  UNIQUE (jid, author, unit, generation)
) STRICT;
CREATE INDEX journal_unit ON journal (unit, author);

-- A line of a journal. It shares entries 1..fork with its parent branch; its own entries are fork+1..last.
CREATE TABLE branch (
  id       INTEGER PRIMARY KEY,
  journal  INTEGER NOT NULL REFERENCES journal,
  parent   INTEGER REFERENCES branch,
  fork     INTEGER NOT NULL,
  last     INTEGER NOT NULL,
  head     BLOB NOT NULL,              -- hash_last
  unsigned INTEGER NOT NULL DEFAULT 0  -- bytes of own entries since the last head signature
) STRICT;
CREATE INDEX branch_journal ON branch (journal);

CREATE TABLE entry (
  branch INTEGER NOT NULL REFERENCES branch,
  seq    INTEGER NOT NULL,
  hash   BLOB NOT NULL,
  clock  INTEGER NOT NULL,             -- as the bytes say, for those who name it as parent; 0: unreadable
  written INTEGER NOT NULL,            -- 1: on this machine, 0: taken from a run
  sent   INTEGER NOT NULL DEFAULT 0,   -- own entries: went into a message at least once
  sealed BLOB NOT NULL,                -- the canonical bytes
  PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;
-- Names lead straight to entries, however many journals share an id and however often one forked.
CREATE INDEX entry_name ON entry (substr(hash, 1, 8), seq);

CREATE TABLE head_signature (
  branch    INTEGER NOT NULL REFERENCES branch,
  seq       INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (branch, seq)
) STRICT, WITHOUT ROWID;

-- What a hub confirmed to this node, newest of each branch.
CREATE TABLE receipt (
  hub       BLOB NOT NULL,
  jid       BLOB NOT NULL,
  through   INTEGER NOT NULL,
  hash      BLOB NOT NULL,
  signature BLOB NOT NULL,
  kept_at   INTEGER NOT NULL,
  PRIMARY KEY (hub, jid, through, hash)
) STRICT, WITHOUT ROWID;

-- Definitions that came with an invitation or a file, before any `define` act.
CREATE TABLE definition_given (
  place INTEGER PRIMARY KEY,           -- the later, the newer
  def   BLOB NOT NULL UNIQUE,
  name  TEXT NOT NULL,
  kind  TEXT NOT NULL,                 -- 'form', 'campaign'
  bytes TEXT NOT NULL
) STRICT;

-- Collector: the hamlets it writes for, and the hub each was invited by (hub NULL: begun without one).
CREATE TABLE enrolment (
  unit         TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  level        TEXT NOT NULL,
  parent       TEXT NOT NULL,
  listed       INTEGER NOT NULL,
  hub          BLOB,
  hub_sign     BLOB,
  hub_box      BLOB,
  hub_name     TEXT NOT NULL DEFAULT '',
  hub_unit     TEXT NOT NULL DEFAULT '',
  invite       BLOB,
  secret       BLOB,                   -- sealed
  label        BLOB,                   -- sealed
  letter       TEXT NOT NULL DEFAULT 'A',
  addresses    TEXT NOT NULL DEFAULT '',  -- one a line
  state        INTEGER NOT NULL DEFAULT 0,
  told_unknown INTEGER NOT NULL DEFAULT 0,
  assigned     INTEGER NOT NULL DEFAULT 0 -- numbers given out so far
) STRICT, WITHOUT ROWID;

-- Hub: invitations given out.
CREATE TABLE invitation (
  id        BLOB PRIMARY KEY,
  unit      TEXT NOT NULL,
  secret    BLOB NOT NULL,             -- sealed
  letter    TEXT NOT NULL,
  uses      INTEGER NOT NULL,
  used      INTEGER NOT NULL DEFAULT 0,
  days      INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Nodes heard of for a unit: on a hub its devices, waiting ones too; on a node its hub. have: rows it last showed.
CREATE TABLE peer (
  node   BLOB NOT NULL,
  unit   TEXT NOT NULL,
  sign   BLOB,
  box    BLOB,
  label  BLOB,                         -- sealed; NULL: none told
  invite BLOB,
  heard  INTEGER NOT NULL DEFAULT 0,   -- by this machine's clock
  have   BLOB,
  PRIMARY KEY (node, unit)
) STRICT, WITHOUT ROWID;

-- Door labels; they never leave the hamlet's devices.
CREATE TABLE label (
  unit   TEXT NOT NULL,
  key    BLOB NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (unit, key)
) STRICT, WITHOUT ROWID;

-- Files this node left in folders, to be replaced by newer ones.
CREATE TABLE folder_file (
  recipient TEXT NOT NULL,
  unit      TEXT NOT NULL,
  name      TEXT NOT NULL,
  PRIMARY KEY (recipient, unit, name)
) STRICT, WITHOUT ROWID;

-- ===================== DERIVED =====================

-- A hub's decisions, in the order they are obeyed (generation, jid, seq, hash8).
CREATE TABLE act (
  unit       TEXT NOT NULL,
  generation INTEGER NOT NULL,
  jid        BLOB NOT NULL,
  seq        INTEGER NOT NULL,
  hash8      BLOB NOT NULL,
  branch     INTEGER NOT NULL,
  kind       INTEGER NOT NULL,
  subject    BLOB NOT NULL,            -- node, entry name, record key, unit code, definition name; empty for locks
  sealed     BLOB NOT NULL,            -- fields
  PRIMARY KEY (unit, generation, jid, seq, hash8)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_subject ON act (unit, kind, subject);

-- One row for every record, void or unreadable entry. held: 0, or the rule of section 5 that holds it (7: rejected).
-- What is judged once for all: broken, rule 4, NULL until its definition is known; late, whether its clock differs from what its parents
-- demand, NULL until all are known. waits: the first parent not known. parents: names, 20 bytes each.
CREATE TABLE revision (
  unit    TEXT NOT NULL,
  key     BLOB NOT NULL,
  branch  INTEGER NOT NULL,
  seq     INTEGER NOT NULL,
  jid     BLOB NOT NULL,
  hash8   BLOB NOT NULL,
  author  BLOB NOT NULL,
  kind    INTEGER NOT NULL,
  clock   INTEGER NOT NULL,
  malformed INTEGER NOT NULL,
  broken  INTEGER,
  late    INTEGER,
  waits   BLOB,
  held    INTEGER NOT NULL DEFAULT 0,
  parents BLOB NOT NULL,
  PRIMARY KEY (unit, key, branch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_waits ON revision (waits) WHERE waits IS NOT NULL;
CREATE INDEX revision_held ON revision (unit, held) WHERE held <> 0;

-- A household as shown and counted. sealed: its columns, then its fields.
CREATE TABLE record (
  unit     TEXT NOT NULL,
  key      BLOB NOT NULL,
  branch   INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  voided   INTEGER NOT NULL,
  conflict INTEGER NOT NULL,
  number   BLOB NOT NULL,              -- keyed hash of the number it bears, or bore before it was voided; empty: none
  sealed   BLOB NOT NULL,
  PRIMARY KEY (unit, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_number ON record (unit, number);

-- Sums of a unit, in the clear: counts is (value, unknown) of every column of the form `def`, as 64-bit little-endian pairs.
CREATE TABLE tally (
  unit      TEXT PRIMARY KEY,
  def       BLOB NOT NULL,
  counts    BLOB NOT NULL,
  records   INTEGER NOT NULL,
  conflicts INTEGER NOT NULL,
  held      INTEGER NOT NULL,
  entries   INTEGER NOT NULL           -- of collectors' journals
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
  code   TEXT PRIMARY KEY,
  name   TEXT NOT NULL,
  level  TEXT NOT NULL,
  parent TEXT NOT NULL,
  listed INTEGER NOT NULL              -- -1: not set
) STRICT, WITHOUT ROWID;

CREATE TABLE definition (
  generation INTEGER NOT NULL,
  jid        BLOB NOT NULL,
  seq        INTEGER NOT NULL,
  hash8      BLOB NOT NULL,
  def        BLOB NOT NULL,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  bytes      TEXT NOT NULL,
  PRIMARY KEY (generation, jid, seq, hash8)
) STRICT, WITHOUT ROWID;
