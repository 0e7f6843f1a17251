-- How many feeds are in each state.
-- Reads: raw.feeds. Binds: none.
SELECT
    raw.feed_state(feeds) AS state,
    count(*) AS feed_count
FROM raw.feeds
GROUP BY 1
ORDER BY 1
