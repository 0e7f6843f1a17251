-- Enter items that ended, or paused, without becoming an article.
-- Writes: raw.rejects. Binds: batch_id, now, rows (JSON array).
-- Idempotent: one row per batch, stage and item, the last reason.
INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT
    :batch_id, refused.stage, sha256(convert_to(refused.item, 'UTF8')), refused.item, refused.reason, refused.detail,
    refused.retryable, :now
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS refused (
            stage text, item text, reason text, detail text, retryable boolean
        )
ORDER BY refused.stage, refused.item
ON CONFLICT (batch_id, stage, item_sha256) DO UPDATE
    SET reason = excluded.reason, detail = excluded.detail, retryable = excluded.retryable
