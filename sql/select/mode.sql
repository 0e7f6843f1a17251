-- How the batch is worked: live, replay or empty; its interval; whether captured pages are read (a replay may link only).
-- Reads: raw.batches. Binds: batch_id.
SELECT
    batches.mode,
    batches.interval_start,
    batches.interval_end,
    coalesce(batches.selection -> 'stages' @> '["read"]', true) AS reads
FROM raw.batches
WHERE batches.batch_id = :batch_id
