-- Reject what a batch has staged of articles that were taken down.
-- Writes: staging.articles, raw.readings, raw.rejects. Reads: raw.snapshots, raw.forgotten. Binds: batch_id, now.
-- Idempotent: what is refused is staged no more.
WITH refused AS (
    DELETE FROM staging.articles AS staged
    WHERE staged.batch_id = :batch_id AND raw.is_forgotten(staged.article_id, staged.publisher)
    RETURNING staged.article_id
),

answered AS (
    UPDATE raw.readings
    SET outcome = 'rejected', reason = 'forgotten', detail = 'taken down', article_id = NULL, content_sha256 = NULL
    FROM refused, raw.snapshots
    WHERE
        readings.batch_id = :batch_id AND readings.outcome = 'ok' AND readings.article_id = refused.article_id
        AND snapshots.snapshot_id = readings.snapshot_id
    RETURNING snapshots.url
)

INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT DISTINCT
    :batch_id, 'read', sha256(convert_to(answered.url, 'UTF8')), answered.url, 'forgotten', 'taken down', false, :now
FROM answered
ON CONFLICT (batch_id, stage, item_sha256) DO UPDATE
    SET reason = excluded.reason, detail = excluded.detail
