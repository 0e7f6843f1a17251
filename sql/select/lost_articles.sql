-- Published articles that captures of this batch stood for and, read again, no longer do.
-- What the archive can't give was not read again: it still stands for what it stood for.
-- A row for each other capture that still stands for it, of whatever batch, the latest first; supporter_id null: there is none.
-- is_settled: its row was read from one of those.
-- Reads: raw.readings, raw.snapshots, news.articles, staging.articles. Binds: batch_id.
WITH lost AS (
    SELECT DISTINCT readings.published_article_id AS article_id
    FROM raw.readings
    WHERE
        readings.batch_id = :batch_id AND readings.outcome IS NOT NULL AND readings.published_article_id IS NOT NULL
        AND readings.article_id IS DISTINCT FROM readings.published_article_id
        AND NOT starts_with(coalesce(readings.reason, ''), 'archive_')
),

supporting AS (
    SELECT lost.article_id, readings.snapshot_id
    FROM lost
    JOIN raw.readings ON readings.published_article_id = lost.article_id AND readings.batch_id <> :batch_id
    UNION ALL
    SELECT lost.article_id, readings.snapshot_id
    FROM lost
    JOIN raw.readings ON readings.batch_id = :batch_id AND readings.article_id = lost.article_id
)

SELECT
    known.article_id,
    snapshots.snapshot_id AS supporter_id,
    EXISTS (
        SELECT FROM supporting AS held
        WHERE held.article_id = known.article_id AND held.snapshot_id = known.snapshot_id
    ) AS is_settled
FROM lost
JOIN news.articles AS known ON known.article_id = lost.article_id
LEFT JOIN supporting ON supporting.article_id = known.article_id
LEFT JOIN raw.snapshots ON snapshots.snapshot_id = supporting.snapshot_id
ORDER BY known.article_id, snapshots.fetched_at DESC, snapshots.snapshot_id
