-- The feeds that a rebuild has entered.
-- Reads: raw.feeds. Binds: none.
SELECT feeds.feed_id, feeds.url, feeds.previous_urls FROM raw.feeds
