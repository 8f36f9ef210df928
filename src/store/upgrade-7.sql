-- From version 6 to 7: what reviewers said of a record as it is shown is among its marks, and a tally counts it.
INSERT OR REPLACE INTO setting (name, sealed, value) VALUES ('derived', 0, x'7374616c65'); -- 'stale'
