-- Every archive file that the warehouse refers to.
-- Reads: raw.snapshots, raw.ledgers. Binds: none.
SELECT DISTINCT snapshots.file FROM raw.snapshots
UNION
SELECT ledgers.file FROM raw.ledgers
