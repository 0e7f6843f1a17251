-- A run came for a batch that can't be replayed any more: note it, and leave its books as they are.
-- Writes: raw.batches. Binds: batch_id, run_id, now.
-- Idempotent: values.
UPDATE raw.batches
SET mode = 'empty', run_id = :run_id, opened_at = :now
WHERE batch_id = :batch_id AND expired_at IS NOT NULL
