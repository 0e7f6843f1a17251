-- Entries of a feed, or those that a batch saw first, newest first.
-- Reads: raw.entries, raw.feeds, raw.pages. Binds: feed_id, batch_id (each null for all), after_time, after_id, row_limit.
SELECT
    entries.entry_id, entries.feed_id, feeds.publisher, entries.title, entries.url, entries.published_at,
    entries.first_seen_at, entries.last_seen_at,
    extract(EPOCH FROM entries.first_seen_at - entries.published_at) AS delay_s,
    entries.first_batch_id, entries.flags, pages.article_id, pages.last_outcome, pages.last_reason
FROM raw.entries
JOIN raw.feeds ON feeds.feed_id = entries.feed_id
LEFT JOIN raw.pages ON pages.page_id = entries.page_id
WHERE
    (cast(:feed_id AS bigint) IS NULL OR entries.feed_id = :feed_id)
    AND (cast(:batch_id AS bigint) IS NULL OR entries.first_batch_id = :batch_id)
    AND (
        cast(:after_id AS bigint) IS NULL
        OR (entries.first_seen_at, entries.entry_id) < (cast(:after_time AS timestamptz), cast(:after_id AS bigint))
    )
ORDER BY entries.first_seen_at DESC, entries.entry_id DESC
LIMIT :row_limit
