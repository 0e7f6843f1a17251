-- The batch of an interval, whether it captured anything yet, and whether all of that was given up for its age.
-- Where no feed was due, pages may have been fetched all the same.
-- Reads: raw.batches, raw.polls, raw.snapshots. Binds: interval_start, interval_end.
SELECT
    batches.batch_id,
    batches.mode,
    batches.run_id,
    batches.expired_at,
    EXISTS (
        SELECT 1 FROM raw.polls
        WHERE polls.batch_id = batches.batch_id AND polls.outcome IS NOT NULL
    ) OR EXISTS (
        SELECT 1 FROM raw.snapshots WHERE snapshots.batch_id = batches.batch_id AND batches.expired_at IS NULL
    ) AS captured
FROM raw.batches
WHERE batches.interval_start = :interval_start AND batches.interval_end = :interval_end
