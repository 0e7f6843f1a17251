-- The feeds that are registered.
-- Reads: raw.feeds. Binds: none.
SELECT
    feeds.feed_id, feeds.url, feeds.title, feeds.publisher, feeds.category, feeds.home_url, feeds.language,
    feeds.feed_format, feeds.next_poll_at, feeds.last_success_at, feeds.failure_count, feeds.last_failure,
    feeds.paused_at, feeds.paused_reason
FROM raw.feeds
WHERE feeds.removed_at IS NULL
ORDER BY feeds.publisher, feeds.url
