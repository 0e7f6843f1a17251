-- The batches that a rebuild has begun, and whether each is done: its run is the one that it had.
-- Reads: raw.batches. Binds: run_id (the rebuild's).
SELECT
    batches.batch_id,
    batches.interval_start,
    batches.interval_end,
    batches.run_id <> :run_id AS is_done
FROM raw.batches
