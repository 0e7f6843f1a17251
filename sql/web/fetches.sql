-- Looks at pages in a batch.
-- Reads: raw.fetches, raw.pages. Binds: batch_id, outcome, reason (each of these null for all), after_page, row_limit.
SELECT
    fetches.page_id, pages.url, pages.host, fetches.outcome, fetches.reason, fetches.detail, fetches.fetched_at,
    fetches.status, fetches.elapsed_s, fetches.snapshot_id, pages.article_id, pages.next_fetch_at
FROM raw.fetches
JOIN raw.pages ON pages.page_id = fetches.page_id
WHERE
    fetches.batch_id = :batch_id
    AND (cast(:outcome AS text) IS NULL OR fetches.outcome = :outcome)
    AND (cast(:reason AS text) IS NULL OR fetches.reason = :reason)
    AND (cast(:after_page AS uuid) IS NULL OR fetches.page_id > cast(:after_page AS uuid))
ORDER BY fetches.page_id
LIMIT :row_limit
