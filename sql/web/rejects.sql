-- Items that ended, or paused, without becoming an article, newest first.
-- Reads: raw.rejects. Binds: batch_id, stage, reason, host, retryable, since, until (each null for all), after_time, after_batch, after_stage, after_item, row_limit.
SELECT
    rejects.batch_id, rejects.stage, encode(rejects.item_sha256, 'hex') AS item_key, rejects.item, rejects.host,
    rejects.reason, rejects.detail, rejects.retryable, rejects.rejected_at
FROM raw.rejects
WHERE
    (cast(:batch_id AS bigint) IS NULL OR rejects.batch_id = :batch_id)
    AND (cast(:stage AS text) IS NULL OR rejects.stage = :stage)
    AND (cast(:reason AS text) IS NULL OR rejects.reason = :reason)
    AND (cast(:host AS text) IS NULL OR rejects.host = :host)
    AND (cast(:retryable AS boolean) IS NULL OR rejects.retryable = :retryable)
    AND (cast(:since AS timestamptz) IS NULL OR rejects.rejected_at >= :since)
    AND (cast(:until AS timestamptz) IS NULL OR rejects.rejected_at < :until)
    AND (
        cast(:after_time AS timestamptz) IS NULL
        OR (rejects.rejected_at, rejects.batch_id, rejects.stage, rejects.item_sha256) < (
            cast(:after_time AS timestamptz), cast(:after_batch AS bigint), cast(:after_stage AS text),
            decode(:after_item, 'hex')
        )
    )
ORDER BY rejects.rejected_at DESC, rejects.batch_id DESC, rejects.stage DESC, rejects.item_sha256 DESC
LIMIT :row_limit
