-- Empty what an earlier, unfinished run of the batch left in staging.
-- Writes: staging.articles. Binds: batch_id.
-- Idempotent: deletes.
DELETE FROM staging.articles WHERE batch_id = :batch_id
