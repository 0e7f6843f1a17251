-- What became of the captured pages a mapped task has read.
-- Writes: raw.readings. Binds: batch_id, rows (JSON array).
-- Idempotent: the same answer again changes nothing.
UPDATE raw.readings
SET
    outcome = answered.outcome, article_id = answered.article_id,
    content_sha256 = decode(answered.content_sha256, 'hex'), reason = answered.reason, detail = answered.detail
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS answered (
            snapshot_id bigint, outcome text, article_id uuid, content_sha256 text, reason text, detail text
        )
WHERE readings.batch_id = :batch_id AND readings.snapshot_id = answered.snapshot_id
