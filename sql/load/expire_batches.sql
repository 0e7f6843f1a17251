-- Batches before a moment all of whose captures were given up: no replay finds anything of them.
-- Writes: raw.batches. Reads: raw.snapshots. Binds: before, now.
-- Idempotent: what is given up stays as it was.
UPDATE raw.batches
SET expired_at = :now
WHERE
    batches.interval_end < :before AND batches.state = 'published' AND batches.expired_at IS NULL
    AND NOT EXISTS (
        SELECT FROM raw.snapshots
        WHERE snapshots.batch_id = batches.batch_id AND snapshots.expired_at IS NULL
    )
