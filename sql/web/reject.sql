-- One reject with the feed or page it is about and what was captured of it.
-- Reads: raw.rejects, raw.feeds, raw.pages, raw.polls, raw.readings, raw.fetches, raw.snapshots. Binds: batch_id, stage, item_key (sha256, hex).
SELECT
    rejects.batch_id, rejects.stage, encode(rejects.item_sha256, 'hex') AS item_key, rejects.item, rejects.host,
    rejects.reason, rejects.detail, rejects.retryable, rejects.rejected_at, feeds.feed_id, feeds.url AS feed_url,
    pages.page_id, pages.next_fetch_at, coalesce(polls.snapshot_id, reading.snapshot_id, fetched.snapshot_id) AS snapshot_id
FROM raw.rejects
LEFT JOIN LATERAL (
    SELECT readings.snapshot_id, snapshots.page_id
    FROM raw.readings
    JOIN raw.snapshots ON snapshots.snapshot_id = readings.snapshot_id
    WHERE rejects.stage = 'read' AND readings.batch_id = rejects.batch_id AND snapshots.url = rejects.item
    ORDER BY readings.snapshot_id DESC
    LIMIT 1
) AS reading ON true
LEFT JOIN LATERAL (
    SELECT fetches.snapshot_id, fetches.page_id
    FROM raw.fetches
    JOIN raw.pages AS asked ON asked.page_id = fetches.page_id
    WHERE rejects.stage = 'fetch' AND fetches.batch_id = rejects.batch_id AND asked.url = rejects.item
    ORDER BY fetches.page_id
    LIMIT 1
) AS fetched ON true
LEFT JOIN raw.feeds
    ON
        (rejects.stage = 'poll' AND feeds.url_sha256 = rejects.item_sha256)
        OR (rejects.stage = 'entry' AND cast(feeds.feed_id AS text) = split_part(rejects.item, ' ', 1))
LEFT JOIN raw.pages ON pages.page_id = coalesce(reading.page_id, fetched.page_id)
LEFT JOIN raw.polls ON polls.batch_id = rejects.batch_id AND polls.feed_id = feeds.feed_id
WHERE
    rejects.batch_id = :batch_id AND rejects.stage = :stage AND rejects.item_sha256 = decode(:item_key, 'hex')
