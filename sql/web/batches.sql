-- Batches with their books, newest first.
-- Reads: serve.batches. Binds: since, until, state, mode (each null for all), after_end, after_start, row_limit.
SELECT *
FROM serve.batches
WHERE
    (cast(:since AS timestamptz) IS NULL OR batches.interval_end >= :since)
    AND (cast(:until AS timestamptz) IS NULL OR batches.interval_end < :until)
    AND (cast(:state AS text) IS NULL OR batches.state = :state)
    AND (cast(:mode AS text) IS NULL OR batches.mode = :mode)
    AND (
        cast(:after_end AS timestamptz) IS NULL
        OR (batches.interval_end, batches.interval_start)
        < (cast(:after_end AS timestamptz), cast(:after_start AS timestamptz))
    )
ORDER BY batches.interval_end DESC, batches.interval_start DESC
LIMIT :row_limit
