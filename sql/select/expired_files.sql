-- Archive files that were given up for their age.
-- Reads: raw.snapshots. Binds: none.
SELECT DISTINCT snapshots.file FROM raw.snapshots WHERE snapshots.expired_at IS NOT NULL
