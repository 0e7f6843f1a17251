-- All that is known of one feed.
-- Reads: raw.feeds. Binds: feed_id.
SELECT
    feeds.*,
    raw.feed_state(feeds) AS state
FROM raw.feeds
WHERE feeds.feed_id = :feed_id
