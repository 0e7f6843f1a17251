-- Feeds without anything new for twice as long as their longest pause in the four weeks before, and for six hours at least.
-- The clock is the feed's last poll: while we don't ask, nobody is silent. Feeds with under eight pauses have no rhythm yet.
-- Reads: raw.feeds, raw.entries. Binds: none.
SELECT
    feeds.url AS item,
    'nothing new since ' || to_char(feeds.last_new_at, 'YYYY-MM-DD HH24:MI') || ' UTC; its longest pause was '
    || round((extract(EPOCH FROM rhythm.longest) / 3600)::numeric, 1) || ' h'
    || coalesce('; ' || feeds.last_failure, '') AS summary
FROM raw.feeds
INNER JOIN LATERAL (
    SELECT max(paused.pause) AS longest, count(paused.pause) AS pause_count
    FROM (
        SELECT seen.first_seen_at - lag(seen.first_seen_at) OVER (ORDER BY seen.first_seen_at) AS pause
        FROM (
            SELECT DISTINCT entries.first_seen_at
            FROM raw.entries
            WHERE entries.feed_id = feeds.feed_id AND entries.first_seen_at > feeds.last_new_at - interval '28 days'
        ) AS seen
    ) AS paused
) AS rhythm ON true
WHERE
    feeds.removed_at IS NULL AND feeds.paused_at IS NULL
    AND feeds.last_polled_at - feeds.last_new_at > interval '6 hours'
    AND rhythm.pause_count >= 8
    AND feeds.last_polled_at - feeds.last_new_at > 2 * rhythm.longest
ORDER BY feeds.url
