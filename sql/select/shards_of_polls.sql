-- The mapped tasks that have feeds in a batch.
-- Reads: raw.polls. Binds: batch_id.
SELECT DISTINCT shard FROM raw.polls WHERE batch_id = :batch_id ORDER BY shard
