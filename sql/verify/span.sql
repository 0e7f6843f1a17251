-- The batches with captures of a span, oldest first, those too whose captures were given up for their age.
-- Reads: raw.batches, raw.polls, raw.snapshots. Binds: from_at, to_at.
SELECT batch_id, interval_start, interval_end, state, expired_at IS NOT NULL AS is_expired
FROM raw.batches
WHERE
    interval_end > :from_at AND interval_end <= :to_at
    AND (
        batches.expired_at IS NOT NULL
        OR EXISTS (SELECT FROM raw.polls WHERE polls.batch_id = batches.batch_id AND polls.outcome IS NOT NULL)
        OR EXISTS (SELECT FROM raw.snapshots WHERE snapshots.batch_id = batches.batch_id)
    )
ORDER BY interval_end, interval_start
