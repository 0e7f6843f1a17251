-- What fetches taught about pages, and when to look again.
-- Writes: raw.pages. Binds: rows (JSON array).
-- Idempotent: values, not increments. Pages are locked in the order of their ids.
WITH learnt AS (
    SELECT *
    FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS page (
        page_id uuid, outcome text, reason text, fetched_at timestamptz, next_fetch_at timestamptz,
        attempt_count integer, capture_count integer, etag text, last_modified text, payload_sha256 text,
        final_url text
    )
),

locked AS (
    SELECT pages.page_id
    FROM raw.pages
    JOIN learnt ON learnt.page_id = pages.page_id
    ORDER BY pages.page_id
    FOR UPDATE OF pages
)

UPDATE raw.pages
SET
    last_outcome = learnt.outcome, last_reason = learnt.reason, next_fetch_at = learnt.next_fetch_at,
    attempt_count = learnt.attempt_count, capture_count = learnt.capture_count,
    first_captured_at = CASE
        WHEN learnt.capture_count > 0 THEN coalesce(pages.first_captured_at, learnt.fetched_at)
        ELSE pages.first_captured_at
    END,
    last_captured_at = CASE
        WHEN learnt.outcome IN ('ok', 'unchanged') THEN learnt.fetched_at ELSE pages.last_captured_at
    END,
    etag = learnt.etag, last_modified = learnt.last_modified, payload_sha256 = decode(learnt.payload_sha256, 'hex'),
    final_url = coalesce(learnt.final_url, pages.final_url)
FROM learnt
JOIN locked ON locked.page_id = learnt.page_id
WHERE pages.page_id = learnt.page_id
