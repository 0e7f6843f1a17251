-- Reject what was read from captures that are taken down.
-- Writes: raw.readings, raw.rejects, staging.articles. Reads: raw.snapshots. Binds: ids, now.
-- Idempotent: values.
WITH staged AS (
    DELETE FROM staging.articles WHERE article_id = any(cast(:ids AS uuid[]))
),

answered AS (
    UPDATE raw.readings
    SET
        outcome = 'rejected', reason = 'forgotten', detail = 'taken down', article_id = NULL, content_sha256 = NULL,
        published_article_id = NULL, published_sha256 = NULL
    FROM raw.snapshots
    WHERE
        snapshots.snapshot_id = readings.snapshot_id AND readings.outcome IS NOT NULL
        AND readings.reason IS DISTINCT FROM 'forgotten'
        AND (
            snapshots.page_id = any(cast(:ids AS uuid[])) OR readings.article_id = any(cast(:ids AS uuid[]))
            OR readings.published_article_id = any(cast(:ids AS uuid[]))
        )
    RETURNING readings.batch_id, snapshots.url
)

INSERT INTO raw.rejects (batch_id, stage, item_sha256, item, reason, detail, retryable, rejected_at)
SELECT DISTINCT
    answered.batch_id, 'read', sha256(convert_to(answered.url, 'UTF8')), answered.url, 'forgotten', 'taken down', false,
    cast(:now AS timestamptz)
FROM answered
ON CONFLICT (batch_id, stage, item_sha256) DO UPDATE
    SET reason = excluded.reason, detail = excluded.detail, retryable = false
