-- Captured pages that a batch read.
-- Reads: raw.readings, raw.snapshots, news.articles. Binds: batch_id, outcome, reason (each of these null for all), after_snapshot, row_limit.
SELECT
    readings.snapshot_id, snapshots.url, readings.outcome, readings.reason, readings.detail, readings.article_id,
    articles.title, articles.language
FROM raw.readings
JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
LEFT JOIN news.articles ON articles.article_id = readings.article_id
WHERE
    readings.batch_id = :batch_id
    AND (cast(:outcome AS text) IS NULL OR readings.outcome = :outcome)
    AND (cast(:reason AS text) IS NULL OR readings.reason = :reason)
    AND (cast(:after_snapshot AS bigint) IS NULL OR readings.snapshot_id > cast(:after_snapshot AS bigint))
ORDER BY readings.snapshot_id
LIMIT :row_limit
