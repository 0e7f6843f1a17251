-- Have a replay of some batches write anew all that they stand for: articles whose latest capture is one of theirs, the
-- revisions first captured by them, what is linked to these.
-- Writes: news.articles, news.features, news.revisions. Reads: raw.readings, raw.snapshots. Binds: ids (batches).
-- Idempotent: values. An article that no replay writes keeps captured_at = -infinity.
WITH latest AS (
    SELECT DISTINCT ON (readings.published_article_id)
        readings.published_article_id AS article_id, readings.batch_id
    FROM raw.readings
    JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
    WHERE readings.published_article_id IS NOT NULL
    ORDER BY readings.published_article_id, snapshots.fetched_at DESC, readings.snapshot_id
),

theirs AS (
    SELECT articles.article_id
    FROM news.articles
    LEFT JOIN latest ON latest.article_id = articles.article_id
    LEFT JOIN raw.snapshots ON snapshots.snapshot_id = articles.snapshot_id
    WHERE coalesce(latest.batch_id, snapshots.batch_id) = any(cast(:ids AS bigint[]))
),

unlinked AS (
    UPDATE news.features SET input_sha256 = '' WHERE article_id IN (SELECT theirs.article_id FROM theirs)
),

unrevised AS (
    DELETE FROM news.revisions
    USING raw.snapshots
    WHERE snapshots.snapshot_id = revisions.snapshot_id AND snapshots.batch_id = any(cast(:ids AS bigint[]))
)

UPDATE news.articles
SET
    captured_at = '-infinity',
    first_seen_at = CASE
        WHEN EXISTS (
            SELECT FROM raw.readings
            WHERE
                readings.published_article_id = articles.article_id
                AND NOT readings.batch_id = any(cast(:ids AS bigint[]))
        ) THEN articles.first_seen_at
        ELSE 'infinity'
    END
WHERE article_id IN (SELECT theirs.article_id FROM theirs)
