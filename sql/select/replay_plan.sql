-- The batches with captures of a span, newest first, each with what a replay of the selection would touch.
-- Reads: raw.batches, raw.polls, raw.snapshots, raw.pages, raw.readings, news.articles. Binds: from_at, to_at, selection (JSON).
SELECT
    batches.interval_start,
    batches.interval_end,
    count(DISTINCT snapshots.snapshot_id) FILTER (WHERE snapshots.kind = 'page') AS page_count,
    count(DISTINCT snapshots.snapshot_id) FILTER (WHERE snapshots.kind = 'feed') AS feed_count,
    count(DISTINCT readings.published_article_id) AS article_count
FROM raw.batches
CROSS JOIN (SELECT cast(:selection AS jsonb) -> 'languages' AS languages, cast(:selection AS jsonb) -> 'publishers' AS publishers)
    AS asked
LEFT JOIN raw.snapshots
    ON
        snapshots.batch_id = batches.batch_id
        AND (snapshots.kind = 'page' OR (asked.languages = '[]' AND asked.publishers = '[]'))
LEFT JOIN raw.pages ON pages.page_id = snapshots.page_id
LEFT JOIN raw.readings ON readings.batch_id = batches.batch_id AND readings.snapshot_id = snapshots.snapshot_id
LEFT JOIN news.articles AS published ON published.article_id = readings.published_article_id
WHERE
    batches.interval_end > :from_at AND batches.interval_end <= :to_at AND batches.expired_at IS NULL
    AND (
        EXISTS (SELECT FROM raw.polls WHERE polls.batch_id = batches.batch_id AND polls.outcome IS NOT NULL)
        OR EXISTS (SELECT FROM raw.snapshots AS own WHERE own.batch_id = batches.batch_id)
    )
    AND (
        asked.languages = '[]' OR snapshots.snapshot_id IS NULL OR coalesce(asked.languages ? published.language, false)
        OR coalesce(asked.languages ? split_part(published.language, '-', 1), false)
    )
    AND (
        asked.publishers = '[]' OR snapshots.snapshot_id IS NULL
        OR coalesce(asked.publishers ? coalesce(published.publisher, pages.host), false)
    )
GROUP BY batches.batch_id, batches.interval_start, batches.interval_end
ORDER BY batches.interval_end DESC, batches.interval_start DESC
