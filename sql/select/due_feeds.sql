-- Feeds due at a moment.
-- Reads: raw.feeds. Binds: now.
SELECT feed_id, url
FROM raw.feeds
WHERE paused_at IS NULL AND removed_at IS NULL AND next_poll_at <= :now
ORDER BY feed_id
