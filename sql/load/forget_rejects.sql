-- Take the rejects of a stage's items off the books before they are judged again.
-- Writes: raw.rejects. Binds: batch_id, stage, items (array of sha256).
-- Idempotent: deletes.
DELETE FROM raw.rejects
WHERE batch_id = :batch_id AND stage = :stage AND item_sha256 = ANY(:items)
