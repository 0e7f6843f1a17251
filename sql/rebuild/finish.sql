-- The rebuild is finished: runs may open batches again.
-- Writes: raw.rebuilds. Binds: now.
-- Idempotent: values.
UPDATE raw.rebuilds SET finished_at = :now
