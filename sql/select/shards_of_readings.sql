-- The mapped tasks that have pages to read in a batch.
-- Reads: raw.readings. Binds: batch_id.
SELECT DISTINCT shard FROM raw.readings WHERE batch_id = :batch_id ORDER BY shard
