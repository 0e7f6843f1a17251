-- Pages due at a moment: those never captured first, then the oldest wish.
-- Reads: raw.pages. Binds: now, batch_id (pages another open live batch has planned are left to it).
SELECT pages.page_id, pages.url
FROM raw.pages
WHERE
    pages.next_fetch_at <= :now
    AND NOT EXISTS (
        SELECT 1
        FROM raw.fetches
        JOIN raw.batches ON batches.batch_id = fetches.batch_id
        WHERE
            fetches.page_id = pages.page_id AND fetches.outcome IS NULL
            AND batches.state = 'open' AND batches.mode = 'live'
            AND fetches.batch_id <> :batch_id AND batches.opened_at > :now - interval '1 hour'
    )
ORDER BY pages.capture_count, pages.next_fetch_at, pages.page_id
LIMIT :page_limit
