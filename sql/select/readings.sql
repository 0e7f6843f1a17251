-- The captured pages of a mapped task.
-- Reads: raw.readings. Binds: batch_id, shard.
SELECT snapshot_id FROM raw.readings WHERE batch_id = :batch_id AND shard = :shard ORDER BY snapshot_id
