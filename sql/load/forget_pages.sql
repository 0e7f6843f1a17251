-- Ask for pages that are taken down no more; nor, with a publisher, for its feeds.
-- Writes: raw.pages, raw.feeds. Binds: ids, publisher (null: none), now.
-- Idempotent: values.
WITH paused AS (
    UPDATE raw.feeds
    SET paused_at = coalesce(paused_at, :now), paused_reason = 'forgotten'
    WHERE publisher = cast(:publisher AS text)
)

UPDATE raw.pages
SET next_fetch_at = NULL, etag = NULL, last_modified = NULL, payload_sha256 = NULL, article_id = NULL
WHERE page_id = any(cast(:ids AS uuid[]))
