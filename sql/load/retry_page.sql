-- Fetch a page again soon, whole: without the validators of last time, so that the same bytes are read once more.
-- Writes: raw.pages. Binds: page_id, now.
-- Idempotent: values.
UPDATE raw.pages
SET
    next_fetch_at = least(coalesce(next_fetch_at, cast(:now AS timestamptz)), cast(:now AS timestamptz)),
    etag = NULL, last_modified = NULL, payload_sha256 = NULL
WHERE page_id = :page_id
