-- The feeds of a mapped task that were not asked yet, with what the planner knows of them.
-- Reads: raw.polls, raw.feeds. Binds: batch_id, shard.
SELECT
    feeds.feed_id, feeds.url, feeds.etag, feeds.last_modified, feeds.body_sha256, feeds.schedule,
    feeds.ttl_s, feeds.update_period_s, feeds.language, feeds.previous_urls
FROM raw.polls
JOIN raw.feeds ON feeds.feed_id = polls.feed_id
WHERE polls.batch_id = :batch_id AND polls.shard = :shard AND polls.outcome IS NULL
ORDER BY feeds.feed_id
