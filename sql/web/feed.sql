-- All that is known of one feed.
-- Reads: raw.feeds. Binds: feed_id.
SELECT
    feeds.*,
    CASE
        WHEN feeds.removed_at IS NOT NULL THEN 'removed'
        WHEN feeds.paused_at IS NOT NULL THEN 'paused'
        WHEN feeds.last_polled_at IS NULL THEN 'new'
        WHEN feeds.failure_count > 0 THEN 'failing'
        ELSE 'healthy'
    END AS state
FROM raw.feeds
WHERE feeds.feed_id = :feed_id
