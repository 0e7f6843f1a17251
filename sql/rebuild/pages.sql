-- Pages as they were when a batch was published. A batch without a ledger knows only that it captured them.
-- Writes: raw.pages. Binds: rows (JSON array), is_ledger.
-- Idempotent: values.
INSERT INTO raw.pages (
    page_id, url, host, first_seen_at, next_fetch_at, attempt_count, capture_count, first_captured_at,
    last_captured_at, etag, last_modified, payload_sha256, last_outcome, last_reason, final_url
)
SELECT
    told.page_id, told.url, told.host, told.first_seen_at, told.next_fetch_at, told.attempt_count, told.capture_count,
    told.first_captured_at, told.last_captured_at, told.etag, told.last_modified, told.payload_sha256,
    told.last_outcome, told.last_reason, told.final_url
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            page_id uuid, url text, host text, first_seen_at timestamptz, next_fetch_at timestamptz,
            attempt_count integer, capture_count integer, first_captured_at timestamptz,
            last_captured_at timestamptz, etag text, last_modified text, payload_sha256 bytea, last_outcome text,
            last_reason text, final_url text
        )
ORDER BY told.page_id
ON CONFLICT (page_id) DO UPDATE
    SET
        first_seen_at = least(pages.first_seen_at, excluded.first_seen_at),
        next_fetch_at = CASE WHEN :is_ledger THEN excluded.next_fetch_at ELSE pages.next_fetch_at END,
        attempt_count = excluded.attempt_count,
        capture_count = greatest(pages.capture_count, excluded.capture_count),
        first_captured_at = least(pages.first_captured_at, excluded.first_captured_at),
        last_captured_at = greatest(pages.last_captured_at, excluded.last_captured_at),
        etag = excluded.etag, last_modified = excluded.last_modified,
        payload_sha256 = coalesce(excluded.payload_sha256, pages.payload_sha256),
        last_outcome = excluded.last_outcome, last_reason = excluded.last_reason, final_url = excluded.final_url
