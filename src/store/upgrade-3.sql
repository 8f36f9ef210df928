-- From version 2 to 3: the index that leads from names to entries is ordered by number first. Entries of one run then come to lie
-- side by side in it; by hash first each of them changed a page of its own, and all these pages went to the disk with every commit.

DROP INDEX entry_name;
CREATE INDEX entry_name ON entry (seq, substr(hash, 1, 8));
