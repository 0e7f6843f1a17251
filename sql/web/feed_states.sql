-- How many feeds are in each state.
-- Reads: raw.feeds. Binds: none.
SELECT
    CASE
        WHEN feeds.removed_at IS NOT NULL THEN 'removed'
        WHEN feeds.paused_at IS NOT NULL THEN 'paused'
        WHEN feeds.last_polled_at IS NULL THEN 'new'
        WHEN feeds.failure_count > 0 THEN 'failing'
        ELSE 'healthy'
    END AS state,
    count(*) AS feed_count
FROM raw.feeds
GROUP BY 1
ORDER BY 1
