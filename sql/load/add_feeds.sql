-- Register feeds, due at once; one that was removed is polled again.
-- Writes: raw.feeds. Binds: rows (JSON array), now.
-- Idempotent: a registered feed is left as it is; returns only those that changed.
INSERT INTO raw.feeds (url, url_sha256, title, publisher, category, home_url, added_at, next_poll_at)
SELECT
    feed.url, sha256(convert_to(feed.url, 'UTF8')), feed.title, feed.publisher, feed.category, feed.home_url, :now, :now
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS feed (
            url text, publisher text, title text, category text, home_url text
        )
ORDER BY feed.url
ON CONFLICT (url_sha256) DO UPDATE
    SET removed_at = NULL, next_poll_at = excluded.next_poll_at
    WHERE feeds.removed_at IS NOT NULL
RETURNING feed_id
