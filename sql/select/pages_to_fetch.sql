-- The pages of a mapped task that were not asked for yet, with their last capture (null: none is kept).
-- Reads: raw.fetches, raw.pages, raw.snapshots, raw.forgotten. Binds: batch_id, shard.
SELECT
    pages.page_id, pages.url, pages.etag, pages.last_modified, pages.payload_sha256, pages.attempt_count,
    pages.capture_count, pages.first_captured_at, captured.final_url AS captured_url, captured.fetched_at AS captured_at,
    raw.is_forgotten(pages.page_id, pages.host) AS is_forgotten
FROM raw.fetches
JOIN raw.pages ON pages.page_id = fetches.page_id
LEFT JOIN LATERAL (
    SELECT
        snapshots.final_url,
        snapshots.fetched_at
    FROM raw.snapshots
    WHERE snapshots.page_id = pages.page_id
    ORDER BY snapshots.fetched_at DESC
    LIMIT 1
) AS captured ON true
WHERE fetches.batch_id = :batch_id AND fetches.shard = :shard AND fetches.outcome IS NULL
ORDER BY pages.page_id
