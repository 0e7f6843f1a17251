-- Note what each capture of a batch stands for in news from now on. Of two captures of one article in a batch only the
-- later one has its content there. What the archive can't give stands for what it stood for.
-- Writes: raw.readings. Reads: raw.winning_readings. Binds: batch_id.
-- Idempotent: values.
WITH winners AS (
    SELECT snapshot_id, article_id, content_sha256
    FROM raw.winning_readings(:batch_id)
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
