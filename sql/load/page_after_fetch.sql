-- What a fetch taught about a page, and when to look again.
-- Writes: raw.pages. Binds: page_id, outcome, reason, fetched_at, next_fetch_at, attempt_count, capture_count, etag,
-- last_modified, payload_sha256, final_url.
-- Idempotent: values, not increments.
UPDATE raw.pages
SET
    last_outcome = :outcome, last_reason = :reason, next_fetch_at = :next_fetch_at, attempt_count = :attempt_count,
    capture_count = :capture_count,
    first_captured_at = CASE
        WHEN :capture_count > 0 THEN coalesce(first_captured_at, :fetched_at) ELSE first_captured_at
    END,
    last_captured_at = CASE WHEN :outcome IN ('ok', 'unchanged') THEN :fetched_at ELSE last_captured_at END,
    etag = :etag, last_modified = :last_modified, payload_sha256 = :payload_sha256,
    final_url = coalesce(:final_url, final_url)
WHERE page_id = :page_id
