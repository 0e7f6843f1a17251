-- What failed in a batch on the way to the archive; a replay finds the rest.
-- Writes: raw.rejects. Binds: batch_id, rows (JSON array).
-- Idempotent: one row per batch, stage and item.
INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT :batch_id, told.stage, told.item_sha256, told.item, told.reason, told.detail, told.retryable, told.rejected_at
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            stage text, item_sha256 bytea, item text, reason text, detail text, retryable boolean,
            rejected_at timestamptz
        )
ORDER BY told.stage, told.item_sha256
ON CONFLICT (batch_id, stage, item_sha256) DO NOTHING
