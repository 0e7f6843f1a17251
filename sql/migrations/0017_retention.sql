-- Captures that are older than the archive keeps them are known to be gone.
-- Writes: a column of raw.snapshots. Binds: none.
-- Idempotent by the version table of the migrations; runs whole or not at all.

ALTER TABLE raw.snapshots ADD COLUMN expired_at timestamptz;
COMMENT ON COLUMN raw.snapshots.expired_at IS 'When its archive file was given up for its age (NEWSHOUSE_KEEP_CAPTURES_DAYS); null while the archive keeps it.';
