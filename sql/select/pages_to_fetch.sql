-- The pages of a mapped task that were not asked for yet.
-- Reads: raw.fetches, raw.pages. Binds: batch_id, shard.
SELECT
    pages.page_id, pages.url, pages.etag, pages.last_modified, pages.payload_sha256, pages.attempt_count,
    pages.capture_count, pages.first_captured_at
FROM raw.fetches
JOIN raw.pages ON pages.page_id = fetches.page_id
WHERE fetches.batch_id = :batch_id AND fetches.shard = :shard AND fetches.outcome IS NULL
ORDER BY pages.page_id
