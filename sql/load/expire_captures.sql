-- Give up archive files all of whose captures are older than a moment; batches that are not published keep theirs.
-- Writes: raw.snapshots. Reads: raw.batches. Binds: before, now.
-- Idempotent: what is given up stays as it was.
WITH aged AS (
    SELECT snapshots.file
    FROM raw.snapshots
    JOIN raw.batches ON batches.batch_id = snapshots.batch_id
    GROUP BY snapshots.file
    HAVING
        max(snapshots.fetched_at) < :before AND bool_and(batches.state = 'published')
        AND bool_or(snapshots.expired_at IS NULL)
)

UPDATE raw.snapshots
SET expired_at = :now
FROM aged
WHERE snapshots.file = aged.file AND snapshots.expired_at IS NULL
