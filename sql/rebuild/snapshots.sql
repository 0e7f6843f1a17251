-- The captures of a batch, in the order in which they were entered.
-- Writes: raw.snapshots. Binds: batch_id, rows (JSON array).
-- Idempotent: one snapshot per batch and feed or page.
INSERT INTO raw.snapshots (
    batch_id, kind, feed_id, page_id, url, final_url, status, fetched_at, file, file_offset, length, payload_sha256,
    forgotten, expired_at
)
SELECT
    :batch_id, told.kind, told.feed_id, told.page_id, told.url, told.final_url, told.status, told.fetched_at,
    told.file, told.file_offset, told.length, told.payload_sha256, told.forgotten, told.expired_at
FROM
    jsonb_to_recordset(cast(:rows AS jsonb))
        AS told (
            snapshot_id bigint, kind text, feed_id bigint, page_id uuid, url text, final_url text, status smallint,
            fetched_at timestamptz, file text, file_offset bigint, length integer, payload_sha256 bytea, forgotten text,
            expired_at timestamptz
        )
ORDER BY told.snapshot_id, told.file, told.file_offset
ON CONFLICT (batch_id, kind, coalesce(feed_id, 0), page_id) DO NOTHING
