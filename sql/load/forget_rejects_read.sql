-- Take the rejects of a mapped task's pages off the books before they are judged again.
-- Writes: raw.rejects. Reads: raw.readings, raw.snapshots. Binds: batch_id, shard.
-- Idempotent: deletes.
DELETE FROM raw.rejects
USING raw.readings
JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
WHERE
    readings.batch_id = :batch_id AND readings.shard = :shard
    AND rejects.batch_id = :batch_id AND rejects.stage = 'read'
    AND rejects.item_sha256 = sha256(convert_to(snapshots.url, 'UTF8'))
