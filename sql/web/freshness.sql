-- Is the news fresh? The last publication, what is at work, and the newest article.
-- Reads: raw.batches, news.changes, raw.feeds. Binds: now.
SELECT
    last_batch.batch_id AS last_batch_id,
    last_batch.interval_end AS last_interval_end,
    last_batch.published_at AS last_published_at,
    last_batch.own_outage AS last_own_outage,
    (SELECT max(changes.changed_at) FROM news.changes) AS last_changed_at,
    feeds.feed_count, feeds.due_count, feeds.failing_count, feeds.paused_count, feeds.new_count
FROM (
    SELECT
        count(*) AS feed_count,
        count(*) FILTER (WHERE paused_at IS NULL AND next_poll_at <= :now) AS due_count,
        count(*) FILTER (WHERE paused_at IS NULL AND failure_count > 0) AS failing_count,
        count(*) FILTER (WHERE paused_at IS NOT NULL) AS paused_count,
        count(*) FILTER (WHERE paused_at IS NULL AND last_polled_at IS NULL) AS new_count
    FROM raw.feeds
    WHERE removed_at IS NULL
) AS feeds
LEFT JOIN LATERAL (
    SELECT batches.batch_id, batches.interval_end, batches.published_at, batches.own_outage
    FROM raw.batches
    WHERE batches.state = 'published'
    ORDER BY batches.interval_end DESC, batches.interval_start DESC
    LIMIT 1
) AS last_batch ON true
