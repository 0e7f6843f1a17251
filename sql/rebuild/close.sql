-- A batch is rebuilt: it goes by the run that it had.
-- Writes: raw.batches. Binds: batch_id, mode, run_id, opened_at, published_at, publish_count.
-- Idempotent: values.
UPDATE raw.batches
SET
    mode = :mode, run_id = :run_id, opened_at = :opened_at, published_at = :published_at,
    publish_count = :publish_count, work_began_at = NULL, work_s = NULL
WHERE batch_id = :batch_id
