-- The mapped tasks that have pages to ask for in a batch.
-- Reads: raw.fetches. Binds: batch_id.
SELECT DISTINCT shard FROM raw.fetches WHERE batch_id = :batch_id AND outcome IS NULL ORDER BY shard
