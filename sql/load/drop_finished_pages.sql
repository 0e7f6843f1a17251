-- A captured page is looked at again only while a feed still carries it: the others are done. So is what was taken down.
-- Writes: raw.pages. Reads: raw.entries, raw.feeds, raw.forgotten. Binds: now.
-- Idempotent: what is done stays done until an entry changes.
UPDATE raw.pages
SET next_fetch_at = NULL
WHERE
    next_fetch_at <= :now
    AND (
        raw.is_forgotten(page_id, host)
        OR (
            capture_count > 0
            AND NOT EXISTS (
                SELECT 1
                FROM raw.entries
                JOIN raw.feeds ON feeds.feed_id = entries.feed_id
                WHERE entries.page_id = pages.page_id AND entries.last_seen_at >= feeds.last_changed_at
            )
        )
    )
