-- How many batches of a span can't be replayed any more, and when the last of them was given up.
-- Reads: raw.batches. Binds: from_at, to_at.
SELECT count(*) AS batch_count, max(batches.expired_at) AS expired_at
FROM raw.batches
WHERE
    batches.interval_end > :from_at AND batches.interval_end <= :to_at AND batches.expired_at IS NOT NULL
