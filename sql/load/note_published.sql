-- Note what each capture of a batch stands for in news from now on. Of two captures of one article in a batch only the
-- later one has its content there. What the archive can't give stands for what it stood for.
-- Writes: raw.readings. Reads: raw.snapshots. Binds: batch_id.
-- Idempotent: values.
WITH winners AS (
    SELECT DISTINCT ON (readings.article_id)
        readings.snapshot_id, readings.article_id, readings.content_sha256
    FROM raw.readings
    JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
    WHERE readings.batch_id = :batch_id AND readings.outcome = 'ok'
    ORDER BY readings.article_id, snapshots.fetched_at DESC, readings.content_sha256, readings.snapshot_id
)

UPDATE raw.readings
SET published_article_id = known.article_id, published_sha256 = winners.content_sha256
FROM raw.readings AS known
LEFT JOIN winners ON winners.snapshot_id = known.snapshot_id
WHERE
    known.batch_id = :batch_id AND NOT starts_with(coalesce(known.reason, ''), 'archive_')
    AND readings.batch_id = known.batch_id AND readings.snapshot_id = known.snapshot_id
    AND (readings.published_article_id, readings.published_sha256)
    IS DISTINCT FROM (known.article_id, winners.content_sha256)
