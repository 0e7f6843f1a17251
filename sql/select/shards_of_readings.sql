-- The mapped tasks that have pages to read in a batch. Readings that a partial replay leaves alone have shard -1.
-- Reads: raw.readings. Binds: batch_id.
SELECT DISTINCT shard FROM raw.readings WHERE batch_id = :batch_id AND shard >= 0 ORDER BY shard
