-- Enter the pages that entries link to; a changed entry makes its page due at once.
-- Writes: raw.pages. Binds: rows (JSON array), now (null in a replay: nothing becomes due).
-- Idempotent: one row per page, keeping the earliest sight of it.
INSERT INTO raw.pages (page_id, url, host, first_seen_at, next_fetch_at)
SELECT linked.page_id, linked.url, linked.host, linked.seen_at, cast(:now AS timestamptz)
FROM jsonb_to_recordset(cast(:rows AS jsonb)) AS linked (page_id uuid, url text, host text, seen_at timestamptz)
ORDER BY linked.page_id
ON CONFLICT (page_id) DO UPDATE
    SET first_seen_at = least(pages.first_seen_at, excluded.first_seen_at)
    WHERE excluded.first_seen_at < pages.first_seen_at
