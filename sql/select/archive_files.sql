-- Every archive file a snapshot lies in.
-- Reads: raw.snapshots. Binds: none.
SELECT DISTINCT snapshots.file FROM raw.snapshots
